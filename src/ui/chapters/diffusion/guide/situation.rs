//! What the sentences of the guide speak from.

use crate::settings::DiffusionSettings;
use crate::ui::chapters::diffusion::model::Model;

pub struct Situation<'a> {
    pub now: &'a Model,
    pub settings: &'a DiffusionSettings,
    /// Training goes on.
    pub running: bool,
}
