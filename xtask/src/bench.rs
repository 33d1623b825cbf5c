//! `cargo xtask bench`: the benchmark workloads, in the page's own engine or in a native process.

use crate::browser::Browser;
use crate::shell::{cargo, run, target_dir};
use crate::site::{Purpose, build};
use crate::steps::Steps;
use crate::tools::Tools;

/// Builds what is measured and hands the measuring, with these arguments, to the browser driver.
///
/// # Errors
/// The number of failed steps; each has said what failed and what mends it.
pub fn bench(arguments: &[String]) -> Result<(), String> {
    let follow = "follow the message above";
    let mut steps = Steps::default();
    let native = arguments.iter().any(|argument| argument == "--native");
    let mut browser = None;
    let built = if native {
        steps.step("build natively", follow, || {
            let mut build = cargo(["build", "--locked", "--release", "--example", "bench_native"]);
            run(if arguments.iter().any(|argument| argument == "gpu") {
                build.args(["--features", "gpu"])
            } else {
                &mut build
            })
        })
    } else {
        steps.step("build the site", follow, || build(&Tools::set_up()?, Purpose::Daily).map(|_| ()))
            && steps.step("set up Chromium", follow, || {
                browser = Some(Browser::set_up()?);
                Ok(())
            })
    };
    if built {
        steps.step("measure", follow, || {
            let mut driver = cargo(["run", "--quiet", "--locked", "--release", "--package", "browser-tests"]);
            driver.args(["--bin", "bench", "--"]).args(arguments).env("SITE_DIR", Purpose::Daily.folder());
            driver.env("BENCH_OUT", target_dir().join("bench.jsonl"));
            driver.env("BENCH_NATIVE", target_dir().join("release/examples/bench_native"));
            if let Some(browser) = &browser {
                browser.pass_to(&mut driver);
            }
            run(&mut driver)
        });
    }
    steps.finish()
}
