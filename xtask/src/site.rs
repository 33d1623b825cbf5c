//! Builds the site with Trunk.

use crate::files::{read_text, write};
use crate::guides;
use crate::licences;
use crate::lint::lint_in;
use crate::npm;
use crate::shell::{Beside, root, run, target_dir};
use crate::single_file;
use crate::tools::Tools;
use crate::widget;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What a site is built for.
#[derive(Clone, Copy)]
pub enum Purpose {
    /// Benchmarks and `serve`: quick to build.
    Daily,
    /// Tests: as daily, and linted meanwhile.
    Test,
    /// Readers: small and fast, with the profiles that index.html names.
    Dist,
}

impl Purpose {
    /// The folder of the finished site.
    pub fn folder(self) -> PathBuf {
        match self {
            Self::Daily | Self::Test => target_dir().join("site"),
            Self::Dist => root().join("dist"),
        }
    }

    /// What Trunk must be told: its own release mode is the one that reads the profiles of index.html.
    pub fn flags(self) -> &'static [&'static str] {
        match self {
            Self::Daily | Self::Test => &["--cargo-profile", "release"],
            Self::Dist => &["--release"],
        }
    }
}

/// Builds the site and returns its folder.
///
/// # Errors
/// Names the command that failed.
pub fn build(tools: &Tools, purpose: Purpose) -> Result<PathBuf, String> {
    run(&mut trunk(tools, purpose)?)?;
    checked(purpose.folder())
}

/// A site that is built beside what else is done.
pub struct Building {
    trunk: Beside,
    folder: PathBuf,
}

impl Building {
    /// # Errors
    /// Names the command that could not be started.
    pub fn start(tools: &Tools, purpose: Purpose) -> Result<Self, String> {
        Ok(Self { trunk: Beside::start(&mut trunk(tools, purpose)?)?, folder: purpose.folder() })
    }

    /// Waits for the site and returns its folder.
    ///
    /// # Errors
    /// As [`build`].
    pub fn finish(self) -> Result<PathBuf, String> {
        self.trunk.wait()?;
        checked(self.folder)
    }
}

fn trunk(tools: &Tools, purpose: Purpose) -> Result<Command, String> {
    let folder = purpose.folder();
    std::fs::create_dir_all(&folder)
        .map_err(|error| format!("cannot create {}: {error}", folder.display()))?;
    let mut trunk = tools.trunk();
    trunk.args(["build", "--locked"]).args(purpose.flags()).arg("--dist").arg(&folder);
    if matches!(purpose, Purpose::Test) {
        lint_in(&mut trunk)?;
    }
    Ok(trunk)
}

fn checked(folder: PathBuf) -> Result<PathBuf, String> {
    check_relative(&folder.join("index.html"))?;
    Ok(folder)
}

/// What the page hears in place of the GPU engine: a failure, as `src/protocol/wire.rs` has it.
const NOT_BUILT: &str = "postMessage(['it is still being built; reload the page in some minutes']);";

/// Builds the site, but for its GPU engine, into `folder`.
///
/// # Errors
/// Names the command that failed.
pub fn build_without_gpu(tools: &Tools, folder: &Path) -> Result<(), String> {
    // Trunk finds what a page names beside the page.
    const PAGE: &str = ".without_gpu.html";
    let file = root().join(PAGE);
    let whole = root().join("index.html");
    let html = read_text(&whole)?;
    write(&file, without_gpu(&html)?)?;
    let mut trunk = tools.trunk();
    trunk
        .args(["build", PAGE, "--html-output", "index.html"])
        .args(Purpose::Daily.flags())
        .arg("--dist")
        .arg(folder);
    let built = run(&mut trunk);
    std::fs::remove_file(&file).map_err(|error| format!("cannot remove {}: {error}", file.display()))?;
    built?;
    write(&folder.join("engine_gpu_loader.js"), NOT_BUILT)
}

/// Adds what Trunk does not make to a site that it has just built and not yet moved to its place: the copy in one file, the
/// widget of notebooks, what makes it a package, the guides for teachers, and the licences.
///
/// # Errors
/// As these; and when it is not Trunk that calls.
pub fn finish_staged() -> Result<(), String> {
    let site = std::env::var_os("TRUNK_STAGING_DIR").ok_or("only Trunk calls this, after a build")?;
    licences::write(Path::new(&site))?;
    widget::write(Path::new(&site))?;
    npm::write(Path::new(&site))?;
    guides::write(Path::new(&site))?;
    single_file::write(Path::new(&site)).map(drop)
}

/// The page without the lines that name the GPU engine.
fn without_gpu(html: &str) -> Result<String, String> {
    let (named, kept): (Vec<&str>, Vec<&str>) = html.lines().partition(|line| line.contains("engine_gpu"));
    if named.is_empty() { Err("index.html names no GPU engine".into()) } else { Ok(kept.join("\n")) }
}

/// A page with an absolute address works from the root of a host only.
fn check_relative(page: &Path) -> Result<(), String> {
    let html = read_text(page)?;
    match absolute_address(&html) {
        None => Ok(()),
        Some(address) => Err(format!("{} holds the absolute address {address}", page.display())),
    }
}

fn absolute_address(html: &str) -> Option<&str> {
    ["src=", "href=", "data-page=", "data-wasm="]
        .iter()
        .flat_map(|before| html.split(before).skip(1))
        .filter_map(|rest| rest.get(1..)?.split(['"', '\'', '>', ' ']).next())
        .find(|address| address.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use super::{absolute_address, without_gpu};

    #[test]
    fn the_gpu_engine_can_be_left_out() {
        let html = include_str!("../../index.html");
        let without = without_gpu(html).unwrap();
        assert_eq!(without.lines().count() + 2, html.lines().count(), "its program and its loader");
        assert!(without.contains("engine_cpu") && !without.contains("engine_gpu"), "{without}");
        assert!(without_gpu(&without).is_err());
    }

    #[test]
    fn finds_absolute_addresses() {
        assert_eq!(absolute_address("<link href=\"/a.css\">"), Some("/a.css"));
        assert_eq!(absolute_address("<script src=\"./b.js\" data-page='/page.js'>"), Some("/page.js"));
        assert_eq!(
            absolute_address("<link href=\"./a.css\"> <script data-page=\"./page.js\"> <a href='#x'>"),
            None
        );
    }
}
