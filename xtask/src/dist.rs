//! `cargo xtask dist`: the optimised static site, and its sizes against their budgets.

use crate::pack::gzip;
use crate::single_file;
use crate::site::{Purpose, build};
use crate::steps::Steps;
use crate::tools::Tools;
use crate::wasm::without_names;
use std::fs;
use std::path::{Path, PathBuf};

/// A program of the site: the files whose names start so, and how large they may be together.
struct Budget {
    program: &'static str,
    prefixes: &'static [&'static str],
    /// Bytes after gzip -9.
    limit: usize,
}

const BUDGETS: [Budget; 4] = [
    // Four chapters and sharing, of which a third is views and the signals behind them. Its words are there before it is.
    Budget { program: "page", prefixes: &["boot", "page", "snippets"], limit: 900_000 },
    // Every chapter's engine in one.
    Budget { program: "CPU engine", prefixes: &["engine_cpu"], limit: 1_050_000 },
    Budget { program: "GPU engine", prefixes: &["engine_gpu"], limit: 6_000_000 },
    // The page and the CPU engine once more, with the little that base64 of what is packed already loses.
    Budget { program: "single file", prefixes: &["offline"], limit: 2_000_000 },
];

/// The site in `dist/`; with `--single-file`, where in it the file to take along lies.
///
/// # Errors
/// The number of failed steps; each has said what failed and what mends it.
pub fn dist(arguments: &[String]) -> Result<(), String> {
    let single_file = match arguments {
        [] => false,
        [flag] if flag == "--single-file" => true,
        _ => return Err("dist takes nothing but --single-file".into()),
    };
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
        let site = Purpose::Dist.folder();
        let mut file = None;
        steps.step("leave names out", "follow the message above", || {
            leave_names_out(&site)?;
            // What Trunk had made of the programs still has the names in it.
            file = Some(single_file::write(&site)?);
            Ok(())
        });
        steps.step("sizes", "find what grew with twiggy, or argue for a larger budget", || sizes(&site));
        if let Some(file) = file.filter(|_| single_file) {
            let size = fs::metadata(&file).map_or(0, |data| data.len());
            println!("\n    {} ({:.1} MB) opens from any disk", file.display(), size as f64 / 1e6);
        }
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
            let size = [bytes.len(), gzip(&bytes).len()];
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
