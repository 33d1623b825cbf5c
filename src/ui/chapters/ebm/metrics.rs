//! Numbers of the first energy and of the walkers on it, by the names that a host page and the story know them by.

use super::lane::LaneModel;
use super::model::Model;
use crate::ui::metrics::Metrics;

/// Steps of a walker within which first crossings are counted.
const STEPS: f32 = 300.0;

pub fn metrics(now: &Model) -> Metrics {
    let mut metrics = Metrics::default();
    let Some(lane) = now.lanes.first() else { return metrics };
    metrics.add("step", f64::from(now.step));
    metrics.maybe("loss", lane.losses.smoothed().map(f64::from));
    metrics.maybe("last_loss", lane.losses.last().map(f64::from));
    if let Some(of) = lane.metrics() {
        metrics.add("kl", of.kl);
        metrics.add("first_share", of.first_share);
        metrics.add("bridge", of.barrier);
    }
    metrics.maybe("exact_share", now.truth());
    metrics.maybe("exact_bridge", now.barrier());
    metrics.maybe("map_step", lane.map_step().map(f64::from));
    metrics.maybe("mmd2", lane.score.map(|score| score.walkers.mmd2));
    metrics.add("walkers", lane.walkers.chains() as f64);
    metrics.add("walked", lane.walked());
    metrics.maybe("crossed", lane.walkers.diagnostics.as_ref().map(|of| f64::from(of.crossed)));
    metrics.maybe("crossed_in_300", crossed_within(lane));
    metrics
}

/// Walkers that crossed within so many steps; none before they have taken as many.
fn crossed_within(lane: &LaneModel) -> Option<f64> {
    let of = lane.walkers.diagnostics.as_ref().filter(|of| of.draws >= f64::from(STEPS))?;
    Some(of.first_crossings.iter().filter(|&&first| first <= STEPS).count() as f64)
}
