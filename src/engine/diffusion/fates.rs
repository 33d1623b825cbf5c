//! Where points end: what is exact of it, and what the network shown makes of it.

use super::fate_maps::FateMapsInProgress;
use super::ground::Ground;
use super::source::Source;
use super::u_turns::UTurnsInProgress;
use crate::protocol::diffusion::{Denoiser, DiffusionLane};
use crate::protocol::fate::Drawn;
use crate::settings::{DiffusionSettings, FateLayer};
use burn::tensor::Device;

/// None of it for data of one piece.
pub struct Fates {
    exact: Option<Fate>,
    learned: Option<Fate>,
}

struct Fate {
    u_turns: UTurnsInProgress,
    maps: FateMapsInProgress,
}

impl Fate {
    fn new(drawn: Drawn, settings: &DiffusionSettings, ground: &Ground) -> Self {
        Self {
            u_turns: UTurnsInProgress::new(drawn, settings, ground),
            maps: FateMapsInProgress::new(drawn, settings, ground),
        }
    }

    /// Whether the layer of the stage shows these maps, and one more can go into `frame`.
    fn maps_are_due(&self, settings: &DiffusionSettings, frame: &DiffusionLane) -> bool {
        let shows = match self.maps.drawn.denoiser {
            Denoiser::Ideal => FateLayer::Exact,
            Denoiser::Learned => FateLayer::Learned,
        };
        settings.fate == shows && !self.maps.are_done() && frame.fate_map.is_none()
    }

    fn is_due(&self, settings: &DiffusionSettings, frame: &DiffusionLane) -> bool {
        self.maps_are_due(settings, frame) || !self.u_turns.are_done() && frame.u_turns.is_none()
    }

    async fn advance(
        &mut self,
        settings: &DiffusionSettings,
        source: &Source,
        ground: &Ground,
        device: &Device,
        frame: &mut DiffusionLane,
    ) -> Result<(), String> {
        if self.maps_are_due(settings, frame) {
            frame.fate_map = self.maps.advance(source, ground, device).await?;
        } else {
            frame.u_turns = self.u_turns.advance(source, ground, device).await?;
        }
        Ok(())
    }
}

impl Fates {
    pub fn new(settings: &DiffusionSettings, ground: &Ground) -> Self {
        let has_parts = ground.law.parts().len() > 1;
        Self { exact: has_parts.then(|| Fate::new(Drawn::default(), settings, ground)), learned: None }
    }

    pub fn exact_is_due(&self, settings: &DiffusionSettings, frame: &DiffusionLane) -> bool {
        self.exact.as_ref().is_some_and(|exact| exact.is_due(settings, frame))
    }

    /// Of the network of `step` training steps.
    pub fn learned_is_due(&self, step: u32, settings: &DiffusionSettings, frame: &DiffusionLane) -> bool {
        let known = self.learned.as_ref().filter(|fate| fate.maps.drawn == drawn(step, settings));
        self.exact.is_some() && known.is_none_or(|fate| fate.is_due(settings, frame))
    }

    /// One slice of what is exact; what it brings goes into `frame`.
    ///
    /// # Errors
    /// Says in words that the device is lost.
    pub async fn advance_exact(
        &mut self,
        settings: &DiffusionSettings,
        ground: &Ground,
        device: &Device,
        frame: &mut DiffusionLane,
    ) -> Result<(), String> {
        let Some(exact) = &mut self.exact else { return Ok(()) };
        exact.advance(settings, &Source::Ideal, ground, device, frame).await
    }

    /// One slice of what the network `source` of `step` training steps makes of it.
    ///
    /// # Errors
    /// Says in words that the device is lost.
    pub async fn advance_learned(
        &mut self,
        step: u32,
        settings: &DiffusionSettings,
        source: &Source,
        ground: &Ground,
        device: &Device,
        frame: &mut DiffusionLane,
    ) -> Result<(), String> {
        let drawn = drawn(step, settings);
        let known = self.learned.take().filter(|fate| fate.maps.drawn == drawn);
        let fate = self.learned.insert(known.unwrap_or_else(|| Fate::new(drawn, settings, ground)));
        fate.advance(settings, source, ground, device, frame).await
    }
}

fn drawn(step: u32, settings: &DiffusionSettings) -> Drawn {
    Drawn { denoiser: Denoiser::Learned, step, sampling: settings.sampling() }
}
