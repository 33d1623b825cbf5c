//! Where chains are and have been, as comma-separated values: one line a state.

use super::lane::LaneModel;
use super::model::Model;
use super::names;
use crate::ui::save::{csv_numbers, csv_words};

/// `what` is `now` for where each chain is, `trail` for the first chain's states just before, and `visited` for earlier
/// states that the page was told of, of whichever chain. Transitions count from where measuring began.
pub const COLUMNS: &str = "what,chain,transition,x,y";

/// All lanes; none before there are any.
pub fn text(model: &Model) -> Option<String> {
    let rows = model.lanes.iter().map(|lane| rows(names::sampler(lane.lane.sampler), lane));
    let rows: String = rows.collect();
    (!rows.is_empty()).then(|| format!("sampler,{COLUMNS}\n{rows}"))
}

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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::mcmc::{Cost, Lane};

    #[test]
    fn every_state_is_a_line_with_its_chain_and_transition_where_they_are_known() {
        let mut lane = LaneModel::default();
        lane.take(Lane {
            positions: vec![2.0, 2.0, f32::NAN, 0.5],
            visited: vec![9.0, -9.0],
            way: vec![0.0, 0.0, 1.0, 1.0, 2.0, 2.0],
            cost: Cost { transitions: 1.0, ..Cost::default() },
            ..Lane::default()
        });
        assert!(rows("a, b", &lane).starts_with("\"a, b\",now,"));
        let mut model = Model::default();
        assert_eq!(text(&model), None);
        model.lanes.push(lane);
        let text = text(&model).expect("states");
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines[0], "sampler,what,chain,transition,x,y");
        assert_eq!(lines[1..3], ["MALA,now,1,1,2,2", "MALA,now,2,1,,0.5"]);
        assert_eq!(lines[3..], ["MALA,trail,1,0,1,1", "MALA,trail,1,,0,0", "MALA,visited,,,9,-9"]);
    }
}
