//! The settings for notebooks, written from the settings themselves: typed for Python, and their keys for the widget.

use super::embed::PARTS;
use super::setting::{Kind, Setting};
use super::{Settings, all};

const HEAD: &str =
    "\"\"\"Every setting of the page. Written by `UPDATE_GUIDE=1 cargo test --lib guide`.\"\"\"

from traitlets import HasTraits

from ._traits import choice, integer, names, number, switch, text

";
/// Keys that are names of something else in Python's class, and have a dash below behind them there.
const TAKEN: [&str; 5] = ["blur", "chains", "layout", "samples", "step"];

/// All that a notebook can set: what makes a frame of the page, the frame sets itself.
fn settings() -> impl Iterator<Item = &'static Setting> {
    all().filter(|setting| !["embed", "host"].contains(&setting.key))
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

fn list(names: impl Iterator<Item = impl AsRef<str>>) -> String {
    let names: Vec<_> = names.map(|name| quoted(name.as_ref())).collect();
    format!("[{}]", names.join(", "))
}

fn trait_of(setting: &Setting) -> String {
    let kind = match &setting.kind {
        Kind::Number(of) if of.step >= 1.0 => format!("integer({}, {}, ", of.min, of.max),
        Kind::Number(of) => format!("number({}, {}, ", of.min, of.max),
        Kind::Choice(of) => {
            format!("choice({}, ", list((of.options)().into_iter().map(|(name, _)| name)))
        }
        Kind::Switch { .. } => "switch(".to_owned(),
        Kind::Names { .. } => "names(NAMES, ".to_owned(),
        Kind::Text { .. } => "text(".to_owned(),
    };
    let default = setting.text(&Settings::default());
    // The dash is how a link writes that nothing is hidden.
    let default =
        if ["", "-"].contains(&default.as_str()) { String::new() } else { format!(" Default: {default}.") };
    let underscore = if TAKEN.contains(&setting.key) { "_" } else { "" };
    let help = quoted(&format!("{}. {}{default}", setting.label, setting.help));
    format!("    {}{underscore} = {kind}{help})\n", setting.key)
}

fn python() -> String {
    let names = list(PARTS.iter().map(|part| part.name).chain(all().map(|setting| setting.key)));
    let traits: String = settings().map(trait_of).collect();
    format!(
        "{HEAD}NAMES = {names}\n\n\nclass Settings(HasTraits):\n    \"\"\"Settings by their keys in a link. None is the page's default.\"\"\"\n\n{traits}"
    )
}

/// The script with its line of keys as it should be.
fn widget(script: &str) -> String {
    const BEFORE: &str = "const KEYS = \"";
    let keys = settings().map(|setting| setting.key).collect::<Vec<_>>().join(" ");
    let (before, rest) = script.split_once(BEFORE).expect("the line of keys");
    let (_, after) = rest.split_once('"').expect("its end");
    [before, BEFORE, &keys, "\"", after].concat()
}

/// Compares a file with what it should be, or writes it.
fn check(path: &str, wanted: impl Fn(&str) -> String) {
    let path = format!("{}/{path}", env!("CARGO_MANIFEST_DIR"));
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    let wanted = wanted(&written);
    if std::env::var_os("UPDATE_GUIDE").is_some() {
        std::fs::write(path, wanted).expect("the file can be written");
    } else {
        assert!(written == wanted, "{path} is not what the settings say: see its first lines");
    }
}

#[test]
fn the_guide_for_notebooks_has_every_setting_as_it_is() {
    check("python/src/mcmc_to_diffusion/_settings.py", |_| python());
    check("assets/widget.js", widget);
}
