//! Homework: a teacher chooses steps of the story; what students guess and measure goes to a learning platform as a SCORM package,
//! or into a code that they hand in.

mod asked;
mod check;
mod code;
mod hand_in;
mod manifest;
mod package;
mod panel;
mod zip;

pub use hand_in::hand_in;
pub use panel::HomeworkPanel;
