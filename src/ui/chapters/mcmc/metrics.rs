//! Numbers of the chains, by the names that a host page and the story know them by.

use super::model::Model;
use super::museum::{evidence, named};
use crate::protocol::mcmc::Diagnostics;
use crate::settings::{LogZStart, SamplerBug};
use crate::ui::metrics::Metrics;

/// Gradients of one chain within which first crossings are counted.
const GRADIENTS: f32 = 5000.0;

/// Of the first sampler, and of its rival in a race.
pub fn metrics(now: &Model) -> Metrics {
    let mut metrics = Metrics::default();
    metrics.add("step", f64::from(now.step));
    if let Some((known, last)) = now.log_z.as_ref().and_then(|known| Some((known, known.estimates.last()?))) {
        metrics.add("log_z_rungs", f64::from(last.rungs));
        metrics.add("log_z", last.importance[0]);
        metrics.add("log_z_error", last.importance[1]);
        metrics.add("log_z_from_one_mode", f64::from(u8::from(known.start == LogZStart::OneMode)));
        metrics.add("exact_log_z", known.exact);
    }
    let measured = |lane: usize| now.lanes.get(lane).and_then(|lane| lane.diagnostics.as_deref());
    if let Some(of) = measured(0) {
        metrics.add("acceptance", of.acceptance);
        metrics.add("step_size", of.step_size);
        metrics.add("ess_bulk", of.ess_bulk);
        metrics.add("ess_within", of.ess_within);
        metrics.add("r_hat", of.r_hat);
        metrics.add("evaluations", of.evaluations);
        metrics.add("chains", now.chains as f64);
        metrics.add("crossed", f64::from(of.crossed));
        metrics.maybe("crossed_in_5000", crossed_within(now, of));
        metrics.maybe("first_share", of.shares.first().map(|&share| f64::from(share)));
        metrics.maybe("exact_share", now.truth().first().map(|&share| f64::from(share)));
    }
    if let Some(rival) = measured(1) {
        metrics.add("rival_acceptance", rival.acceptance);
        metrics.add("rival_ess_within", rival.ess_within);
        metrics.add("rival_r_hat", rival.r_hat);
        metrics.add("rival_evaluations", rival.evaluations);
        metrics.add("rival_crossed", f64::from(rival.crossed));
        metrics.maybe("rival_first_share", rival.shares.first().map(|&share| f64::from(share)));
    }
    if let Some(of) = now.lanes.first().and_then(|lane| evidence(now, lane)) {
        metrics.add("log_density", of.log_density);
        metrics.add("log_density_error", of.error);
        metrics.add("exact_log_density", of.exact);
    }
    if let Some(of) = now.lanes.get(1).and_then(|lane| evidence(now, lane)) {
        metrics.add("rival_log_density", of.log_density);
        metrics.add("rival_log_density_error", of.error);
        metrics.add("rival_exact_log_density", of.exact);
    }
    metrics.maybe("bug_named", named(now).as_deref().and_then(number));
    metrics
}

/// The number of the bug that is named, 0 of none; where two are, nothing is said.
fn number(named: &[SamplerBug]) -> Option<f64> {
    match named {
        [] => Some(0.0),
        [bug] => SamplerBug::BUGS.iter().position(|other| other == bug).map(|place| place as f64 + 1.0),
        _ => None,
    }
}

/// Chains that left their first mode within so many gradients each; none before each has taken as many.
fn crossed_within(now: &Model, of: &Diagnostics) -> Option<f64> {
    let each = of.evaluations / now.chains.max(1) as f64;
    let transitions = GRADIENTS * (of.draws / each.max(1.0)) as f32;
    let crossed = || of.first_crossings.iter().filter(|&&first| first <= transitions).count() as f64;
    (each >= f64::from(GRADIENTS)).then(crossed)
}
