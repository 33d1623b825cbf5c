//! The package by itself.

use crate::environment::{program, run, sources};

#[test]
fn the_package_as_installed_passes_its_own_tests() {
    let pytest = ["-m", "pytest", "--quiet", "-p", "no:cacheprovider"];
    run(program("python").args(pytest).arg(sources().join("tests")), "pass the package's tests");
}
