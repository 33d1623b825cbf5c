//! The chains of all samplers as comma-separated values.

use super::model::Model;
use crate::ui::chapter::chains_csv::{COLUMNS, rows};

/// All lanes; none before there are any.
pub fn text(model: &Model) -> Option<String> {
    let rows = model.lanes.iter().map(|lane| rows(lane.lane.sampler.name(), lane));
    let rows: String = rows.collect();
    (!rows.is_empty()).then(|| format!("sampler,{COLUMNS}\n{rows}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::mcmc::{Cost, Lane};
    use crate::ui::chapter::chains::LaneModel;

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
