//! Walkers, negatives and data as comma-separated values: one line a point.

use super::lane::LaneModel;
use super::model::Model;
use crate::settings::View;
use crate::ui::chapter::chains_csv::{COLUMNS, place, rows};
use crate::ui::save::csv_words;
use crate::ui::words::ebm as names;
use crate::ui::words::format;

/// The walkers of all lanes, with negatives and data where `view` shows them; none before there are walkers. Data belong to
/// no model.
pub fn text(model: &Model, view: &View) -> Option<String> {
    let walkers = model.lanes.iter().map(|lane| rows(&name(lane), &lane.walkers));
    let mut rows: String = walkers.collect();
    if rows.is_empty() {
        return None;
    }
    let mut add = |of: &str, what: &str, points: &[f32]| {
        for point in points.as_chunks().0 {
            rows += &format!("{},{what},,,{}\n", csv_words(of), place(point));
        }
    };
    // Weights of before had other negatives.
    if view.negatives && model.looking_at.is_none() {
        model.lanes.iter().for_each(|lane| add(&name(lane), "negative", &lane.negatives));
    }
    if let Some(reference) = model.reference.as_ref().filter(|_| view.data) {
        add("", "data", &reference.exact.data);
    }
    Some(format!("model,{COLUMNS}\n{rows}"))
}

/// What the walkers are on.
fn name(lane: &LaneModel) -> String {
    match lane.learned() {
        Some(map) => {
            format!("{} after {}", names::lane(lane.objective), format::plural(f64::from(map.step), "step"))
        }
        None => names::lane(None).to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::ebm::{EbmReference, EnergyMap};
    use crate::protocol::exact::Exact;
    use crate::protocol::mcmc::Lane;
    use crate::settings::Objective;

    #[test]
    fn walkers_come_first_and_what_is_shown_beside_them_follows() {
        let mut lane = LaneModel {
            objective: Some(Objective::Cd),
            negatives: vec![4.0, f32::NAN],
            map: Some(EnergyMap { step: 70, ..EnergyMap::default() }),
            ..LaneModel::default()
        };
        lane.walkers.take(Lane { positions: vec![0.0, 1.0, 2.0, 3.0], ..Lane::default() });
        let mut model = Model::default();
        model.lanes.push(lane);
        model.reference = Some(EbmReference {
            exact: Exact { data: vec![5.0, 6.0], ..Exact::default() },
            ..EbmReference::default()
        });
        let all = View { data: true, negatives: true, ..View::default() };
        let csv = text(&model, &all).expect("walkers");
        let lines: Vec<&str> = csv.lines().collect();
        assert_eq!(lines[0], "model,what,chain,transition,x,y");
        assert_eq!(lines[1..3], ["CD-k after 70 steps,now,1,0,0,1", "CD-k after 70 steps,now,2,0,2,3"]);
        assert_eq!(lines[3..], ["CD-k after 70 steps,negative,,,4,", ",data,,,5,6"]);
        model.looking_at = Some(7);
        let none = View { data: false, ..all };
        assert_eq!(text(&model, &none).expect("walkers").lines().count(), 3);
        assert_eq!(text(&Model::default(), &none), None);
    }
}
