//! The licences of what the site's programs are made of: each must be one that lets it be published so, and all go with the site.

use crate::files;
use crate::shell::{cargo, output, root};
use cargo_metadata::{MetadataCommand, Package};
use spdx::{Expression, ParseMode};
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fs;
use std::path::Path;

/// The file in the site.
const NAME: &str = "licences.txt";

/// Licences that ask for nothing but their words, or also (MPL-2.0) for where the source is, which the list says.
const ALLOWED: [&str; 12] = [
    "0BSD",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "ISC",
    "MIT",
    "MPL-2.0",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];

/// Fails on a crate whose licence is none of these, and names it.
///
/// # Errors
/// The crates, or that Cargo could not say what is used.
pub fn check() -> Result<(), String> {
    let shipped = shipped()?;
    let refused: Vec<_> = shipped.iter().filter_map(|package| refused(package).err()).collect();
    let versions = several_versions(&shipped);
    println!(
        "    {} crates in the programs, of which in several versions: {}",
        shipped.len(),
        versions.join(", ")
    );
    if refused.is_empty() { Ok(()) } else { Err(refused.join("; ")) }
}

/// Writes names, licences and their words into a site.
///
/// # Errors
/// As [`check`]; or that the file cannot be written.
pub fn write(site: &Path) -> Result<(), String> {
    let file = site.join(NAME);
    files::write(&file, list(&shipped()?))
}

/// The crates that are compiled into the three programs, by name.
fn shipped() -> Result<Vec<Package>, String> {
    const WASM: &str = "wasm32-unknown-unknown";
    const TREE: [&str; 7] = [
        "tree",
        "--locked",
        "--edges=normal,no-proc-macro",
        "--prefix=none",
        "--no-dedupe",
        "--target",
        WASM,
    ];
    let tree =
        output(cargo(TREE).args(["--features", "page,compute,gpu", "--package", "mcmc-to-diffusion"]))?;
    // “name v1.2.3 and what else there is to say”, ours first.
    let used: HashSet<(&str, &str)> = tree
        .lines()
        .skip(1)
        .filter_map(|line| line.split_once(" v"))
        .map(|(name, rest)| (name, rest.split_whitespace().next().unwrap_or_default()))
        .collect();
    let metadata = MetadataCommand::new()
        .current_dir(root())
        .other_options(["--locked", "--all-features", "--filter-platform", WASM].map(String::from))
        .exec()
        .map_err(|error| format!("cargo metadata: {error}"))?;
    let mut packages = metadata.packages;
    packages.retain(|package| used.contains(&(package.name.as_str(), package.version.to_string().as_str())));
    packages.sort_by(|one, other| (&one.name, &one.version).cmp(&(&other.name, &other.version)));
    if packages.len() == used.len() { Ok(packages) } else { Err("cargo tree and metadata disagree".into()) }
}

fn refused(package: &Package) -> Result<(), String> {
    let named = package.license.as_deref().ok_or(format!("{} names no licence", package.name))?;
    if is_allowed(named)? { Ok(()) } else { Err(format!("{} is under {named}", package.name)) }
}

/// Whether an SPDX expression can be satisfied by allowed licences.
fn is_allowed(expression: &str) -> Result<bool, String> {
    let parsed = Expression::parse_mode(expression, ParseMode::LAX)
        .map_err(|error| format!("{expression}: {error}"))?;
    Ok(parsed.evaluate(|wanted| wanted.license.id().is_some_and(|id| ALLOWED.contains(&id.name))))
}

fn several_versions(packages: &[Package]) -> Vec<String> {
    let pairs = packages.windows(2).filter(|pair| pair[0].name == pair[1].name);
    pairs.map(|pair| pair[0].name.to_string()).collect::<BTreeSet<_>>().into_iter().collect()
}

/// Each crate in a line, then each text once, with the crates that it came with.
fn list(packages: &[Package]) -> String {
    let mut list = String::from("What the programs of this site are made of, and under which licences\n\n");
    let mut texts: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for package in packages {
        let name = format!("{} {}", package.name, package.version);
        let from = package.repository.as_deref().unwrap_or_default();
        list += &format!("{name}: {} {from}\n", package.license.as_deref().unwrap_or_default());
        for text in texts_of(package) {
            texts.entry(text).or_default().push(name.clone());
        }
    }
    for (text, names) in texts {
        list += &format!("\n\n{}\n{}\n\n{}\n", "-".repeat(80), names.join(", "), text.trim_end());
    }
    list
}

/// What lies beside the crate's manifest and is called a licence.
fn texts_of(package: &Package) -> Vec<String> {
    let folder = package.manifest_path.parent().map(|folder| folder.as_std_path());
    let files = folder.and_then(|folder| fs::read_dir(folder).ok()).into_iter().flatten().flatten();
    let is_licence =
        |name: &str| ["LICENSE", "LICENCE", "COPYING", "NOTICE"].iter().any(|word| name.starts_with(word));
    let mut files: Vec<_> =
        files.filter(|file| is_licence(&file.file_name().to_string_lossy().to_uppercase())).collect();
    files.sort_by_key(|file| file.file_name());
    files.into_iter().filter_map(|file| fs::read_to_string(file.path()).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::is_allowed;

    #[test]
    fn one_allowed_licence_among_several_to_choose_from_is_enough_and_all_are_needed_where_all_hold() {
        for (expression, allowed) in [
            ("MIT OR Apache-2.0", true),
            ("MIT/Apache-2.0", true),
            ("GPL-3.0-only OR MIT", true),
            ("GPL-3.0-only", false),
            ("MIT AND GPL-3.0-only", false),
            ("(MIT OR Apache-2.0) AND Unicode-3.0", true),
        ] {
            assert_eq!(is_allowed(expression), Ok(allowed), "{expression}");
        }
        assert!(is_allowed("as you like").is_err());
    }
}
