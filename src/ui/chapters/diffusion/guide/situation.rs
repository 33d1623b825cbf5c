//! What the sentences of the guide speak from.

use crate::settings::DiffusionSettings;
use crate::ui::chapters::diffusion::readouts::Readouts;

pub struct Situation<'a> {
    pub now: &'a Readouts,
    pub settings: &'a DiffusionSettings,
}
