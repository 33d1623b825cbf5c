//! Makes a site an npm package as well: `npm pack` in its folder gives what any host of packages can serve.

use crate::files::{self, read_text};
use crate::shell::root;
use std::fs;
use std::path::Path;

/// Writes `package.json` and the licences into a site.
///
/// # Errors
/// Names the file that cannot be read or written.
pub fn write(site: &Path) -> Result<(), String> {
    let manifest = read_text(&root().join("Cargo.toml"))?;
    files::write(&site.join("package.json"), package(&manifest)?)?;
    for licence in ["LICENSE-APACHE", "LICENSE-MIT"] {
        fs::copy(root().join(licence), site.join(licence))
            .map_err(|error| format!("cannot copy {licence}: {error}"))?;
    }
    Ok(())
}

/// The package of the crate whose manifest this is. Its files find each other, so nothing in them is to be moved.
fn package(manifest: &str) -> Result<String, String> {
    let value = |key: &str| {
        let mut lines = manifest.lines().filter_map(|line| line.strip_prefix(key)?.strip_prefix(" = "));
        lines.next().ok_or_else(|| format!("Cargo.toml has no {key}"))
    };
    let (name, version) = (value("name")?, value("version")?);
    let (description, licence) = (value("description")?, value("license")?);
    Ok(format!(
        "{{\n  \"name\": {name},\n  \"version\": {version},\n  \"description\": {description},\n  \"license\": {licence},\n  \
        \"main\": \"embed.js\",\n  \"exports\": {{ \".\": \"./embed.js\", \"./widget\": \"./widget.mjs\", \"./*\": \"./*\" }}\n}}\n"
    ))
}

#[cfg(test)]
mod tests {
    use super::package;

    #[test]
    fn the_package_is_that_of_the_crate() {
        let text = package(include_str!("../../Cargo.toml")).unwrap();
        let said =
            ["\"name\": \"mcmc-to-diffusion\"", "\"license\": \"MIT OR Apache-2.0\"", "\"./widget.mjs\""];
        assert!(said.iter().all(|part| text.contains(part)), "{text}");
        let version = format!("\"version\": \"{}\"", env!("CARGO_PKG_VERSION"));
        assert!(text.contains(&version), "the programs of the workspace have one version: {text}");
        assert!(package("[package]\nname = \"a\"").unwrap_err().contains("version"));
    }
}
