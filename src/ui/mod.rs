//! The page: settings in, frames out. It computes nothing that could be called work.
//!
//! Signals carry what changes a few times a second; what changes with every frame lives in the
//! [`session::Session`] and is drawn on canvases by one animation-frame loop.

pub mod address;
pub mod app;
pub mod browser;
pub mod chapters;
pub mod controls;
pub mod curve;
pub mod engine_client;
pub mod format;
pub mod frame_loop;
pub mod header;
pub mod host;
pub mod keyboard;
pub mod notice;
pub mod plot;
pub mod readings;
pub mod save;
pub mod saving;
pub mod seen;
pub mod session;
pub mod share;
pub mod store;
pub mod weights_file;
