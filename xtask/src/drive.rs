//! Programs that drive the built site in Chromium: the README's pictures, posters, and the soak.

use crate::bench::driver;
use crate::browser::{Browser, CHROMIUM};
use crate::shell::run;
use crate::site::{Purpose, build};
use crate::steps::Steps;
use crate::tools::Tools;
use std::ffi::OsStr;

/// Builds the site and hands it, with arguments, to a program of the browser tests.
///
/// # Errors
/// The number of failed steps; each has said what failed and what mends it.
pub fn drive<T: AsRef<OsStr>>(program: &str, arguments: &[T]) -> Result<(), String> {
    const FOLLOW: &str = "follow the message above";
    let mut steps = Steps::default();
    let mut browser = None;
    steps.step("set up Chromium", FOLLOW, || {
        browser = Some(Browser::set_up(&CHROMIUM)?);
        Ok(())
    });
    if let Some(browser) = &browser
        && steps.step("build the site", FOLLOW, || build(&Tools::set_up()?, Purpose::Daily).map(drop))
    {
        steps.step(program, FOLLOW, || {
            run(browser.pass_to(driver(program).arg(Purpose::Daily.folder()).args(arguments)))
        });
    }
    steps.finish()
}
