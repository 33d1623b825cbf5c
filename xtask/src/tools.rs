//! The build tools: the wasm target, Trunk and the matching wasm-bindgen, installed where missing.
//!
//! They go to a cache of the user, so that every clone finds them again.

use crate::files::read_text;
use crate::shell::{cargo, command, find_program, output, root, run, run_with_retry};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

/// Firefox's driver, of which no distribution has a package.
const GECKODRIVER: &str = "0.37.1";
/// The newest Trunk that the Rust version of this project builds; where none is there, it is installed.
const TRUNK: &str = "0.21.14";
/// The oldest that builds this site, as major and minor version.
const OLDEST_TRUNK: (u32, u32) = (0, 21);
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
        Self::set_up_trunk()?.with_bindgen()
    }

    /// Rust's wasm target and Trunk: the first half of [`Tools::set_up`].
    ///
    /// # Errors
    /// As there.
    pub fn set_up_trunk() -> Result<Self, String> {
        wasm_target()?;
        let trunk = Tool {
            program: "trunk",
            package: "trunk",
            version: TRUNK.into(),
            suits: |version, _| is_at_least(version, OLDEST_TRUNK),
            attempts: &[&["--locked"]],
            // It waits for compilers: being fast itself is not worth the minutes.
            optimisation: "1",
        };
        Ok(Self { folders: vec![trunk.find_or_install()?] })
    }

    /// And wasm-bindgen: the second half.
    ///
    /// # Errors
    /// As [`Tools::set_up`].
    pub fn with_bindgen(mut self) -> Result<Self, String> {
        let bindgen = Tool {
            program: "wasm-bindgen",
            package: "wasm-bindgen-cli",
            version: locked_version("wasm-bindgen")?,
            suits: |version, locked| version == locked,
            // Its own lock file holds crates that some Rust versions no longer build.
            attempts: &[&["--locked"], &[]],
            optimisation: "3",
        };
        self.folders.push(bindgen.find_or_install()?);
        Ok(self)
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

/// Firefox's driver.
///
/// # Errors
/// As [`Tools::set_up`].
pub fn geckodriver() -> Result<PathBuf, String> {
    let driver = Tool {
        program: "geckodriver",
        package: "geckodriver",
        version: GECKODRIVER.into(),
        suits: |_, _| true,
        attempts: &[&["--locked"]],
        // It waits for the browser.
        optimisation: "1",
    };
    Ok(driver.find_or_install()?.join(format!("geckodriver{}", std::env::consts::EXE_SUFFIX)))
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

/// A program that the build runs.
struct Tool {
    program: &'static str,
    /// The crate that it is in.
    package: &'static str,
    /// What is installed where no version suits.
    version: String,
    /// Whether a version will do in place of that one.
    suits: fn(&str, &str) -> bool,
    /// Flags of `cargo install`, tried in order.
    attempts: &'static [&'static [&'static str]],
    /// Cargo's `opt-level`.
    optimisation: &'static str,
}

impl Tool {
    /// The folder that holds a version that suits: in the cache, on the PATH, or installed now.
    fn find_or_install(&self) -> Result<PathBuf, String> {
        let home = cache()?.join(format!("{}-{}", self.program, self.version));
        let bin = home.join("bin");
        if self.is_at(&bin.join(self.program)) {
            return Ok(bin);
        }
        if let Some(found) = find_program(&[self.program])
            && self.is_at(&found)
            && let Some(folder) = found.parent()
        {
            return Ok(folder.to_path_buf());
        }
        self.install(&home)?;
        if self.is_at(&bin.join(self.program)) {
            Ok(bin)
        } else {
            let program = bin.join(self.program);
            Err(format!(
                "{} was installed but does not answer with version {}",
                program.display(),
                self.version
            ))
        }
    }

    fn is_at(&self, program: &Path) -> bool {
        version_of(program).is_some_and(|version| (self.suits)(&version, &self.version))
    }

    /// Installs into a folder beside `home` that becomes `home` only when complete: an interrupted
    /// install leaves nothing that looks whole, and the next one goes on from what was compiled.
    fn install(&self, home: &Path) -> Result<(), String> {
        let package = format!("{}@{}", self.package, self.version);
        println!("    installing {package} into {} (once)", home.display());
        let partial = home.with_file_name(format!("{}-{}.partial", self.program, self.version));
        fs::create_dir_all(&partial)
            .map_err(|error| format!("cannot create {}: {error}", partial.display()))?;
        let place = partial.to_string_lossy();
        if !is_downloaded(&package, &place) {
            self.compile(&package, &place)
                .map_err(|why| format!("{why}; it needs a C compiler and access to crates.io"))?;
        }
        let build = partial.join(BUILD);
        let renamed = if build.exists() { fs::remove_dir_all(build) } else { Ok(()) }
            .and_then(|()| if home.exists() { fs::remove_dir_all(home) } else { Ok(()) })
            .and_then(|()| fs::rename(&partial, home));
        renamed.map_err(|error| format!("cannot move {} to {}: {error}", partial.display(), home.display()))
    }

    fn compile(&self, package: &str, place: &str) -> Result<(), String> {
        let mut outcome = Ok(());
        for flags in self.attempts {
            let mut install = cargo(["install", package, "--root", place]);
            install.args(*flags).env("CARGO_TARGET_DIR", Path::new(place).join(BUILD));
            // Not as Trunk's authors publish it, optimised across crates.
            for (key, value) in [("LTO", "off"), ("CODEGEN_UNITS", "16"), ("OPT_LEVEL", self.optimisation)] {
                install.env(format!("CARGO_PROFILE_RELEASE_{key}"), value);
            }
            outcome = run(&mut install);
            if outcome.is_ok() {
                break;
            }
        }
        outcome
    }
}

/// Where in the folder of an install its compiler works.
const BUILD: &str = "build";

/// Fetches the ready program, where cargo-binstall is there to do it and finds one.
fn is_downloaded(package: &str, place: &str) -> bool {
    if output(&mut cargo(["binstall", "-V"])).is_err() {
        return false;
    }
    let quiet = ["binstall", "--no-confirm", "--disable-telemetry", "--disable-strategies", "compile"];
    let fetched = run(cargo(quiet).args(["--root", place, package]));
    if fetched.is_err() {
        println!("    there is no ready program; compiling it");
    }
    fetched.is_ok()
}

/// The version that a program says it is of; none if it does not run.
fn version_of(program: &Path) -> Option<String> {
    let text = output(command(program).arg("--version")).ok()?;
    text.split_whitespace()
        .find(|word| word.starts_with(|letter: char| letter.is_ascii_digit()))
        .map(String::from)
}

fn is_at_least(version: &str, oldest: (u32, u32)) -> bool {
    let mut numbers = version.split('.').map_while(|number| number.parse().ok());
    let number = (numbers.next(), numbers.next());
    matches!(number, (Some(major), Some(minor)) if (major, minor) >= oldest)
}

/// The folder of this project among the user's caches.
///
/// # Errors
/// If the user has none.
pub fn cache() -> Result<PathBuf, String> {
    let folder = std::env::var_os("XDG_CACHE_HOME").map(PathBuf::from).filter(|path| path.is_absolute());
    let folder = folder.or_else(|| std::env::home_dir().map(|home| home.join(".cache")));
    Ok(folder.ok_or("no home folder: set XDG_CACHE_HOME")?.join("mcmc-to-diffusion"))
}

/// The version of a package in Cargo.lock.
fn locked_version(package: &str) -> Result<String, String> {
    let file = root().join("Cargo.lock");
    let lock = read_text(&file)?;
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
        assert_eq!(version_of(Path::new("/nowhere/trunk")), None);
    }

    #[test]
    fn any_trunk_from_the_oldest_on_serves() {
        for (version, serves) in [
            ("0.20.3", false),
            ("0.21.0", true),
            ("0.21.14", true),
            ("0.22.0-beta.1", true),
            ("1.0.0", true),
            ("x", false),
        ] {
            assert_eq!(is_at_least(version, OLDEST_TRUNK), serves, "{version}");
        }
        assert!(is_at_least(TRUNK, OLDEST_TRUNK));
    }
}
