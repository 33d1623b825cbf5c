//! `cargo xtask weights`: trains the models that come with the page anew, natively.

use crate::shell::{cargo, run};

/// # Errors
/// How the training ended.
pub fn weights() -> Result<(), String> {
    // Built as the native tests are: `tests/trained` checks what it has written.
    const TEST: &str = "test --locked --release --workspace --exclude browser-tests --features page --test trained \
        -- --ignored --nocapture";
    run(&mut cargo(TEST.split_whitespace()))
}
