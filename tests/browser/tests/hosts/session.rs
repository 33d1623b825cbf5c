//! What a teacher does with the widget, the same in every host.

use crate::notebook::Notebook;
use serde_json::json;

/// The cell that shows the widget: a small network, whose training takes a moment.
pub const SHOW: &str = "\
from mcmc_to_diffusion import Moons
w = Moons(chapter='denoise', width=16, depth=1, train_steps=100, batch_size=64, seed=3, show=['schedule'], height=500)
w
";

/// The file that the page hands out, as base64.
const FILE: &str = "
    const { file } = await embed.weights();
    return btoa([...new Uint8Array(file)].map(byte => String.fromCharCode(byte)).join(''))";

/// Whether the weights in Python are bit for bit those of a file; `of` says what was made of them.
fn same(file: &str, of: &str) -> String {
    format!(
        "import base64, numpy, safetensors.numpy
file = safetensors.numpy.load(base64.b64decode('{file}'))
weights = {of}
same = [numpy.array_equal(numpy.asarray(weights[name]).view('u4'), file[name].view('u4')) for name in file]
print(weights.keys() == file.keys(), len(same), all(same))"
    )
}

/// Sets, starts, reads and loads, in both directions.
pub fn works(notebook: &impl Notebook) {
    notebook.wait("the widget", "embed.scrollIntoView(); return embed.state?.phase === 'idle'");
    let address = notebook.embed("return embed.querySelector('iframe').src");
    assert!(
        address.as_str().is_some_and(|address| address.starts_with("blob:")),
        "{address}: from the wheel"
    );
    notebook.wait_to_print("print(w.state['phase'], w.state['step'], w.error)", "idle 0 None");
    let refused = notebook.run("w.weights()");
    assert!(refused.contains("ValueError: No trained weights have come."), "{refused}");

    python_sets_and_starts(notebook);
    weights_are_the_same_bits(notebook);
    the_reader_sets(notebook);
    chains_are_the_same_bits(notebook);
    notebook.assert_quiet();
}

fn python_sets_and_starts(notebook: &impl Notebook) {
    notebook.run("w.schedule = 'linear'");
    notebook.wait("the schedule", "return embed.state.settings.schedule === 'linear'");
    notebook.run("w.train()");
    notebook.wait("training", "return embed.state.phase === 'paused' && embed.state.step === 100");
    notebook.wait_to_print(
        "print(w.state['phase'], w.state['step'], w.metrics['step'], w.metrics['values'] != {}, w.error)",
        "paused 100 100 True None",
    );
}

fn weights_are_the_same_bits(notebook: &impl Notebook) {
    notebook.wait_to_print("print(w.metadata['step'], w.metadata['kind'])", "100 diffusion");
    let trained = notebook.embed(FILE).as_str().expect("a file").to_owned();
    // Two layers and their averages.
    assert_eq!(notebook.run(&same(&trained, "w.weights()")).trim(), "True 8 True");

    // Others are given to the page: there they are as they are here, after as many steps.
    notebook.run("w.load({name: -array for name, array in w.weights().items()})");
    notebook.until("the weights of the cell", || notebook.embed(FILE) != trained.as_str());
    let turned = notebook.embed(FILE).as_str().expect("a file").to_owned();
    notebook.wait_to_print(&same(&turned, "w.weights()"), "True 8 True");
    let back = same(&trained, "{name: -array for name, array in w.weights().items()}");
    assert_eq!(notebook.run(&back).trim(), "True 8 True");
    assert_eq!(notebook.run("print(w.metadata['step'], w.error)").trim(), "100 None");

    notebook.run("w.load({'stem.weight': [[1.0, 2.0]], 'stem.bias': [0.5]})");
    notebook.wait_to_print("print('layers.0.weight' in w.error)", "True");
}

/// What is set in the page is set in Python, and can be set back from there.
fn the_reader_sets(notebook: &impl Notebook) {
    notebook.embed(
        "const schedule = page.querySelector('[data-testid=set-schedule]');
        schedule.value = 'cosine';
        schedule.dispatchEvent(new Event('change', { bubbles: true }))",
    );
    notebook.wait("the page", "return embed.state.settings.schedule === undefined");
    notebook.wait_to_print("print(w.schedule, w.width)", "None 16");
    notebook.run("w.schedule = 'linear'");
    notebook.wait("the schedule once more", "return embed.state.settings.schedule === 'linear'");
}

fn chains_are_the_same_bits(notebook: &impl Notebook) {
    notebook.run("w.sampler = 'hmc'\nw.chains_ = 3\nw.pace = 100\nw.chapter = 'sample'");
    notebook
        .wait("chapter 1", "return embed.state.chapter === 'sample' && embed.state.settings.chains === '3'");
    notebook.run("w.train()");
    notebook.wait("some draws", "return embed.metrics?.chapter === 'sample' && embed.metrics.step > 50");
    notebook.run("w.pause()");
    notebook.wait("the pause", "return embed.state.phase === 'paused'");
    let drawn = notebook.embed(
        "const { lanes: [{ sampler, chains, draws, points }] } = await embed.chains();
        return [sampler, chains, draws, [...new Uint32Array(points.buffer, points.byteOffset, points.length)].join()]",
    );
    let shape = format!("{}, {}, 2", drawn[1], drawn[2]);
    assert_eq!((&drawn[0], &drawn[1]), (&json!("hmc"), &json!(3)), "{shape}");
    notebook.wait_to_print("print(w.lanes()[0].sampler, w.chains().shape)", &format!("hmc ({shape})"));
    let bits = "print(','.join(map(str, w.chains().view('u4').ravel().tolist())))";
    notebook.wait_to_print(bits, drawn[3].as_str().expect("bits"));
    notebook.wait_to_print(
        "print({'x', 'y'} <= set(w.samples().dtype.names), len(w.samples()) > 3)",
        "True True",
    );
}
