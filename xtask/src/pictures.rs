//! `cargo xtask pictures`: the README's pictures, of the page as it is.

use crate::bench::driver;
use crate::browser::Browser;
use crate::shell::{root, run};
use crate::site::{Purpose, build};
use crate::steps::Steps;
use crate::tools::Tools;

/// Writes them into `assets/`.
///
/// # Errors
/// The number of failed steps; each has said what failed and what mends it.
pub fn pictures() -> Result<(), String> {
    const FOLLOW: &str = "follow the message above";
    let mut steps = Steps::default();
    let mut browser = None;
    steps.step("set up Chromium", FOLLOW, || {
        browser = Some(Browser::set_up()?);
        Ok(())
    });
    if let Some(browser) = &browser
        && steps.step("build the site", FOLLOW, || build(&Tools::set_up()?, Purpose::Daily).map(drop))
    {
        steps.step("pictures", FOLLOW, || {
            let mut driver = driver("pictures");
            run(browser.pass_to(driver.arg(Purpose::Daily.folder()).arg(root().join("assets"))))
        });
    }
    steps.finish()
}
