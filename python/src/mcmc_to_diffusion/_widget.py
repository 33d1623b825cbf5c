"""The widget: the page beside the code that sets it, starts it and reads it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, urlencode

import anywidget
import numpy as np
from traitlets import Dict, Int, TraitError, Unicode

from . import _draws, _static, _weights
from ._settings import Settings
from ._traits import as_in_link, near

# Settings whose names are those of something else here: the key in a link, and the name of the trait.
RENAMED = {name[:-1]: name for name in Settings.class_trait_names() if name.endswith("_")}


def _unknown(name: str) -> TraitError:
    return TraitError(f"There is no setting “{name}”.{near(name, [*RENAMED, *Settings.class_trait_names()])}")


class Moons(Settings, anywidget.AnyWidget):
    """The page as a widget: Markov chains, energy-based models and denoising diffusion on two moons.

        w = Moons(chapter="denoise", schedule="linear", seed=3)
        w          # shows it
        w.train()  # in a later cell

    Keywords are settings by their keys in a link; so are attributes, and a change acts on the running page. `help(Moons)`
    and `Moons.class_traits()` list them with their limits. None is the page's default. The settings `blur`, `chains`,
    `layout`, `samples` and `step` are attributes with a dash below behind their names: `w.chains_ = 8`.

    What the reader changes in the page changes the attributes, too. A change of `show`, `hide`, `lock` and other settings of
    the frame, and one back to None, loads the page again.

    Python hears from the page between two cells: what `state`, `metrics`, `weights()`, `samples()` and `chains()` give in a
    cell is what had come before the cell began.
    """

    _esm = _static.widget()
    _page = Unicode("kernel").tag(sync=True)

    settings = Unicode(
        None, allow_none=True, help="What comes after ? in a link of the page. Other settings override it."
    ).tag(sync=True)
    label = Unicode(None, allow_none=True, help="The name of the frame, for screen readers.").tag(sync=True)
    height = Int(
        None, allow_none=True, min=1, help="Height in pixels until the page has said how high it is."
    ).tag(sync=True)

    state = Dict(help="What the page last said of itself: phase, chapter, step, query, settings … Empty before it has.").tag(
        sync=True
    )
    metrics = Dict(help="The latest numbers of a run: chapter, step, rate (steps a second), values by name.").tag(sync=True)
    story = Dict(help="The step of the story, while it is open, and whether what it asks for is done.").tag(sync=True)
    answered = Dict(help="The reader's latest guess in the story, with what was measured.").tag(sync=True)
    error = Unicode(None, allow_none=True, help="Why the page refused what it was last asked; else None.").tag(sync=True)

    def __init__(self, **settings: Any) -> None:
        named = {RENAMED.get(name, name): value for name, value in settings.items()}
        for name in named:
            if not self.has_trait(name):
                raise _unknown(name)
        self._views: set[str] = set()
        self._waiting: list[tuple[dict[str, Any], list[bytes]]] = []
        self._file: bytes | None = None
        self._csv: str | None = None
        self._lanes: list[_draws.Lane] | None = None
        super().__init__(**named)
        self.on_msg(self._hear)

    def __setattr__(self, name: str, value: Any) -> None:
        if name in RENAMED and not self.has_trait(name):
            raise TraitError(f"The setting “{name}” is the attribute {RENAMED[name]}, for {name}() is a method.")
        # The classes below set what they have.
        if not name.startswith("_") and not hasattr(type(self), name):
            raise _unknown(name)
        super().__setattr__(name, value)

    def train(self) -> None:
        """Starts the run, or goes on with it: training, or sampling in chapter 1."""
        self._ask({"type": "train"})

    def pause(self) -> None:
        """Pauses the run."""
        self._ask({"type": "pause"})

    def step(self) -> None:
        """Does one step."""
        self._ask({"type": "step"})

    def reset(self) -> None:
        """Begins a new run with the same settings and seed."""
        self._ask({"type": "reset"})

    def seek(self, at: float) -> None:
        """Moves the timeline to `at`: 0 is noise, 1 is data."""
        if not 0 <= at <= 1:
            raise ValueError(f"A place on the timeline is from 0 (noise) to 1 (data), and not {at}.")
        self._ask({"type": "seek", "at": float(at)})

    def weights(self) -> dict[str, np.ndarray]:
        """The trained weights that came last, float32 arrays by name.

        `layers.0.weight` is `[out, in]`, `layers.0.bias` is `[out]`, and so on in the order in which an input meets them.
        `training.layers…` are the weights that training goes on from, where the others are their moving average;
        `beside.layers…` are those of a second network.

        Raises ValueError before any have come.
        """
        return _weights.read(self._trained())[0]

    @property
    def metadata(self) -> dict[str, str]:
        """What the file of `weights()` tells of them: kind, settings, step, seed, network, inputs …

        Raises ValueError before any have come.
        """
        return _weights.read(self._trained())[1]

    def state_dict(self) -> dict[str, Any]:
        """The same as `weights()`, as tensors of PyTorch.

        Raises ImportError where PyTorch is not installed, ValueError before any have come.
        """
        weights = self.weights()
        import torch

        return {name: torch.from_numpy(array.copy()) for name, array in weights.items()}

    def load(self, state_dict: Mapping[str, Any], step: int | None = None) -> None:
        """Gives the page weights: arrays, or tensors of PyTorch, by the names of `weights()` or in that order.

        They must fit the network that is set (`w.width`, `w.depth`, …). `step` is how many training steps are behind them,
        at least 1; by default as many as those of `weights()`. What the page refuses, it says in `error`.

        Raises ValueError where they cannot be weights of any network.
        """
        came = self.metadata["step"] if self._file else 1
        steps = int(came if step is None else step)
        if steps < 1:
            raise ValueError(f"A model has taken at least 1 training step, and not {steps}.")
        file = _weights.write(state_dict, self._query(), steps)
        self._ask({"type": "load"}, [file])

    def samples(self) -> np.ndarray:
        """The points shown: a structured array, `[rows]`, with the columns of the page's CSV file, `x` and `y` among them.

        Raises ValueError before any have come.
        """
        if self._csv is None:
            raise ValueError(f"No samples have come. {self._why()}")
        return _draws.table(self._csv)

    def lanes(self) -> list[_draws.Lane]:
        """The Markov chains of chapter 1: one lane, or two in a race, each with sampler, stride, points and log density.

        Raises ValueError before any have come.
        """
        if self._lanes is None:
            raise ValueError(f"No chains have come. Chapter 1 (chapter=\"sample\") has them. {self._why()}")
        return self._lanes

    def chains(self, lane: int = 0) -> np.ndarray:
        """The draws of a lane, `[chain, draw, 2]` in data units, as ArviZ takes them:
        `arviz.from_dict({"posterior": {"x": w.chains()}})`.

        Raises ValueError before any have come.
        """
        lanes = self.lanes()
        if not 0 <= lane < len(lanes):
            raise ValueError(f"There is no lane {lane}: the page has {len(lanes)}.")
        return lanes[lane].points

    def _trained(self) -> bytes:
        if self._file is None:
            raise ValueError(f"No trained weights have come. {self._why()}")
        return self._file

    def _why(self) -> str:
        if not self.state:
            return "Show the widget, scroll to it, and read it in a later cell."
        return "Run the page for a moment, and read it in a later cell: Python hears nothing while a cell runs."

    def _query(self) -> str:
        """The page's link: as the page said it last, with what has been set since."""
        told = dict(parse_qsl(self.state.get("query") or self.settings or "v=2", keep_blank_values=True))
        for name in Settings.class_trait_names():
            if (value := getattr(self, name)) is not None:
                told[name.removesuffix("_")] = as_in_link(value)
        return urlencode(told, safe=",")

    def _ask(self, message: dict[str, Any], buffers: list[bytes] | None = None) -> None:
        """Sends the page a message, now or once there is a page that hears it."""
        if self._views:
            self.send(message, buffers)
        else:
            self._waiting.append((message, buffers or []))

    def _hear(self, _: Any, message: dict[str, Any], buffers: list[Any]) -> None:
        """What the front end sends, beside changes of traits."""
        match message.get("type"):
            case "page":
                page = _static.page()
                told = {"type": "page"} if page else {"type": "page", "missing": _static.MISSING}
                self.send(told, [page] if page else None)
            case "ready":
                self._views.add(message["view"])
                waiting, self._waiting = self._waiting, []
                for asked in waiting:
                    self.send(*asked)
            case "closed":
                self._views.discard(message["view"])
            case "data":
                try:
                    self._take(message, list(buffers))
                finally:
                    self.send({"type": "heard"})

    def _take(self, data: dict[str, Any], buffers: list[Any]) -> None:
        if data.get("weights"):
            self._file = bytes(buffers.pop(0))
        if data.get("samples"):
            self._csv = data["samples"]["csv"]
        if data.get("lanes"):
            self._lanes = _draws.lanes(data["lanes"], buffers)
