//! Numbers of the first run, by the names that a host page and the story know them by.

use super::model::Model;
use crate::protocol::diffusion::{Beside, Denoiser};
use crate::protocol::fate::UTurns;
use crate::settings::CorrectorKind;
use crate::ui::metrics::Metrics;

pub fn metrics(now: &Model) -> Metrics {
    let mut metrics = Metrics::default();
    let Some(lane) = now.first() else { return metrics };
    metrics.add("step", f64::from(now.step));
    metrics.maybe("loss", lane.losses.smoothed().map(f64::from));
    metrics.maybe("loss_error", lane.losses.standard_error());
    metrics.maybe("last_loss", lane.losses.last().map(f64::from));
    metrics.maybe("ideal_loss", lane.reference().map(|reference| f64::from(reference.ideal_loss)));
    if let Some(score) = lane.score() {
        metrics.add("nearest_training", f64::from(score.nearest[0]));
        metrics.add("nearest_training_error", f64::from(score.nearest[1]));
        metrics.add("mmd2", f64::from(score.distances.mmd2[2]));
        metrics.add("off_share", f64::from(score.distances.off_share));
        metrics.add("sampler_steps", score.sampling.steps as f64);
        metrics.add("is_learned", f64::from(u8::from(score.denoiser == Denoiser::Learned)));
    }
    metrics.maybe("t", now.t().map(f64::from));
    metrics.maybe("bridge", now.barrier().map(|(_, barrier)| f64::from(barrier)));
    if let Some(copying) = &lane.copying {
        metrics.add("copying", f64::from(copying.share[0]));
        metrics.add("copying_error", f64::from(copying.share[1]));
        metrics.add("copying_step", f64::from(copying.step));
    }
    if let Some([share, error]) = lane.beside.as_ref().and_then(Beside::share) {
        metrics.add("composed_share", share);
        metrics.add("composed_share_error", error);
    }
    let composed = lane.beside.as_ref().and_then(|beside| beside.composed.as_ref());
    metrics.maybe(
        "composed_is_corrected",
        composed.map(|of| f64::from(u8::from(of.drawn_as.corrector != CorrectorKind::None))),
    );
    metrics.maybe("exact_composed_share", lane.composition.exact_share());
    let exact = lane.u_turns(Denoiser::Ideal);
    metrics.maybe("exact_home_from_half", exact.and_then(from_half).map(|(share, _)| share));
    metrics.maybe("exact_speciation", exact.and_then(|turns| turns.speciation).map(|[t, _]| f64::from(t)));
    if let Some(turns) = lane.u_turns(Denoiser::Learned) {
        if let Some((share, error)) = from_half(turns) {
            metrics.add("home_from_half", share);
            metrics.add("home_from_half_error", error);
        }
        metrics.maybe("speciation", turns.speciation.map(|[t, _]| f64::from(t)));
        metrics.maybe("speciation_error", turns.speciation.map(|[_, error]| f64::from(error)));
    }
    metrics
}

/// The share that comes home from half of the noise levels, and its standard error.
fn from_half(turns: &UTurns) -> Option<(f64, f64)> {
    let half = turns.times.last()? / 2.0;
    let place = turns.times.iter().position(|&t| t >= half)?;
    Some((f64::from(*turns.shares.get(place)?), f64::from(*turns.errors.get(place)?)))
}
