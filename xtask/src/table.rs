//! `cargo xtask table`: trains the table of the write-up anew, natively.

use crate::shell::{cargo, run};

/// # Errors
/// How the training ended.
pub fn table(arguments: &[String]) -> Result<(), String> {
    run(cargo(["run", "--locked", "--release", "--example", "table", "--"]).args(arguments))
}
