//! `cargo xtask bench`: the benchmark workloads, in the page's own engine or in a native process, and the first look.

use crate::browser::{Browser, CHROMIUM};
use crate::dist;
use crate::shell::{cargo, run, target_dir};
use crate::site::{Purpose, build};
use crate::steps::Steps;
use crate::tools::Tools;
use std::process::Command;

const FOLLOW: &str = "follow the message above";

/// Builds what is measured and hands the measuring, with these arguments, to the browser driver; without arguments all is
/// measured, with `--first-look` alone how soon a reader of the published site sees something.
///
/// # Errors
/// The number of failed steps; each has said what failed and what mends it.
pub fn bench(arguments: &[String]) -> Result<(), String> {
    let mut steps = Steps::default();
    let native = arguments.iter().any(|argument| argument == "--native");
    let look_only = matches!(arguments, [flag] if flag == "--first-look");
    let mut browser = None;
    if native {
        let built = steps.step("build natively", FOLLOW, || {
            let mut build = cargo(["build", "--locked", "--release", "--example", "bench_native"]);
            run(if arguments.iter().any(|argument| argument == "gpu") {
                build.args(["--features", "gpu"])
            } else {
                &mut build
            })
        });
        if built {
            steps.step("measure", FOLLOW, || run(&mut workloads(arguments)));
        }
        return steps.finish();
    }
    steps.step("set up Chromium", FOLLOW, || {
        browser = Some(Browser::set_up(&CHROMIUM)?);
        Ok(())
    });
    if let Some(browser) = &browser {
        let site = |steps: &mut Steps| {
            steps.step("build the site", FOLLOW, || build(&Tools::set_up()?, Purpose::Daily).map(drop))
        };
        if !look_only && site(&mut steps) {
            steps.step("measure", FOLLOW, || run(browser.pass_to(&mut workloads(arguments))));
        }
        let published = |steps: &mut Steps| {
            steps.step("build what readers get", FOLLOW, || dist::make(&Tools::set_up()?).map(drop))
        };
        if (look_only || arguments.is_empty()) && published(&mut steps) {
            let mut look = driver("first_look");
            steps.step("first look", FOLLOW, || run(browser.pass_to(look.arg(Purpose::Dist.folder()))));
        }
    }
    steps.finish()
}

fn workloads(arguments: &[String]) -> Command {
    let mut driver = driver("bench");
    driver.args(arguments).env("SITE_DIR", Purpose::Daily.folder());
    driver.env("BENCH_OUT", target_dir().join("bench.jsonl"));
    driver.env("BENCH_NATIVE", target_dir().join("release/examples/bench_native"));
    driver
}

/// A program of the browser tests.
pub fn driver(program: &str) -> Command {
    let run =
        ["run", "--quiet", "--locked", "--release", "--package", "browser-tests", "--bin", program, "--"];
    cargo(run)
}
