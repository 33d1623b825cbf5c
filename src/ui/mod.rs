//! The page: settings in, frames out. It computes nothing that could be called work.
//!
//! Signals carry what changes a few times a second; what changes with every frame lives in the
//! [`app::session::Session`] and is drawn on canvases by one animation-frame loop.

pub mod app;
pub mod browser;
pub mod chapter;
pub mod chapters;
pub mod controls;
pub mod engine_client;
pub mod homework;
pub mod metrics;
pub mod plot;
pub mod save;
pub mod saving;
pub mod share;
pub mod store;
pub mod story;
pub mod subscribers;
pub mod weights_file;
pub mod words;
