//! Where chains are and have been, as comma-separated values: one line a state.

use super::chains::LaneModel;
use crate::ui::save::{csv_numbers, csv_words};

/// `what` is `now` for where each chain is, `trail` for the first chain's states just before, and `visited` for earlier
/// states that the page was told of, of whichever chain. Transitions count from where measuring began.
pub const COLUMNS: &str = "what,chain,transition,x,y";

/// The chains of one lane, each line led by what the lane is `of`.
pub fn rows(of: &str, lane: &LaneModel) -> String {
    let of = csv_words(of);
    let now = lane.lane.cost.transitions;
    let mut rows = String::new();
    for (index, point) in lane.lane.positions.as_chunks().0.iter().enumerate() {
        rows += &format!("{of},now,{},{now},{}\n", index + 1, place(point));
    }
    // Its last state is where the first chain is now.
    for (before, point) in lane.trail.iter().rev().skip(1).enumerate() {
        let transition = now - (before + 1) as f64;
        // A trail may go back to before measuring began.
        let transition = if transition < 0.0 { String::new() } else { transition.to_string() };
        rows += &format!("{of},trail,1,{transition},{}\n", place(point));
    }
    for point in &lane.visited {
        rows += &format!("{of},visited,,,{}\n", place(point));
    }
    rows
}

/// x and y.
pub fn place(point: &[f32; 2]) -> String {
    csv_numbers(*point)
}
