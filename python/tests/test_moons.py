"""The widget without a browser: what it refuses, what it tells the page, and what it makes of what the page tells."""

import json
import re
from pathlib import Path

import numpy as np
import pytest
import traitlets
from anywidget import AnyWidget
from safetensors.numpy import load, save

from mcmc_to_diffusion import Moons, _static, _weights
from mcmc_to_diffusion._settings import NAMES, Settings
from mcmc_to_diffusion._widget import RENAMED

RNG = np.random.default_rng(3)


def network(prefix="", width=16):
    """Weights of an MLP with one hidden layer that is told a point and a timestep."""
    shapes = {"0.weight": [width, 66], "0.bias": [width], "1.weight": [2, width], "1.bias": [2]}
    return {f"{prefix}layers.{name}": RNG.normal(size=shape).astype("f4") for name, shape in shapes.items()}


class Page:
    """The front end of a widget, as the widget hears it, and what it was told."""

    def __init__(self, monkeypatch, **settings):
        self.told = []
        self.widget = Moons(**settings)
        monkeypatch.setattr(self.widget, "send", lambda message, buffers=None: self.told.append((message, buffers)))

    def says(self, message, buffers=()):
        self.widget._handle_custom_msg(message, list(buffers))

    def gives(self, tensors, **metadata):
        file = save(tensors, {"format": "pt", "step": "100", **metadata})
        self.says({"type": "data", "weights": "model.safetensors"}, [memoryview(file)])


@pytest.fixture
def page(monkeypatch):
    page = Page(monkeypatch, chapter="denoise", width=16, depth=1)
    page.says({"type": "ready", "view": "one"})
    return page


def test_every_setting_is_a_trait_that_the_page_hears_of_and_none_is_in_the_way_of_another_name():
    ours = set(Moons.__dict__) | set(dir(AnyWidget))
    assert not ours & set(Settings.class_trait_names())
    assert {name.removesuffix("_") for name in Settings.class_trait_names()} <= set(NAMES)
    assert len(Settings.class_trait_names()) > 100
    widget = Moons()
    for name, setting in Settings.class_traits().items():
        assert setting.help and setting.metadata["sync"] and getattr(widget, name) is None
        assert name in widget.get_state()


def test_settings_are_taken_by_their_keys_in_a_link():
    widget = Moons(chapter="sample", chains=8, blur=0.2, show="guide,chains", lock=["seed"], tune=True)
    assert (widget.chains_, widget.blur_, widget.show, widget.tune) == (8, 0.2, ["guide", "chains"], True)
    widget.chains_ = None
    assert widget.chains_ is None


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("schedule", "quadratic", "expected any of ['cosine'"),
        ("seed", -1, "should not be less than 0"),
        ("width", 257, "should not be greater than 256"),
        ("width", 3.5, "expected an int"),
        ("learning_rate", 1.0, "should not be greater than 0.1"),
        ("density", "yes", "expected a boolean"),
        ("show", ["guid"], "“guid” is no part of the page and no setting. Did you mean “guide”?"),
        ("shedule", "linear", "There is no setting “shedule”. Did you mean “schedule”?"),
    ],
)
def test_what_is_no_setting_is_refused_in_words(name, value, words):
    for refused in (lambda: Moons(**{name: value}), lambda: setattr(Moons(), name, value)):
        with pytest.raises(traitlets.TraitError, match=re.escape(words)):
            refused()


def test_a_method_is_not_overwritten_by_the_setting_of_its_name():
    for key in set(RENAMED) - {"layout"}:
        with pytest.raises(traitlets.TraitError, match=f"“{key}” is the attribute {key}_"):
            setattr(Moons(), key, 1)


def test_a_change_in_the_page_is_read_as_a_link_writes_it(page):
    page.widget.set_state({"width": "32", "learning_rate": "0.00001", "density": "0", "show": "guide,seed", "seed": None})
    widget = page.widget
    assert (widget.width, widget.learning_rate, widget.density) == (32, 1e-5, False)
    assert (widget.show, widget.seed) == (["guide", "seed"], None)


def test_the_page_is_sent_when_it_is_asked_for_and_is_no_state(page, monkeypatch, tmp_path):
    monkeypatch.setattr(_static, "FOLDER", tmp_path)
    page.says({"type": "page"})
    assert page.told.pop() == ({"type": "page", "missing": _static.MISSING}, None)
    (tmp_path / "offline.html").write_bytes(b"<!doctype html>" + b"x" * 10_000)
    page.says({"type": "page"})
    (message, [file]) = page.told.pop()
    assert message == {"type": "page"} and file.startswith(b"<!doctype html>")
    assert all(len(str(value)) < 10_000 for name, value in page.widget.get_state().items() if name != "_esm")


def test_commands_wait_for_the_page(monkeypatch):
    page = Page(monkeypatch)
    page.widget.train()
    page.widget.seek(0.5)
    assert page.told == []
    page.says({"type": "ready", "view": "one"})
    assert page.told == [({"type": "train"}, []), ({"type": "seek", "at": 0.5}, [])]
    page.widget.pause()
    assert page.told[2:] == [({"type": "pause"}, None)]
    page.says({"type": "ready", "view": "two"})
    page.says({"type": "closed", "view": "one"})
    page.widget.pause()
    assert len(page.told) == 4
    page.says({"type": "closed", "view": "two"})
    page.widget.step()
    page.widget.reset()
    assert len(page.told) == 4
    with pytest.raises(ValueError, match="from 0 .noise. to 1 .data."):
        page.widget.seek(1.5)


def test_nothing_has_come_is_said_in_words(page):
    for read in ("weights", "samples", "chains", "lanes"):
        with pytest.raises(ValueError, match="have come"):
            getattr(page.widget, read)()
    with pytest.raises(ValueError, match="have come"):
        page.widget.metadata


def test_weights_come_bit_for_bit_and_go_back_bit_for_bit(page):
    tensors = network() | network("training.") | network("beside.")
    # More layers than digits: the tenth comes after the ninth.
    tensors |= {f"layers.{layer}.bias": np.zeros(2, "f4") for layer in range(2, 12)}
    page.gives(tensors, kind="diffusion")
    assert page.told == [({"type": "heard"}, None)]
    weights = page.widget.weights()
    assert weights.keys() == tensors.keys()
    assert all(np.array_equal(weights[name].view("u4"), tensors[name].view("u4")) for name in tensors)
    assert [name for name in weights if name.startswith("layers.1")][-2:] == ["layers.10.bias", "layers.11.bias"]
    assert page.widget.metadata["kind"] == "diffusion"

    page.widget.load(weights)
    (message, [file]) = page.told.pop()
    assert message == {"type": "load"}
    back = load(file)
    assert all(np.array_equal(back[name].view("u4"), tensors[name].view("u4")) for name in tensors)
    metadata = _weights.read(file)[1]
    settings = "v=2&chapter=denoise&depth=1&width=16"
    expected = {"format": "pt", "kind": "diffusion", "version": "1", "settings": settings}
    assert metadata == expected | {"step": "100", "seed": "1", "seconds": "0"}


def test_a_file_is_for_the_settings_of_the_page_and_what_was_set_since(page):
    page.widget.set_state({"state": {"query": "v=2&chapter=denoise&seed=7&width=32&curves="}})
    page.widget.load(network(), step=5)
    metadata = _weights.read(page.told.pop()[1][0])[1]
    assert metadata["settings"] == "v=2&chapter=denoise&seed=7&width=16&curves=&depth=1"
    assert (metadata["seed"], metadata["step"]) == ("7", "5")


class Tensor:
    """As much of a tensor of PyTorch as is used here."""

    def __init__(self, array):
        self.array = array

    def detach(self):
        return self

    cpu = detach

    def float(self):
        return Tensor(self.array.astype("f4"))

    def numpy(self):
        return self.array


def test_weights_by_other_names_are_taken_in_their_order(page):
    model = network()
    names = ["stem.weight", "stem.bias", "head.weight", "head.bias"]
    # Turned matrices lie otherwise in memory.
    values = [Tensor(np.asfortranarray(array, "f8")) for array in model.values()]
    page.widget.load(dict(zip(names, values)), step=1)
    back = load(page.told.pop()[1][0])
    assert all(np.array_equal(back[name], model[name]) for name in model)


def test_weights_are_tensors_where_there_is_pytorch(page):
    torch = pytest.importorskip("torch")
    tensors = network()
    page.gives(tensors)
    state = page.widget.state_dict()
    assert all(torch.equal(state[name], torch.from_numpy(tensors[name])) for name in tensors)
    page.widget.load(state, step=2)
    back = load(page.told.pop()[1][0])
    assert all(np.array_equal(back[name], tensors[name]) for name in tensors)


@pytest.mark.parametrize(
    ("tensors", "words"),
    [
        ({}, "a matrix and its biases of every layer"),
        ({"a": np.ones((2, 2))}, "a matrix and its biases of every layer"),
        ({"a": np.ones(2), "b": np.ones((2, 2))}, "a has the shape [2]"),
        ({"layers.0.weight": np.full((2, 2), np.nan)}, "layers.0.weight holds values that are no numbers"),
    ],
)
def test_what_cannot_be_weights_is_refused_in_words(page, tensors, words):
    with pytest.raises(ValueError, match=re.escape(words)):
        page.widget.load(tensors)
    assert page.told == []


def test_a_chapter_without_a_model_takes_no_weights(page):
    page.widget.chapter = "sample"
    with pytest.raises(ValueError, match="learn-an-energy and denoise"):
        page.widget.load(network())
    page.widget.chapter = "denoise"
    with pytest.raises(ValueError, match="at least 1 training step"):
        page.widget.load(network(), step=0)


def test_samples_are_a_table_with_the_columns_of_the_page(page):
    csv = 'run,what,point,x,y,predicted_x\n,network,1,0.5,-2,\n,"one, two",2,1,,\n'
    page.says({"type": "data", "samples": {"chapter": "denoise", "csv": csv}})
    samples = page.widget.samples()
    assert samples.dtype.names == ("run", "what", "point", "x", "y", "predicted_x")
    np.testing.assert_array_equal(samples["x"], [0.5, 1.0])
    np.testing.assert_array_equal(samples["y"], [-2.0, np.nan])
    assert samples["what"].tolist() == ["network", "one, two"]


def test_chains_have_the_shape_that_arviz_takes(page):
    points, log_density = RNG.normal(size=(2, 4, 3, 2)).astype("f4"), RNG.normal(size=(2, 4, 3)).astype("f4")
    lanes = [{"sampler": name, "chains": 4, "draws": 3, "stride": 2} for name in ("mala", "hmc")]
    buffers = [memoryview(array.tobytes()) for lane in zip(points, log_density) for array in lane]
    page.says({"type": "data", "lanes": lanes}, buffers)
    np.testing.assert_array_equal(page.widget.chains(), points[0])
    np.testing.assert_array_equal(page.widget.chains(lane=1), points[1])
    np.testing.assert_array_equal(page.widget.lanes()[1].log_density, log_density[1])
    assert (page.widget.lanes()[1].sampler, page.widget.lanes()[1].stride) == ("hmc", 2)
    with pytest.raises(ValueError, match="There is no lane 2"):
        page.widget.chains(lane=2)


def test_all_that_comes_at_once_is_told_apart(page):
    points, log_density = RNG.normal(size=(1, 2, 2)).astype("f4"), np.zeros((1, 2), "f4")
    file = save(network(), {"step": "1"})
    lane = {"sampler": "ula", "chains": 1, "draws": 2, "stride": 1}
    message = {"type": "data", "weights": "a", "samples": {"chapter": "x", "csv": "x\n1\n"}, "lanes": [lane]}
    page.says(message, [file, points.tobytes(), log_density.tobytes()])
    assert len(page.widget.weights()) == 4 and len(page.widget.samples()) == 1
    np.testing.assert_array_equal(page.widget.chains(), points)


def test_the_example_runs_without_a_browser():
    cells = json.loads((Path(__file__).parent.parent / "examples/moons.ipynb").read_text("utf-8"))["cells"]
    names = {}
    for cell in cells:
        if cell["cell_type"] == "code":
            exec("".join(cell["source"]), names)
    assert isinstance(names["w"], Moons)
