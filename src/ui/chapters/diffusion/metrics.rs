//! Numbers of the first run, by the names that a host page and the story know them by.

use super::model::Model;
use crate::protocol::diffusion::Denoiser;
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
        metrics.add("mmd2", f64::from(score.distances.mmd2[2]));
        metrics.add("off_share", f64::from(score.distances.off_share));
        metrics.add("sampler_steps", score.sampling.steps as f64);
        metrics.add("is_learned", f64::from(u8::from(score.denoiser == Denoiser::Learned)));
    }
    metrics.maybe("t", now.t().map(f64::from));
    metrics.maybe("bridge", now.barrier().map(|(_, barrier)| f64::from(barrier)));
    metrics
}
