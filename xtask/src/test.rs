//! `cargo xtask test`: everything that must hold, in the order that finds mistakes soonest.

use crate::apt;
use crate::browser::{self, Browser, CHROMIUM, Kind};
use crate::layers;
use crate::licences;
use crate::native::{self, Built};
use crate::shell::{Beside, cargo, root, run};
use crate::site::{Building, Purpose};
use crate::steps::Steps;
use crate::tools::Tools;
use std::process::Command;

const FOLLOW: &str = "follow the message above";

/// So many tests in a browser may fail and pass when they are run again: on a machine at its limit a browser is at times
/// slower than a test allows.
const FEW: usize = 8;

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
    let packages: &[&str] = match only {
        // With the page's pure parts: plots, formats, and what it does when an engine fails.
        None => &["--workspace", "--examples", "--features", "page"],
        Some(_) => &["--package", "browser-tests"],
    };
    let mut built = Vec::new();
    steps.step("build the tests", FOLLOW, || {
        built = native::build(packages)?;
        Ok(())
    });
    let site = tools.as_ref().map(|tools| Building::start(tools, Purpose::Test));
    if only.is_none() {
        steps.step("native tests", FOLLOW, || {
            native::all_passed(&native::test(built.iter().filter(|one| !one.drives_browsers), |_| {})?)
        });
    }
    let site = steps.step("site", FOLLOW, || site.ok_or("there are no build tools")??.finish().map(drop));
    let mut soaking = None;
    for (kind, browser) in browsers {
        let name = format!("tests in {}", kind.title);
        if site {
            in_browser(&mut steps, name, kind, &browser, &built);
            if kind.name == CHROMIUM.name {
                soaking = Some(soak(&browser, &built));
            }
        } else {
            steps.not_run(name);
        }
    }
    if let Some(soaking) = soaking {
        steps.step("soak", FOLLOW, || soaking?.wait());
    }
    steps.finish()
}

/// What needs no browser.
fn sources(steps: &mut Steps) {
    steps.step("format", "run `cargo fmt --all`", || run(&mut cargo(["fmt", "--all", "--check"])));
    steps.step(
        "layers",
        "cut the import that the message names, or move the code",
        || layers::layers(root()),
    );
    steps.step("licences", "use a crate under another licence, or none", licences::check);
}

/// Chromium runs all browser tests, the others what a reader does first.
fn in_browser(steps: &mut Steps, name: String, kind: &Kind, browser: &Browser, built: &[Built]) {
    // A test in Chromium leaves two processors idle for two fifths of its time, so two run side by side; the others gain
    // nothing by it. What a test reports (the long tasks) is shown.
    let all = kind.name == CHROMIUM.name;
    let threads = if all { "--test-threads=2" } else { "--test-threads=1" };
    let tests = built.iter().filter(|one| one.drives_browsers && (all || one.name == "everywhere"));
    let with = |test: &mut Command| {
        browser.pass_to(test).arg("--nocapture").env("SITE_DIR", Purpose::Test.folder());
    };
    let mut failed = Vec::new();
    steps.step(name, FOLLOW, || {
        failed = native::test(tests, |test| with(test.arg(threads)))?;
        if failed.len() <= FEW { Ok(()) } else { native::all_passed(&failed) }
    });
    // Listed as a step of its own, so that nobody overlooks it.
    if (1..=FEW).contains(&failed.len()) {
        let name = format!("again in {}, alone: {}", kind.title, native::names(&failed));
        steps.step(name, "it failed twice: mend the page or the test", || native::test_again(failed, with));
    }
}

/// Three minutes of use, beside the tests in other browsers; what a longer time shows, `cargo xtask soak` does.
fn soak(browser: &Browser, built: &[Built]) -> Result<Beside, String> {
    Beside::start(browser.pass_to(&mut native::driver(built, "soak")?).arg(Purpose::Test.folder()).arg("3"))
}
