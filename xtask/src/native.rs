//! Native programs and tests: built and linted by one Cargo command, and then run from what it has built. While they run,
//! Cargo is free to build the site.

use crate::lint::lint_in;
use crate::shell::{cargo, display, ended, root, run};
use cargo_metadata::{Artifact, Message};
use std::io::BufReader;
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// The folder of the package that drives browsers.
const BROWSER_TESTS: &str = "tests/browser";

/// A program, or the tests of one part of a package.
pub struct Built {
    pub name: String,
    pub drives_browsers: bool,
    file: PathBuf,
    /// The package's folder, in which its tests expect to be run.
    folder: PathBuf,
    is_test: bool,
}

impl Built {
    fn new(artifact: Artifact) -> Option<Self> {
        let folder: PathBuf = artifact.manifest_path.parent()?.into();
        Some(Self {
            name: artifact.target.name,
            drives_browsers: folder == root().join(BROWSER_TESTS),
            file: artifact.executable?.into(),
            folder,
            is_test: artifact.profile.test,
        })
    }

    fn command(&self) -> Command {
        let mut command = Command::new(&self.file);
        command.current_dir(&self.folder);
        command
    }
}

/// Builds tests and the programs they start, each linted; a warning is an error.
///
/// # Errors
/// Names the command that failed; the compiler or Clippy has said why.
pub fn build(packages: &[&str]) -> Result<Vec<Built>, String> {
    // For a target that is named, macros and build scripts are built as they are for the site, and only once.
    let mut tests = cargo(["test", "--locked", "--release", "--tests", "--no-run", "--target", "host-tuple"]);
    tests.args(packages).arg("--message-format=json-render-diagnostics").stdout(Stdio::piped());
    let words = display(&tests);
    println!("    $ {words}");
    let broken = |error: std::io::Error| format!("`{words}` broke off: {error}");
    let mut process = lint_in(&mut tests)?.spawn().map_err(broken)?;
    let mut built = Vec::new();
    for message in Message::parse_stream(BufReader::new(process.stdout.take().expect("it is piped"))) {
        if let Message::CompilerArtifact(artifact) = message.map_err(broken)? {
            built.extend(Built::new(artifact));
        }
    }
    ended(&words, process.wait().map_err(broken)?)?;
    Ok(built)
}

/// Runs all that are tests, also after one that failed; `with` adds what they need.
///
/// # Errors
/// Names those that failed; or there are none.
pub fn test<'a>(built: impl Iterator<Item = &'a Built>, with: impl Fn(&mut Command)) -> Result<(), String> {
    let mut tests = built.filter(|one| one.is_test).peekable();
    tests.peek().ok_or("there are none: they were not built")?;
    let mut failed = Vec::new();
    for test in tests {
        let mut command = test.command();
        with(&mut command);
        if run(&mut command).is_err() {
            failed.push(&*test.name);
        }
    }
    if failed.is_empty() { Ok(()) } else { Err(format!("tests failed in: {}", failed.join(", "))) }
}

/// A program that drives a browser.
///
/// # Errors
/// If it was not built.
pub fn driver(built: &[Built], name: &str) -> Result<Command, String> {
    let is_it = |one: &&Built| !one.is_test && one.drives_browsers && one.name == name;
    built.iter().find(is_it).map(Built::command).ok_or_else(|| format!("the program {name} was not built"))
}
