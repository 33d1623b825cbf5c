//! `cargo xtask dist`: the optimised static site, and its sizes against their budgets.

use crate::files::{read, write};
use crate::pack::{brotli, gzip};
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

const BUDGETS: [Budget; 5] = [
    // Four chapters and sharing, of which a third is views and the signals behind them. Its words are there before it is.
    Budget { program: "page", prefixes: &["boot", "page", "snippets"], limit: 635_000 },
    // Every chapter's engine in one.
    Budget { program: "CPU engine", prefixes: &["engine_cpu"], limit: 875_000 },
    Budget { program: "GPU engine", prefixes: &["engine_gpu"], limit: 3_330_000 },
    // Two of them, of which nothing is repeated that packing could leave out.
    Budget { program: "trained models", prefixes: &["trained"], limit: 70_000 },
    // The page, the CPU engine and the trained models once more, with the little that base64 of what is packed already loses.
    Budget { program: "single file", prefixes: &["offline"], limit: 1_535_000 },
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
    let mut file = None;
    steps.step("set up build tools", "follow the message above", || {
        tools = Some(Tools::set_up()?);
        Ok(())
    });
    if let Some(tools) = &tools {
        steps.step("build", "follow the message above", || {
            file = Some(make(tools)?);
            Ok(())
        });
    }
    if let Some(file) = file {
        let site = Purpose::Dist.folder();
        steps.step("pack for hosts that serve .br", "follow the message above", || {
            programs(&site)?.iter().try_for_each(|file| write(&packed(file), brotli(&read(file)?)))
        });
        steps.step("sizes", "find what grew with twiggy, or argue for a larger budget", || sizes(&site));
        if single_file {
            let size = fs::metadata(&file).map_or(0, |data| data.len());
            println!("\n    {} ({:.1} MB) opens from any disk", file.display(), size as f64 / 1e6);
        }
    }
    steps.finish()
}

/// The site as readers get it; returns its `offline.html`.
///
/// # Errors
/// Names the command or the file that failed.
pub fn make(tools: &Tools) -> Result<PathBuf, String> {
    let site = build(tools, Purpose::Dist)?;
    leave_names_out(&site)?;
    // What Trunk had made of the programs still has the names in it.
    single_file::write(&site)
}

/// Names of functions are half of a program; a build for tests keeps them.
fn leave_names_out(site: &Path) -> Result<(), String> {
    let programs = programs(site)?;
    let mut wasm = programs.iter().filter(|file| file.extension().is_some_and(|end| end == "wasm"));
    wasm.try_for_each(|file| write(file, without_names(&read(file)?)))
}

/// What a browser runs, which is nearly all that it loads.
fn programs(site: &Path) -> Result<Vec<PathBuf>, String> {
    let mut files = files(site)?;
    files.retain(|file| file.extension().is_some_and(|end| end == "js" || end == "wasm"));
    Ok(files)
}

/// Where a host looks for the packed form of a file.
fn packed(file: &Path) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".br");
    name.into()
}

fn sizes(site: &Path) -> Result<(), String> {
    let files = files(site)?;
    println!("    {:<34} {:>10} {:>10} {:>10} {:>10}", "", "bytes", "brotli", "gzip -9", "budget");
    let mut over = Vec::new();
    for budget in &BUDGETS {
        let mut total = [0; 3];
        for file in &files {
            let name = file.strip_prefix(site).unwrap_or(file).to_string_lossy();
            if !budget.prefixes.iter().any(|prefix| name.starts_with(prefix)) || name.ends_with(".br") {
                continue;
            }
            let bytes = read(file)?;
            // Of a text that hosts pack themselves there is no packed file.
            let brotli = fs::metadata(packed(file)).map_or(bytes.len(), |data| data.len() as usize);
            let size = [bytes.len(), brotli, gzip(&bytes).len()];
            println!("      {name:<32} {:>10} {:>10} {:>10}", size[0], size[1], size[2]);
            total = std::array::from_fn(|column| total[column] + size[column]);
        }
        let [bytes, brotli, gzip] = total;
        println!("    {:<34} {bytes:>10} {brotli:>10} {gzip:>10} {:>10}", budget.program, budget.limit);
        if bytes == 0 {
            return Err(format!("{} holds no {}", site.display(), budget.program));
        }
        if gzip > budget.limit {
            over.push(format!("{} is {} bytes over its budget", budget.program, gzip - budget.limit));
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

#[cfg(test)]
mod tests {
    use super::{files, packed, programs};
    use std::path::Path;

    #[test]
    fn programs_are_packed_beside_themselves_and_nothing_else_is() {
        let site = std::env::temp_dir().join(format!("xtask-dist-{}", std::process::id()));
        std::fs::create_dir_all(site.join("examples")).unwrap();
        for name in ["a.js", "a_bg.wasm", "a_bg.wasm.br", "index.html", "examples/b.js"] {
            std::fs::write(site.join(name), name).unwrap();
        }
        let found = programs(&site);
        let all = files(&site);
        std::fs::remove_dir_all(&site).unwrap();
        assert_eq!(found.unwrap(), ["a.js", "a_bg.wasm", "examples/b.js"].map(|name| site.join(name)));
        assert_eq!(all.unwrap().len(), 5);
        assert_eq!(packed(Path::new("dist/a_bg.wasm")), Path::new("dist/a_bg.wasm.br"));
    }
}
