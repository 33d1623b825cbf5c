//! The page: settings in, frames out. It computes nothing that could be called work.
//!
//! Signals carry what changes a few times a second; what changes with every frame lives in the
//! [`session::Session`] and is drawn on canvases by one animation-frame loop.

pub mod app;
pub mod browser;
pub mod chapters;
pub mod clouds;
pub mod controls;
pub mod engine_client;
pub mod format;
pub mod frame_loop;
pub mod header;
pub mod history;
pub mod keyboard;
pub mod model;
pub mod playhead;
pub mod plot;
pub mod readouts;
pub mod session;
pub mod store;
