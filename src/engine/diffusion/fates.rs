//! Where points end: what is exact of it, and what the network shown makes of it.

use super::fate_maps::FateMapsInProgress;
use super::ground::Ground;
use super::source::Source;
use super::u_turns::UTurnsInProgress;
use crate::protocol::diffusion::{Denoiser, DiffusionLane};
use crate::protocol::fate::Drawn;
use crate::settings::{DiffusionSettings, FateLayer};
use burn::tensor::Device;

/// Of the ideal denoiser and of the network, each begun when it is first asked for.
#[derive(Default)]
pub struct Fates([Option<Fate>; 2]);

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

    fn u_turns_are_due(&self, frame: &DiffusionLane) -> bool {
        !self.u_turns.are_done() && frame.u_turns.is_none()
    }

    fn is_due(&self, settings: &DiffusionSettings, frame: &DiffusionLane) -> bool {
        self.u_turns_are_due(frame) || self.maps_are_due(settings, frame)
    }

    async fn advance(
        &mut self,
        source: &Source,
        ground: &Ground,
        device: &Device,
        frame: &mut DiffusionLane,
    ) -> Result<(), String> {
        // The number before the picture, which takes far longer.
        if self.u_turns_are_due(frame) {
            frame.u_turns = self.u_turns.advance(source, ground, device).await?;
        } else {
            frame.fate_map = self.maps.advance(source, ground, device).await?;
        }
        Ok(())
    }
}

impl Fates {
    /// What is known, or on its way, of points sent back like this.
    fn of(&self, drawn: &Drawn) -> Option<&Fate> {
        self.0[drawn.denoiser as usize].as_ref().filter(|fate| fate.maps.drawn == *drawn)
    }

    /// Whether there is something to do for points sent back like this. Data of one piece have no fate.
    pub fn are_due(
        &self,
        drawn: &Drawn,
        settings: &DiffusionSettings,
        ground: &Ground,
        frame: &DiffusionLane,
    ) -> bool {
        let is_due = match self.of(drawn) {
            Some(fate) => fate.is_due(settings, frame),
            // What begins must not take the place of what is told.
            None => frame.u_turns.is_none() && frame.fate_map.is_none(),
        };
        is_due && ground.law.parts().len() > 1
    }

    /// One slice of what `source`, which sends points back like this, makes of it; what it brings goes into `frame`.
    ///
    /// # Errors
    /// Says in words that the device is lost.
    pub async fn advance(
        &mut self,
        drawn: Drawn,
        settings: &DiffusionSettings,
        source: &Source,
        ground: &Ground,
        device: &Device,
        frame: &mut DiffusionLane,
    ) -> Result<(), String> {
        let fate = &mut self.0[drawn.denoiser as usize];
        fate.take_if(|fate| fate.maps.drawn != drawn);
        let fate = fate.get_or_insert_with(|| Fate::new(drawn, settings, ground));
        fate.advance(source, ground, device, frame).await
    }
}
