//! `cargo xtask test`: everything that must hold, in the order that finds mistakes soonest.

use crate::apt;
use crate::bench::driver;
use crate::browser::{self, Browser, CHROMIUM, Kind};
use crate::layering;
use crate::layers;
use crate::licences;
use crate::shell::{cargo, root, run};
use crate::site::{Purpose, build};
use crate::steps::Steps;
use crate::tools::Tools;

const FOLLOW: &str = "follow the message above";

/// All of it, or with `--browser NAME` the site in that browser alone.
///
/// # Errors
/// The number of failed steps; each has said what failed and what mends it.
pub fn test(arguments: &[String]) -> Result<(), String> {
    let only = match arguments {
        [] => None,
        [flag, name] if flag == "--browser" => Some(name.as_str()),
        _ => return Err("usage: cargo xtask test [--browser chromium|firefox|webkit]".into()),
    };
    let kinds: Vec<_> = browser::kinds().filter(|kind| only.is_none_or(|name| name == kind.name)).collect();
    if kinds.is_empty() {
        return Err(format!("there is no browser “{}” here", only.unwrap_or_default()));
    }
    let mut steps = Steps::default();
    let mut tools = None;
    steps.step("set up build tools", FOLLOW, || {
        tools = Some(Tools::set_up()?);
        Ok(())
    });
    if only.is_none() {
        steps.step("set up npm and Lua", FOLLOW, apt::hosts);
    }
    let mut browsers = Vec::new();
    for kind in kinds {
        steps.step(format!("set up {}", kind.title), FOLLOW, || {
            browsers.push((kind, Browser::set_up(kind)?));
            Ok(())
        });
    }
    if only.is_none() {
        sources(&mut steps);
    }
    let site = tools
        .as_ref()
        .is_some_and(|tools| steps.step("site", FOLLOW, || build(tools, Purpose::Daily).map(|_| ())));
    for (kind, browser) in browsers {
        let name = format!("tests in {}", kind.title);
        if site {
            steps.step(name, FOLLOW, || in_browser(kind, &browser));
            if kind.name == CHROMIUM.name {
                steps.step("soak", FOLLOW, || soak(&browser));
            }
        } else {
            steps.not_run(name);
        }
    }
    steps.finish()
}

/// What needs no browser.
fn sources(steps: &mut Steps) {
    steps.step("format", "run `cargo fmt --all`", || run(&mut cargo(["fmt", "--all", "--check"])));
    steps.step("layers", "move the code, or the line of design that forbids it", || layering::check(root()));
    steps.step("import cycles", "cut the import that the message names", || layers::layers(root()));
    steps.step("licences", "use a crate under another licence, or none", licences::check);
    steps.step("lint: native", FOLLOW, || clippy(&["--workspace", "--all-targets", "--features", "page"]));
    // Each program must compile from its own features alone: that is what keeps the layers apart. The GPU engine, whose
    // crates take longest, only does so with the site: it adds one function to the CPU engine.
    steps.step("lint: page", FOLLOW, || wasm_clippy("page", "page"));
    steps.step("lint: CPU engine", FOLLOW, || wasm_clippy("compute", "engine_cpu"));
    steps.step("native tests", FOLLOW, || {
        // With the page's pure parts: plots, formats, and what it does when an engine fails.
        run(&mut cargo(
            "test --locked --release --no-fail-fast --tests --workspace --exclude browser-tests --features page"
                .split(' '),
        ))
    });
}

/// Chromium runs all browser tests, the others what a reader does first.
fn in_browser(kind: &Kind, browser: &Browser) -> Result<(), String> {
    let mut tests = cargo(["test", "--locked", "--release", "--package", "browser-tests"]);
    if kind.name != CHROMIUM.name {
        tests.args(["--test", "everywhere"]);
    }
    // A test in Chromium leaves two processors idle for two fifths of its time, so two run side by side; the others gain
    // nothing by it. What a test reports (the long tasks) is shown.
    let threads = if kind.name == CHROMIUM.name { "--test-threads=2" } else { "--test-threads=1" };
    tests.args(["--", threads, "--nocapture"]);
    run(browser.pass_to(&mut tests).env("SITE_DIR", Purpose::Daily.folder()))
}

/// Three minutes of use; what a longer time shows, `cargo xtask soak` does.
fn soak(browser: &Browser) -> Result<(), String> {
    run(browser.pass_to(driver("soak").arg(Purpose::Daily.folder()).arg("3")))
}

/// In the profile of the tests and of the site, so that their builds find build scripts and macros compiled.
fn clippy(arguments: &[&str]) -> Result<(), String> {
    let mut clippy = cargo(["clippy", "--locked", "--release"]);
    run(clippy.args(arguments).args(["--", "--deny", "warnings"]))
}

fn wasm_clippy(feature: &str, program: &str) -> Result<(), String> {
    let target = ["--target", "wasm32-unknown-unknown"];
    let parts = ["--no-default-features", "--features", feature, "--lib", "--bin", program];
    clippy(&[target.as_slice(), parts.as_slice()].concat())
}
