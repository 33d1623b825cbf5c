//! `cargo xtask test`: everything that must hold, in the order that finds mistakes soonest.

use crate::browser::Browser;
use crate::layering;
use crate::layers;
use crate::shell::{cargo, root, run};
use crate::site::{Purpose, build};
use crate::steps::Steps;
use crate::tools::Tools;

const FOLLOW: &str = "follow the message above";

/// # Errors
/// The number of failed steps; each has said what failed and what mends it.
pub fn test() -> Result<(), String> {
    let mut steps = Steps::default();
    let mut tools = None;
    let mut browser = None;
    steps.step("set up build tools", FOLLOW, || {
        tools = Some(Tools::set_up()?);
        Ok(())
    });
    steps.step("set up Chromium", FOLLOW, || {
        browser = Some(Browser::set_up()?);
        Ok(())
    });
    steps.step("format", "run `cargo fmt --all`", || run(&mut cargo(["fmt", "--all", "--check"])));
    steps.step("layers", "move the code, or the line of design that forbids it", || layering::check(root()));
    steps.step("import cycles", "cut the import that the message names", || layers::layers(root()));
    steps.step("lint: native", FOLLOW, || clippy(&["--workspace", "--all-targets", "--features", "page"]));
    // Each program must compile from its own features alone: that is what keeps the layers apart. The GPU engine, whose
    // crates take longest, only does so with the site: it adds one function to the CPU engine.
    steps.step("lint: page", FOLLOW, || wasm_clippy("page", "page"));
    steps.step("lint: CPU engine", FOLLOW, || wasm_clippy("compute", "engine_cpu"));
    steps.step("native tests", FOLLOW, || {
        // With the page's pure parts: plots, formats, and what it does when an engine fails.
        run(&mut cargo(
            "test --locked --release --no-fail-fast --workspace --exclude browser-tests --features page"
                .split(' '),
        ))
    });
    let site = tools
        .as_ref()
        .is_some_and(|tools| steps.step("site", FOLLOW, || build(tools, Purpose::Daily).map(|_| ())));
    match &browser {
        Some(browser) if site => {
            steps.step("browser tests", FOLLOW, || {
                let mut tests = cargo(["test", "--locked", "--release", "--package", "browser-tests"]);
                // One browser at a time, and what a test reports (the long tasks) is shown.
                tests.args(["--", "--test-threads=1", "--nocapture"]);
                run(browser.pass_to(&mut tests).env("SITE_DIR", Purpose::Daily.folder()))
            });
        }
        _ => steps.not_run("browser tests"),
    }
    steps.finish()
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
