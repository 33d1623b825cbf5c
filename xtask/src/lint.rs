//! Lints what is compiled, as it is compiled: Cargo calls xtask in place of the compiler for our own crates, and xtask has
//! Clippy read each before rustc does. `cargo clippy` would read every dependency a second time.

use crate::shell::succeed;
use std::env::consts::EXE_SUFFIX;
use std::path::Path;
use std::process::Command;

/// Has what this Cargo command builds linted; a warning fails it.
///
/// # Errors
/// If it is not known where xtask itself lies.
pub fn lint_in(cargo: &mut Command) -> Result<&mut Command, String> {
    let xtask = std::env::current_exe().map_err(|error| format!("cannot find xtask itself: {error}"))?;
    Ok(cargo.env("CARGO_BUILD_RUSTC_WORKSPACE_WRAPPER", xtask))
}

/// Whether this is Cargo with a compiler to run: it names the compiler first.
pub fn is_compiler(first: &str) -> bool {
    Path::new(first).file_stem().is_some_and(|name| name == "rustc")
}

/// Lints and compiles one crate.
///
/// # Errors
/// Which of both refused it; it has printed why.
pub fn compile(rustc: &str, arguments: &[String]) -> Result<(), String> {
    // Said in short: whole commands of a compiler fill a screen.
    if let Some(reading) = reading(arguments) {
        let clippy = Path::new(rustc).with_file_name(format!("clippy-driver{EXE_SUFFIX}"));
        succeed(Command::new(clippy).arg(rustc).args(reading))
            .map_err(|_| "Clippy refuses it, or is not installed")?;
    }
    succeed(Command::new(rustc).args(arguments)).map_err(|_| "the compiler refuses it".into())
}

/// The compiler's arguments, changed so that the crate is read and no code is made of it. None where no crate is compiled:
/// Cargo also asks the compiler what it is and what it can do.
fn reading(arguments: &[String]) -> Option<Vec<String>> {
    let asks = |argument: &String| argument.starts_with("--print");
    if !arguments.iter().any(|argument| argument == "--crate-name") || arguments.iter().any(asks) {
        return None;
    }
    let mut before = "";
    let mut changed = Vec::new();
    for argument in arguments {
        changed.push(match argument.split_once('=') {
            Some(("--emit", _)) => "--emit=metadata".to_owned(),
            // Told of a file that is there, Cargo would go on with it.
            Some(("--json", kinds)) => {
                let kinds: Vec<_> = kinds.split(',').filter(|&kind| kind != "artifacts").collect();
                format!("--json={}", kinds.join(","))
            }
            _ if before == "--out-dir" => format!("{argument}/read"),
            _ => argument.clone(),
        });
        before = argument;
    }
    changed.push("--deny=warnings".to_owned());
    Some(changed)
}

#[cfg(test)]
mod tests {
    use super::{is_compiler, reading};

    fn words(line: &str) -> Vec<String> {
        line.split(' ').map(str::to_owned).collect()
    }

    #[test]
    fn a_crate_is_read_beside_where_it_is_compiled() {
        let compiled = "--crate-name page --json=diagnostic-rendered-ansi,artifacts,future-incompat --emit=dep-info,metadata,link \
            -C opt-level=3 --out-dir /t/deps -L dependency=/t/deps";
        let read = "--crate-name page --json=diagnostic-rendered-ansi,future-incompat --emit=metadata \
            -C opt-level=3 --out-dir /t/deps/read -L dependency=/t/deps --deny=warnings";
        assert_eq!(reading(&words(compiled)), Some(words(read)));
    }

    #[test]
    fn what_cargo_asks_of_a_compiler_is_not_read() {
        assert_eq!(reading(&words("-vV")), None);
        assert_eq!(reading(&words("- --crate-name ___ --print=file-names --print=cfg")), None);
    }

    #[test]
    fn a_compiler_is_told_from_a_command() {
        assert!(is_compiler("rustc") && is_compiler("/home/of/bin/rustc"));
        assert!(!is_compiler("test") && !is_compiler(""));
    }
}
