//! `cargo xtask layers`: the crate's modules and the files of the page keep to their layers, and no file imports, directly or
//! through others, one that imports it.

use crate::cycles::knots;
use crate::files::read_text;
use crate::imports::{Source, imports};
use crate::layering::{check, sources};
use crate::scan::{without_comments, without_tests};
use crate::sub_layers::broken;
use std::path::Path;

/// Checks the library below `root/src`.
///
/// # Errors
/// Every rule that is broken, with its file, and every cycle: how many files it ties together, and its smallest ring.
pub fn layers(root: &Path) -> Result<(), String> {
    check(root)?;
    let mut files = Vec::new();
    // Each program in `bin` is a crate of its own, which nothing imports.
    for file in sources(&root.join("src"))?.into_iter().filter(|file| !file.starts_with(root.join("src/bin")))
    {
        let name = file.strip_prefix(root).unwrap_or(&file).to_string_lossy().replace('\\', "/");
        files.push(Source { name, code: without_tests(&without_comments(&read_text(&file)?)) });
    }
    let imports = imports(&files);
    let edges: Vec<(usize, usize)> = imports.iter().map(|import| (import.from, import.to)).collect();
    println!("    {} files, {} imports", files.len(), imports.len());
    let mut findings = broken(&files, &imports);
    for knot in knots(files.len(), &edges) {
        // Each file with the line on which it imports the next.
        let next = knot.smallest.iter().cycle().skip(1);
        let ring: Vec<String> = knot
            .smallest
            .iter()
            .zip(next)
            .filter_map(|(&from, &to)| imports.iter().find(|import| (import.from, import.to) == (from, to)))
            .map(|import| format!("{}:{}", files[import.from].name, import.line))
            .collect();
        let first = &files[knot.smallest[0]].name;
        findings.push(format!(
            "{} files import each other; the smallest cycle: {} → {first}",
            knot.members.len(),
            ring.join(" → ")
        ));
        let others = knot.members.iter().filter(|file| !knot.smallest.contains(file));
        findings.extend(others.map(|&file| format!("    with them {}", files[file].name)));
    }
    if findings.is_empty() { Ok(()) } else { Err(findings.join("\n    ")) }
}
