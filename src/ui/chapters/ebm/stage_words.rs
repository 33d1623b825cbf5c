//! What the stages show, in words.

use super::model::Model;
use crate::ui::words::data_words;
use crate::ui::words::ebm as names;
use crate::ui::words::format;

/// What the stage of a lane shows: the exact density, or an objective and how long it was trained on.
pub fn label(now: &Model, lane: usize) -> Option<String> {
    let lane = now.lanes.get(lane)?;
    let (Some(objective), Some(step)) = (lane.objective, lane.map_step()) else {
        return Some("Exact density".into());
    };
    let (name, steps) = (names::objective(objective), format::count(f64::from(step)));
    Some(if now.looking_at.is_some() {
        format!("{name}, looking back at step {steps}")
    } else {
        format!("{name} after {}", format::plural(f64::from(step), "step"))
    })
}

/// One sentence that says what the stage of a lane shows.
pub fn describe(now: &Model, lane: usize) -> String {
    let (Some(label), Some(lane)) = (label(now, lane), now.lanes.get(lane)) else {
        return "A square plane; the density of the data and walkers on it are about to appear.".into();
    };
    let data = &now.data;
    let metrics = lane.metrics().map_or(String::new(), |metrics| {
        let kl = format::decimals(metrics.kl);
        if !data_words::has_parts(data) {
            return format!(" The divergence of what is learned from the truth is {kl} nats.");
        }
        let (share, first) = (format::percent(metrics.first_share), data_words::the(data, 0));
        format!(
            " {share} of the learned mass is nearest to {first}; its divergence from the truth is {kl} nats."
        )
    });
    let crossed = if data_words::has_parts(data) {
        format!(", of which {} have crossed to {}", lane.crossed(), data_words::other(data))
    } else {
        String::new()
    };
    format!(
        "{label}, and {} walkers on it after {}{crossed}.{metrics} The first walker can be moved with the \
         pointer or the arrow keys.",
        lane.walkers.chains(),
        format::plural(lane.walked(), "step"),
    )
}

#[cfg(test)]
mod tests {
    use super::super::lane::LaneModel;
    use super::*;
    use crate::protocol::ebm::EnergyMetrics;
    use crate::settings::Objective;

    #[test]
    fn the_label_says_what_is_on_the_stage() {
        let exact = LaneModel { objective: Some(Objective::Cd), ..LaneModel::on_exact(8, 0.0, &[]) };
        let learned = LaneModel::on_exact(8, 0.0, &[]).learn(Objective::Cd, 1250, EnergyMetrics::default());
        let mut now = Model::of([exact, learned], 0.5, 7.3);
        assert_eq!(label(&now, 0).as_deref(), Some("Exact density"));
        assert!(label(&now, 1).is_some_and(|label| label.ends_with("after 1,250 steps")));
        now.looking_at = Some(1250);
        assert!(describe(&now, 1).contains("looking back at step 1,250"));
        assert_eq!(label(&now, 2), None);
    }
}
