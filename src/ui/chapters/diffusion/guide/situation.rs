//! What the sentences of the guide speak from.

use crate::protocol::diffusion::{Score, WALKERS};
use crate::protocol::estimate::Estimate;
use crate::settings::DiffusionSettings;
use crate::ui::chapter::nearness::{Nearness, REAL_OFF, nearness};
use crate::ui::chapters::diffusion::model::Model;

/// Samples with more than this share off the data are not judged by anything else.
pub const MANY_OFF: f64 = 0.1;

/// How near samples are to the data; none while that is not measured.
pub fn nearness_of(now: &Model, score: &Score) -> Option<Nearness> {
    let band = f64::from(now.real_vs_real.as_ref()?.mmd2_mean_q95);
    let mmd2 = Estimate::of([f64::from(score.distances.mmd2_mean())])?;
    Some(nearness(&mmd2, score.distances.off_share.into(), WALKERS, band, REAL_OFF))
}

pub struct Situation<'a> {
    pub now: &'a Model,
    pub settings: &'a DiffusionSettings,
    /// Training goes on.
    pub running: bool,
}
