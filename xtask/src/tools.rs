//! The build tools: the wasm target, Trunk and the matching wasm-bindgen, installed where missing.
//!
//! They go to a cache of the user, so that every clone finds them again.

use crate::shell::{cargo, command, find_program, output, root, run, run_with_retry};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

/// The newest Trunk that the Rust version of this project builds.
const TRUNK: &str = "0.21.14";
const TARGET: &str = "wasm32-unknown-unknown";

/// Folders that go in front of PATH, so that Trunk finds the tools of these versions.
pub struct Tools {
    folders: Vec<PathBuf>,
}

impl Tools {
    /// Finds or installs everything a build of the site needs.
    ///
    /// # Errors
    /// Names the command that failed and what to do by hand.
    pub fn set_up() -> Result<Self, String> {
        wasm_target()?;
        let trunk = tool("trunk", "trunk", TRUNK, Locked::Yes)?;
        let version = locked_version("wasm-bindgen")?;
        // Its own lock file holds crates that some Rust versions no longer build.
        let bindgen = tool("wasm-bindgen", "wasm-bindgen-cli", &version, Locked::IfItBuilds)?;
        Ok(Self { folders: vec![trunk, bindgen] })
    }

    /// `trunk`, with the tools found first and nothing in the environment that it trips over.
    pub fn trunk(&self) -> Command {
        let program = format!("trunk{}", std::env::consts::EXE_SUFFIX);
        let mut trunk = command(self.folders[0].join(program));
        let old = std::env::var_os("PATH").unwrap_or_default();
        let path = self.folders.iter().cloned().chain(std::env::split_paths(&old));
        trunk.env("PATH", std::env::join_paths(path).unwrap_or(old));
        // Trunk reads NO_COLOR=1 as a malformed argument and stops.
        if std::env::var_os("NO_COLOR").is_some() {
            trunk.env_remove("NO_COLOR").env("TRUNK_COLOR", "never");
        }
        trunk.env("TRUNK_SKIP_VERSION_CHECK", "true");
        trunk
    }
}

fn wasm_target() -> Result<(), String> {
    let libraries = output(command("rustc").args(["--print", "target-libdir", "--target", TARGET]))?;
    let installed = fs::read_dir(libraries.trim()).is_ok_and(|mut entries| entries.next().is_some());
    if installed {
        return Ok(());
    }
    println!("    installing Rust's {TARGET} target");
    run_with_retry(command("rustup").args(["target", "add", TARGET]), Duration::from_secs(120))
        .map_err(|why| format!("{why}; run `rustup target add {TARGET}` by hand"))
}

#[derive(Clone, Copy, PartialEq)]
enum Locked {
    Yes,
    IfItBuilds,
}

/// The folder that holds `program` at exactly `version`: in the cache, on the PATH, or installed now.
fn tool(program: &str, package: &str, version: &str, locked: Locked) -> Result<PathBuf, String> {
    let home = cache()?.join(format!("{program}-{version}"));
    let bin = home.join("bin");
    if has_version(&bin.join(program), version) {
        return Ok(bin);
    }
    if let Some(found) = find_program(&[program])
        && has_version(&found, version)
        && let Some(folder) = found.parent()
    {
        return Ok(folder.to_path_buf());
    }
    install(program, package, version, locked, &home)?;
    if has_version(&bin.join(program), version) {
        Ok(bin)
    } else {
        Err(format!(
            "{} was installed but does not answer with version {version}",
            bin.join(program).display()
        ))
    }
}

/// Builds into a folder beside `home` that becomes `home` only when complete: an interrupted
/// install leaves nothing that looks whole, and the next one goes on from what was compiled.
fn install(program: &str, package: &str, version: &str, locked: Locked, home: &Path) -> Result<(), String> {
    println!("    installing {package} {version} into {} (once, some minutes)", home.display());
    let partial = home.with_file_name(format!("{program}-{version}.partial"));
    fs::create_dir_all(&partial).map_err(|error| format!("cannot create {}: {error}", partial.display()))?;
    let place = partial.to_string_lossy().into_owned();
    let attempt = |flags: &[&str]| {
        let package = format!("{package}@{version}");
        let mut install = cargo(["install", package.as_str(), "--root", place.as_str()]);
        run(install.args(flags).env("CARGO_TARGET_DIR", partial.join("build")))
    };
    let installed = match (attempt(&["--locked"]), locked) {
        (Err(_), Locked::IfItBuilds) => {
            println!("    it does not build with its own lock file; trying without");
            attempt(&[])
        }
        (result, _) => result,
    };
    if let Err(why) = installed {
        return Err(format!("{why}; it needs a C compiler and access to crates.io"));
    }
    let renamed = fs::remove_dir_all(partial.join("build"))
        .and_then(|()| if home.exists() { fs::remove_dir_all(home) } else { Ok(()) })
        .and_then(|()| fs::rename(&partial, home));
    renamed.map_err(|error| format!("cannot move {} to {}: {error}", partial.display(), home.display()))
}

/// Whether the program runs and says that it is of this version.
fn has_version(program: &Path, version: &str) -> bool {
    output(command(program).arg("--version"))
        .is_ok_and(|text| text.split_whitespace().any(|word| word == version))
}

fn cache() -> Result<PathBuf, String> {
    let folder = std::env::var_os("XDG_CACHE_HOME").map(PathBuf::from).filter(|path| path.is_absolute());
    let folder = folder.or_else(|| std::env::home_dir().map(|home| home.join(".cache")));
    Ok(folder.ok_or("no home folder: set XDG_CACHE_HOME")?.join("mcmc-to-diffusion"))
}

/// The version of a package in Cargo.lock.
fn locked_version(package: &str) -> Result<String, String> {
    let file = root().join("Cargo.lock");
    let lock =
        fs::read_to_string(&file).map_err(|error| format!("cannot read {}: {error}", file.display()))?;
    version_in_lock(&lock, package).ok_or(format!("{} does not name {package}", file.display()))
}

fn version_in_lock(lock: &str, package: &str) -> Option<String> {
    let (_, entry) = lock.split_once(&format!("name = \"{package}\"\nversion = \""))?;
    Some(entry.split_once('"')?.0.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_a_version_from_the_lock_file() {
        let lock = "[[package]]\nname = \"a-b\"\nversion = \"9.0.0\"\n\n[[package]]\nname = \"a\"\nversion = \"1.2.3\"\n";
        assert_eq!(version_in_lock(lock, "a").as_deref(), Some("1.2.3"));
        assert_eq!(version_in_lock(lock, "b"), None);
    }

    #[test]
    fn a_program_that_is_not_there_has_no_version() {
        assert!(!has_version(Path::new("/nowhere/trunk"), TRUNK));
    }
}
