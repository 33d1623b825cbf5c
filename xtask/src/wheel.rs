//! `cargo xtask wheel`: the Python package, with the page in it.

use crate::dist;
use crate::shell::{command, root, run};
use crate::tools::Tools;
use std::fs;
use std::path::{Path, PathBuf};

/// Bytes that a wheel may have.
const LIMIT: u64 = 3_000_000;

const STATIC: &str = "src/mcmc_to_diffusion/static";
const LICENCES: &str = "licences";
/// Files of the site, and where they lie in the package.
const FILES: [(&str, &str); 5] = [
    ("offline.html", STATIC),
    ("widget.mjs", STATIC),
    ("licences.txt", LICENCES),
    ("LICENSE-APACHE", LICENCES),
    ("LICENSE-MIT", LICENCES),
];

/// The wheel in `python/dist/`, of the site as readers get it or of a site that is built.
///
/// # Errors
/// Names the command or the file that failed, or says how much too large the wheel is.
pub fn wheel(arguments: &[String]) -> Result<(), String> {
    let site = match arguments {
        [] => dist::make(&Tools::set_up()?)?.parent().expect("it lies in the site").to_owned(),
        [flag, folder] if flag == "--site" => PathBuf::from(folder),
        _ => return Err("usage: cargo xtask wheel [--site FOLDER]".into()),
    };
    let package = root().join("python");
    fill(&site, &package)?;
    let folder = package.join("dist");
    let python = if cfg!(windows) { "python" } else { "python3" };
    let flags = ["-m", "pip", "wheel", "--disable-pip-version-check", "--no-deps", "--wheel-dir"];
    run(command(python).args(flags).arg(&folder).arg(&package))?;
    let wheels =
        fs::read_dir(&folder).map_err(|error| format!("cannot read {}: {error}", folder.display()))?;
    for wheel in wheels.flatten() {
        let size = wheel.metadata().map_or(0, |data| data.len());
        println!("    {} ({:.1} MB)", wheel.path().display(), size as f64 / 1e6);
        if size > LIMIT {
            return Err(format!("the wheel has {size} bytes, and may have {LIMIT}"));
        }
    }
    Ok(())
}

/// Puts into the package what Git does not keep there.
fn fill(site: &Path, package: &Path) -> Result<(), String> {
    for (name, folder) in FILES {
        let (from, folder) = (site.join(name), package.join(folder));
        fs::create_dir_all(&folder)
            .and_then(|()| fs::copy(&from, folder.join(name)))
            .map_err(|error| format!("cannot copy {} into {}: {error}", from.display(), folder.display()))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{FILES, LICENCES, STATIC, fill};
    use std::fs;

    #[test]
    fn a_package_holds_the_page_the_widget_and_all_licences() {
        let folder = std::env::temp_dir().join(format!("xtask-wheel-{}", std::process::id()));
        let (site, package) = (folder.join("site"), folder.join("package"));
        fs::create_dir_all(&site).unwrap();
        let missing = fill(&site, &package);
        for (name, _) in FILES {
            fs::write(site.join(name), name).unwrap();
        }
        let filled = fill(&site, &package);
        let words = fs::read_to_string(package.join(STATIC).join("widget.mjs"));
        let licences = fs::read_dir(package.join(LICENCES)).map(Iterator::count);
        fs::remove_dir_all(&folder).unwrap();
        assert!(missing.unwrap_err().contains("offline.html"));
        filled.unwrap();
        assert_eq!((words.unwrap().as_str(), licences.unwrap()), ("widget.mjs", 3));
    }
}
