//! Chromium and its driver, found or installed.

use crate::shell::{command, find_program, output, run};
use std::path::PathBuf;
use std::process::Command;

pub struct Browser {
    chromium: PathBuf,
    driver: PathBuf,
}

impl Browser {
    /// Finds the browser; on Debian and Ubuntu installs it where that needs no password.
    ///
    /// # Errors
    /// Says in one line what to install.
    pub fn set_up() -> Result<Self, String> {
        if let Some(found) = Self::find() {
            return Ok(found);
        }
        let packages = packages();
        let missing =
            format!("install Chromium and chromedriver of the same version (`{}`)", by_hand(packages));
        let (Some(packages), Some(apt)) = (packages, apt_get()) else {
            return Err(missing);
        };
        println!("    installing {}", packages.join(" and "));
        let mut update = apt();
        let mut install = apt();
        run(update.arg("update"))
            .and_then(|()| run(install.args(["install", "--yes", "--no-install-recommends"]).args(packages)))
            .map_err(|why| format!("{why}; {missing}"))?;
        Self::find().ok_or(missing)
    }

    /// Tells the browser tests which programs to use.
    pub fn pass_to<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        command.env("CHROMIUM", &self.chromium).env("CHROMEDRIVER", &self.driver)
    }

    fn find() -> Option<Self> {
        let given = |name: &str| std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_file());
        let names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
        let chromium = given("CHROMIUM").or_else(|| find_program(&names))?;
        let driver =
            given("CHROMEDRIVER").or_else(|| find_program(&["chromedriver", "chromium.chromedriver"]))?;
        Some(Self { chromium, driver })
    }
}

/// What the distribution calls the browser and its driver.
fn packages() -> Option<[&'static str; 2]> {
    let release = std::fs::read_to_string("/etc/os-release").ok()?;
    let is = |name: &str| release.lines().any(|line| line.starts_with("ID") && line.contains(name));
    if is("ubuntu") {
        Some(["chromium-browser", "chromium-chromedriver"])
    } else if is("debian") {
        Some(["chromium", "chromium-driver"])
    } else {
        None
    }
}

fn by_hand(packages: Option<[&str; 2]>) -> String {
    match packages {
        Some(packages) => format!("sudo apt-get install {}", packages.join(" ")),
        None => "chromium chromedriver".into(),
    }
}

/// Makes `apt-get` commands, where this user may install packages without a password.
fn apt_get() -> Option<fn() -> Command> {
    find_program(&["apt-get"])?;
    if output(command("id").arg("-u")).is_ok_and(|id| id.trim() == "0") {
        return Some(|| {
            let mut apt = command("apt-get");
            apt.env("DEBIAN_FRONTEND", "noninteractive");
            apt
        });
    }
    output(command("sudo").args(["-n", "true"])).ok()?;
    Some(|| {
        let mut sudo = command("sudo");
        sudo.args(["-n", "DEBIAN_FRONTEND=noninteractive", "apt-get"]);
        sudo
    })
}
