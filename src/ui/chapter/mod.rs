//! What every chapter is made of. It knows none of them.

pub mod canvas;
pub mod card;
pub mod chains;
pub mod chains_csv;
pub mod checkpoint_slider;
pub mod content;
pub mod drag;
pub mod guide;
pub mod handle;
pub mod keeps;
pub mod live;
pub mod next;
pub mod notice;
pub mod page;
pub mod playhead;
pub mod plot_canvas;
pub mod plots;
pub mod preset;
pub mod progress;
pub mod run_buttons;
pub mod score_table;
pub mod session;
pub mod shown;
pub mod stage;
pub mod time_lapse;
pub mod timeline;
