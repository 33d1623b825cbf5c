//! Networks side by side: trained in step, and taken back together.

use super::training::{STEPS_PER_READ, Training};
use super::{EbmRun, lane};
use crate::engine::sharing::SECOND;
use crate::engine::slice::fitting;
use crate::protocol::ebm::EbmFrame;

impl EbmRun {
    pub(super) fn steps(&self) -> u32 {
        self.training().map(Training::steps).max().unwrap_or_default()
    }

    /// Of all lanes that learn: they take the same steps.
    pub(super) fn training(&self) -> impl Iterator<Item = &Training> {
        self.lanes.iter().filter_map(|lane| lane.training.as_ref())
    }

    pub(super) fn training_mut(&mut self) -> impl Iterator<Item = &mut Training> {
        self.lanes.iter_mut().filter_map(|lane| lane.training.as_mut())
    }

    /// Some steps of every lane: at most `most`, in about `ms`, or as many as another engine has taken of the second lane. Where
    /// one diverges, all go back to the last good weights: words for the reader.
    pub(super) async fn train(
        &mut self,
        most: u32,
        ms: f64,
        frame: &mut EbmFrame,
    ) -> Result<Option<String>, String> {
        let ms_per_step = self.training().map(|training| training.pace.ms_per_step).sum();
        let mut ahead = self.slices.sharing.take(self.steps(), most);
        let fitting = fitting(ms_per_step, ms, STEPS_PER_READ).min(most);
        let steps = ahead.as_ref().map_or(fitting, |slice| slice.steps);
        let mut slices = Vec::with_capacity(self.lanes.len());
        let mut diverged = None;
        for (index, lane) in self.lanes.iter_mut().enumerate() {
            let Some(training) = &mut lane.training else { continue };
            let slice = match ahead.take_if(|_| index == SECOND) {
                Some(slice) => training.take_over(&slice),
                None => training.advance(&self.reference.data, &self.settings, steps).await?,
            };
            diverged = diverged.or(slice.diverged.map(|what| (training.objective(), what)));
            slices.push(slice);
        }
        self.slices.trained(steps, diverged.is_some());
        if let Some((objective, (step, divergence))) = diverged {
            self.training_mut().for_each(Training::take_back);
            return Ok(Some(divergence.words(step, self.steps(), objective, &self.settings)));
        }
        if self.training().all(Training::is_calm) {
            self.training_mut().for_each(Training::approve);
        }
        for (lane, slice) in frame.lanes.iter_mut().zip(slices) {
            lane::add_numbers(lane, &slice.numbers);
        }
        Ok(None)
    }
}
