//! Drives the built site in a browser without a window: a static server, a browser, and the page's test ids.

pub mod browser;
pub mod engine;
pub mod host_page;
pub mod page;
pub mod server;

pub use browser::{Browser, Options};
pub use engine::Engine;
pub use fantoccini::key::Key;
pub use host_page::HostPage;
pub use page::Page;
pub use server::{LineSpeed, Rule, Server};

use std::path::PathBuf;

/// The folder of the built site: `SITE_DIR`, or where `cargo xtask test` builds it.
pub fn site_dir() -> PathBuf {
    std::env::var_os("SITE_DIR").map_or_else(
        || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../target/site")),
        PathBuf::from,
    )
}
