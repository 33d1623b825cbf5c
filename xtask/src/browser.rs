//! The browsers that the page is tried in, with their drivers: found or installed.

use crate::apt;
use crate::shell::find_program;
use crate::tools;
use std::path::PathBuf;
use std::process::Command;

/// Where a program lies, found or installed now.
type SetUp = fn() -> Result<PathBuf, String>;

/// A program, and the variable that tells the tests of it.
type Program = (&'static str, PathBuf);

/// What a browser needs.
pub struct Kind {
    /// Its name for the tests, and for `--browser`.
    pub name: &'static str,
    pub title: &'static str,
    /// The variables that tell the tests of its programs, and what these are called.
    programs: &'static [(&'static str, &'static [&'static str])],
    /// Those of them that are crates.
    crates: &'static [(&'static str, SetUp)],
    debian: &'static [&'static str],
    ubuntu: &'static [&'static str],
}

pub const CHROMIUM: Kind = Kind {
    name: "chromium",
    title: "Chromium",
    programs: &[
        ("CHROMIUM", &["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"]),
        ("CHROMEDRIVER", &["chromedriver", "chromium.chromedriver"]),
    ],
    crates: &[],
    debian: &["chromium", "chromium-driver"],
    ubuntu: &["chromium-browser", "chromium-chromedriver"],
};

pub const FIREFOX: Kind = Kind {
    name: "firefox",
    title: "Firefox",
    programs: &[("FIREFOX", &["firefox-esr", "firefox"])],
    crates: &[("GECKODRIVER", tools::geckodriver)],
    debian: &["firefox-esr"],
    ubuntu: &["firefox"],
};

/// It has no mode without a window: Xvfb shows it to nobody.
pub const WEBKIT: Kind = Kind {
    name: "webkit",
    title: "WebKit",
    programs: &[("WEBKIT", &["MiniBrowser"]), ("WEBKITDRIVER", &["WebKitWebDriver"]), ("XVFB", &["Xvfb"])],
    crates: &[],
    debian: &["webkit2gtk-driver", "xvfb"],
    ubuntu: &["webkit2gtk-driver", "xvfb"],
};

/// Those that are there for this system.
pub fn kinds() -> impl Iterator<Item = &'static Kind> {
    let has_webkit = cfg!(target_os = "linux");
    [&CHROMIUM, &FIREFOX].into_iter().chain(has_webkit.then_some(&WEBKIT))
}

pub struct Browser {
    name: &'static str,
    programs: Vec<Program>,
}

impl Browser {
    /// Finds the browser; on Debian and Ubuntu installs it where that needs no password.
    ///
    /// # Errors
    /// Says in one line what to install.
    pub fn set_up(kind: &'static Kind) -> Result<Self, String> {
        let mut programs = match find(kind) {
            Some(programs) => programs,
            None => install(kind)?,
        };
        for (variable, set_up) in kind.crates {
            programs.push((variable, set_up()?));
        }
        Ok(Self { name: kind.name, programs })
    }

    /// Tells the browser tests which programs to use.
    pub fn pass_to<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        command.env("BROWSER", self.name).envs(self.programs.iter().cloned())
    }
}

fn find(kind: &Kind) -> Option<Vec<Program>> {
    let program = |&(variable, names): &(&'static str, &[&str])| {
        let given = std::env::var_os(variable).map(PathBuf::from).filter(|path| path.is_file());
        let found =
            given.or_else(|| find_program(names)).or_else(|| names.iter().find_map(|name| webkits(name)));
        Some((variable, found?))
    };
    kind.programs.iter().map(program).collect()
}

/// A program that WebKit keeps beside its libraries.
fn webkits(name: &str) -> Option<PathBuf> {
    let folders = std::fs::read_dir("/usr/lib").ok()?.flatten().map(|folder| folder.path());
    let folders = folders.chain([PathBuf::from("/usr/libexec")]);
    folders.map(|folder| folder.join("webkit2gtk-4.1").join(name)).find(|file| file.is_file())
}

fn install(kind: &Kind) -> Result<Vec<Program>, String> {
    apt::install(&format!("{} with its driver", kind.title), kind.debian, kind.ubuntu)?;
    find(kind).ok_or_else(|| format!("{} was installed and cannot be found", kind.title))
}
