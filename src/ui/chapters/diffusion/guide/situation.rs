//! What the sentences of the guide speak from.

use crate::settings::DiffusionSettings;
use crate::ui::chapters::diffusion::model::Model;

/// Samples with more than this share off the data are not judged by anything else.
pub const MANY_OFF: f64 = 0.1;
/// Samples with more than this share off the data are no real data, whatever their score.
pub const SOME_OFF: f64 = 0.02;

pub struct Situation<'a> {
    pub now: &'a Model,
    pub settings: &'a DiffusionSettings,
    /// Training goes on.
    pub running: bool,
}
