//! The layers of the crate, kept: which module may name what.
//!
//! Building each program from its own features catches most mistakes; this reads the sources for
//! what the compiler cannot see, such as numerics that read a tensor back.

use crate::files::read_text;
use crate::scan::{dependencies, own_modules, without_comments, without_tests, words};
use std::fs;
use std::path::{Path, PathBuf};

/// What one module of the crate may name.
struct Layer {
    module: &'static str,
    /// Other modules of ours.
    modules: &'static [&'static str],
    /// Crates that are named in Cargo.toml.
    crates: &'static [&'static str],
    /// Words that must not occur, and why.
    never: &'static [(&'static str, &'static str)],
}

const READ_BACK: &str = "reads a tensor back; only the engine may wait for a device";
const RANDOM: &str = "draws noise by itself; noise is an argument";
const ASYNC: &str = "waits; numerics is synchronous";
const CLOCK: &str = "reads a clock; numerics has none";
const DEVICE: &str = "chooses a device; it comes with the tensors";
const DOM: &str = "touches the document; only the page may";

const LAYERS: [Layer; 5] = [
    Layer { module: "settings", modules: &[], crates: &["percent_encoding", "serde"], never: &[] },
    Layer {
        module: "protocol",
        modules: &["settings"],
        crates: &["js_sys", "postcard", "serde", "wasm_bindgen"],
        never: &[],
    },
    Layer {
        module: "numerics",
        modules: &["settings"],
        crates: &["burn", "bytemuck", "rand", "rand_distr", "serde", "wide"],
        never: &[
            ("Tensor::random", RANDOM),
            ("Device::default", DEVICE),
            ("Device::flex", DEVICE),
            ("into_data", READ_BACK),
            ("into_data_as", READ_BACK),
            ("into_data_async", READ_BACK),
            ("to_data", READ_BACK),
            ("to_data_as", READ_BACK),
            ("to_data_async", READ_BACK),
            ("into_scalar", READ_BACK),
            ("async", ASYNC),
            (".await", ASYNC),
            ("Instant", CLOCK),
            ("SystemTime", CLOCK),
        ],
    },
    Layer {
        module: "engine",
        modules: &["settings", "protocol", "numerics"],
        crates: &[
            "burn",
            "burn_wgpu",
            "bytemuck",
            "futures",
            "js_sys",
            "rand",
            "serde",
            "wasm_bindgen",
            "wasm_bindgen_futures",
            "web_sys",
            "web_time",
            "wide",
        ],
        never: &[
            ("web_sys::window", DOM),
            ("web_sys::Document", DOM),
            ("web_sys::Element", DOM),
            ("web_sys::HtmlElement", DOM),
        ],
    },
    Layer {
        module: "ui",
        modules: &["settings", "protocol"],
        crates: &[
            "base64",
            "console_error_panic_hook",
            "crc",
            "getrandom",
            "js_sys",
            "leptos",
            "plotters",
            "plotters_backend",
            "plotters_canvas",
            "rawzip",
            "safetensors",
            "serde",
            "serde_json",
            "wasm_bindgen",
            "wasm_bindgen_futures",
            "web_sys",
        ],
        never: &[],
    },
];

/// Checks every source file below `root/src`.
///
/// # Errors
/// One line for each thing named where it must not be: file, line, why.
pub fn check(root: &Path) -> Result<(), String> {
    let manifest = read_text(&root.join("Cargo.toml"))?;
    let crates = dependencies(&manifest);
    let mut findings = Vec::new();
    let mut count = 0;
    for layer in &LAYERS {
        for file in sources(&root.join("src").join(layer.module))? {
            let name = file.strip_prefix(root).unwrap_or(&file).display().to_string();
            let code = without_tests(&without_comments(&read_text(&file)?));
            findings
                .extend(find(layer, &crates, &code).into_iter().map(|finding| format!("{name}:{finding}")));
            count += 1;
        }
    }
    println!("    {count} files in {} layers", LAYERS.len());
    if findings.is_empty() { Ok(()) } else { Err(findings.join("\n    ")) }
}

/// What `code` names against the rules of its layer, as `line: why`.
fn find(layer: &Layer, crates: &[String], code: &str) -> Vec<String> {
    let mut findings = Vec::new();
    let module = layer.module;
    for (at, other) in own_modules(code) {
        if other != module
            && !layer.modules.contains(&other)
            && LAYERS.iter().any(|layer| layer.module == other)
        {
            findings.push((at, format!("{module} must not import {other}")));
        }
    }
    for name in crates.iter().filter(|name| !layer.crates.contains(&name.as_str())) {
        for at in words(code, &format!("{name}::")) {
            findings.push((at, format!("{module} must not use the crate {name}")));
        }
    }
    for (word, why) in layer.never {
        for at in words(code, word) {
            findings.push((at, format!("`{word}` {why}")));
        }
    }
    findings.sort();
    findings.into_iter().map(|(at, why)| format!("{}: {why}", code[..at].matches('\n').count() + 1)).collect()
}

/// The Rust files below a folder, sorted, without those of tests alone.
///
/// # Errors
/// Names a folder that cannot be read.
pub fn sources(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let mut found = Vec::new();
    let entries =
        fs::read_dir(folder).map_err(|error| format!("cannot read {}: {error}", folder.display()))?;
    for entry in entries {
        let path = entry.map_err(|error| error.to_string())?.path();
        if path.is_dir() {
            found.extend(sources(&path)?);
        } else if path.extension().is_some_and(|end| end == "rs") && !path.ends_with("tests.rs") {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn findings(module: &str, code: &str) -> Vec<String> {
        let layer = LAYERS.iter().find(|layer| layer.module == module).unwrap();
        let crates = ["burn", "leptos", "serde", "web_sys"].map(String::from);
        find(layer, &crates, &without_tests(&without_comments(code)))
    }

    #[test]
    fn reports_what_a_layer_must_not_name() {
        assert_eq!(findings("ui", "use a;\nuse crate::engine::X;"), ["2: ui must not import engine"]);
        assert_eq!(
            findings("ui", "use crate::{protocol::{A, B}, numerics};"),
            ["1: ui must not import numerics"]
        );
        assert_eq!(findings("ui", "let x = burn::tensor::A;"), ["1: ui must not use the crate burn"]);
        assert_eq!(findings("settings", "use crate::protocol::Frame;").len(), 1);
        for code in [
            "Tensor::random(a)",
            "Device::default()",
            "x.into_data()",
            "x.into_data_async()",
            "x.to_data()",
            "x.to_data_async()",
            "async fn f() {}",
            "use web_sys::Window;",
            "use crate::ui::App;",
        ] {
            assert_eq!(findings("numerics", code).len(), 1, "{code}");
        }
    }

    #[test]
    fn allows_what_a_layer_may_name() {
        assert!(
            findings("ui", "use crate::{protocol::{Frame, engine}, settings, ui};\nuse leptos::*;")
                .is_empty()
        );
        assert!(findings("numerics", "use crate::settings::A;\nuse burn::tensor::Tensor;").is_empty());
        assert!(findings("numerics", "// Tensor::random is not for here\nlet asynchronous = 1;").is_empty());
        assert!(findings("numerics", "#[cfg(test)]\nmod tests { fn f() { x.into_data(); } }").is_empty());
        let after = "#[cfg(test)]\nmod tests { fn f() {} }\nfn g() { x.into_data(); }";
        assert_eq!(findings("numerics", after).len(), 1);
        assert!(findings("numerics", after)[0].starts_with("3:"));
    }
}
