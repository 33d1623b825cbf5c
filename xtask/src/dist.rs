//! `cargo xtask dist`: the optimised static site, and its sizes against their budgets.

use crate::site::{Purpose, build};
use crate::steps::Steps;
use crate::tools::Tools;
use crate::wasm::without_names;
use flate2::{Compression, write::GzEncoder};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

/// A program of the site: the files whose names start so, and how large they may be together.
struct Budget {
    program: &'static str,
    prefixes: &'static [&'static str],
    /// Bytes after gzip -9.
    limit: usize,
}

const BUDGETS: [Budget; 3] = [
    Budget { program: "page", prefixes: &["page", "snippets"], limit: 360_000 },
    Budget { program: "CPU engine", prefixes: &["engine_cpu"], limit: 900_000 },
    Budget { program: "GPU engine", prefixes: &["engine_gpu"], limit: 6_000_000 },
];

/// # Errors
/// The number of failed steps; each has said what failed and what mends it.
pub fn dist() -> Result<(), String> {
    let mut steps = Steps::default();
    let mut tools = None;
    let mut ready = steps.step("set up build tools", "follow the message above", || {
        tools = Some(Tools::set_up()?);
        Ok(())
    });
    if let Some(tools) = &tools {
        ready = steps
            .step("build", "follow the compiler's message above", || build(tools, Purpose::Dist).map(|_| ()));
    }
    if ready {
        steps
            .step("leave names out", "follow the message above", || leave_names_out(&Purpose::Dist.folder()));
        steps.step("sizes", "find what grew with twiggy, or argue for a larger budget", || {
            sizes(&Purpose::Dist.folder())
        });
    }
    steps.finish()
}

/// Names of functions are half of a program; a build for tests keeps them.
fn leave_names_out(site: &Path) -> Result<(), String> {
    for file in files(site)?.iter().filter(|file| file.extension().is_some_and(|end| end == "wasm")) {
        let program = fs::read(file).map_err(|error| format!("cannot read {}: {error}", file.display()))?;
        fs::write(file, without_names(&program))
            .map_err(|error| format!("cannot write {}: {error}", file.display()))?;
    }
    Ok(())
}

fn sizes(site: &Path) -> Result<(), String> {
    let files = files(site)?;
    println!("    {:<34} {:>10} {:>10} {:>10}", "", "bytes", "gzip -9", "budget");
    let mut over = Vec::new();
    for budget in &BUDGETS {
        let mut total = [0, 0];
        for file in &files {
            let name = file.strip_prefix(site).unwrap_or(file).to_string_lossy();
            if !budget.prefixes.iter().any(|prefix| name.starts_with(prefix)) {
                continue;
            }
            let bytes = fs::read(file).map_err(|error| format!("cannot read {}: {error}", file.display()))?;
            let size = [bytes.len(), compressed(&bytes)];
            println!("      {name:<32} {:>10} {:>10}", size[0], size[1]);
            total = [total[0] + size[0], total[1] + size[1]];
        }
        println!("    {:<34} {:>10} {:>10} {:>10}", budget.program, total[0], total[1], budget.limit);
        if total[0] == 0 {
            return Err(format!("{} holds no {}", site.display(), budget.program));
        }
        if total[1] > budget.limit {
            over.push(format!("{} is {} bytes over its budget", budget.program, total[1] - budget.limit));
        }
    }
    if over.is_empty() { Ok(()) } else { Err(over.join("; ")) }
}

/// Bytes after gzip -9.
fn compressed(bytes: &[u8]) -> usize {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).and_then(|()| encoder.finish()).expect("writing to memory succeeds").len()
}

/// All files below a folder, sorted.
fn files(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let mut found = Vec::new();
    let entries =
        fs::read_dir(folder).map_err(|error| format!("cannot read {}: {error}", folder.display()))?;
    for entry in entries {
        let path = entry.map_err(|error| error.to_string())?.path();
        if path.is_dir() {
            found.extend(files(&path)?);
        } else {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::compressed;

    #[test]
    fn repetition_compresses_and_noise_does_not() {
        let mut state = 1u32;
        let noise: Vec<u8> = std::iter::repeat_with(|| {
            // Marsaglia's xorshift32.
            state ^= state << 13;
            state ^= state >> 17;
            state ^= state << 5;
            state as u8
        })
        .take(10_000)
        .collect();
        assert!(compressed(&[7; 10_000]) < 100);
        assert!(compressed(&noise) > 9_900);
    }
}
