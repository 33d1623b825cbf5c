//! Packages of Debian and Ubuntu, installed where that needs no password.

use crate::shell::{command, find_program, output, run};
use std::process::Command;

/// Installs `what`, which is in these packages.
///
/// # Errors
/// Says in one line what to install by hand.
pub fn install(what: &str, debian: &[&str], ubuntu: &[&str]) -> Result<(), String> {
    let packages = packages(debian, ubuntu);
    let by_hand = packages
        .map_or_else(String::new, |packages| format!(": `sudo apt-get install {}`", packages.join(" ")));
    let missing = format!("install {what}{by_hand}");
    let (Some(packages), Some(apt)) = (packages, apt_get()) else {
        return Err(missing);
    };
    println!("    installing {}", packages.join(" and "));
    let mut update = apt();
    let mut install = apt();
    run(update.arg("update"))
        .and_then(|()| run(install.args(["install", "--yes", "--no-install-recommends"]).args(packages)))
        .map_err(|why| format!("{why}; {missing}"))
}

/// What tests of hosts run: npm, which packs the site, and the language of Quarto's extensions.
///
/// # Errors
/// As [`install`].
pub fn hosts() -> Result<(), String> {
    let missing = ["npm", "lua5.4"].into_iter().filter(|program| find_program(&[program]).is_none());
    missing.into_iter().try_for_each(|program| install(program, &[program], &[program]))
}

/// Those of this distribution.
fn packages<'a>(debian: &'a [&'a str], ubuntu: &'a [&'a str]) -> Option<&'a [&'a str]> {
    let release = std::fs::read_to_string("/etc/os-release").ok()?;
    let is = |name: &str| release.lines().any(|line| line.starts_with("ID") && line.contains(name));
    if is("ubuntu") {
        Some(ubuntu)
    } else if is("debian") {
        Some(debian)
    } else {
        None
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
