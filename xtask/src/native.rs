//! Native programs and tests: built and linted by one Cargo command, and then run from what it has built. While they run,
//! Cargo is free to build the site.

use crate::lint::lint_in;
use crate::shell::{cargo, display, ended, root, run, run_and_read};
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

/// A test that failed.
pub struct Failed<'a> {
    program: &'a Built,
    /// None if the program broke off before it could tell.
    test: Option<String>,
}

/// Runs all that are tests, also after one that failed, and returns those; `with` adds what the programs need.
///
/// # Errors
/// If there are none, or one cannot be started.
pub fn test<'a>(
    built: impl Iterator<Item = &'a Built>,
    with: impl Fn(&mut Command),
) -> Result<Vec<Failed<'a>>, String> {
    let mut programs = built.filter(|one| one.is_test).peekable();
    programs.peek().ok_or("there are none: they were not built")?;
    let mut failed = Vec::new();
    for program in programs {
        let mut command = program.command();
        with(&mut command);
        let (said, ending) = run_and_read(&mut command)?;
        if ending.is_err() {
            let named = names_of_failed(&said);
            let tests = if named.is_empty() { vec![None] } else { named.into_iter().map(Some).collect() };
            failed.extend(tests.into_iter().map(|test| Failed { program, test }));
        }
    }
    Ok(failed)
}

/// Runs each of them again, alone.
///
/// # Errors
/// As [`all_passed`].
pub fn test_again(mut failed: Vec<Failed>, with: impl Fn(&mut Command)) -> Result<(), String> {
    failed.retain(|Failed { program, test }| {
        let mut command = program.command();
        with(command.arg("--exact").args(test));
        run(&mut command).is_err()
    });
    all_passed(&failed)
}

/// # Errors
/// Names those that failed.
pub fn all_passed(failed: &[Failed]) -> Result<(), String> {
    if failed.is_empty() { Ok(()) } else { Err(names(failed)) }
}

/// As in “site boot::the_page_starts”.
pub fn names(failed: &[Failed]) -> String {
    let name = |Failed { program, test }: &Failed| {
        format!("{} {}", program.name, test.as_deref().unwrap_or("as a whole"))
    };
    failed.iter().map(name).collect::<Vec<_>>().join(", ")
}

/// The list with which a test program ends when some have failed.
fn names_of_failed(said: &str) -> Vec<String> {
    let list = said.rsplit_once("\nfailures:\n").map_or("", |(_, list)| list);
    list.lines().map_while(|line| line.strip_prefix("    ")).map(String::from).collect()
}

/// A program that drives a browser.
///
/// # Errors
/// If it was not built.
pub fn driver(built: &[Built], name: &str) -> Result<Command, String> {
    let is_it = |one: &&Built| !one.is_test && one.drives_browsers && one.name == name;
    built.iter().find(is_it).map(Built::command).ok_or_else(|| format!("the program {name} was not built"))
}

#[cfg(test)]
mod tests {
    use super::names_of_failed;

    #[test]
    fn what_failed_is_read_from_the_end_of_a_run() {
        let said = "test a::b ... FAILED\n\nfailures:\n\n---- a::b stdout ----\n    failures:\n\n\nfailures:\n    a::b\n    a::c\n\n\
            test result: FAILED. 1 passed; 2 failed\n";
        assert_eq!(names_of_failed(said), ["a::b", "a::c"]);
        assert!(names_of_failed("test a::b ... ok\n\ntest result: ok. 1 passed\n").is_empty());
    }
}
