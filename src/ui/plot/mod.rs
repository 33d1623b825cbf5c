//! Drawing on canvases: pure geometry and colours, and the painters that use them.

pub mod arrows;
pub mod axes;
pub mod figure;
pub mod heatmap;
pub mod history;
pub mod labels;
pub mod layered;
pub mod lines;
pub mod marks;
pub mod palette;
pub mod path;
pub mod probe;
pub mod scale;
pub mod scatter;
pub mod series;
pub mod sheet;
pub mod surface;
pub mod svg;
pub mod thumbnail;
pub mod ticks;
pub mod transition;
pub mod viewport;
pub mod walk;
