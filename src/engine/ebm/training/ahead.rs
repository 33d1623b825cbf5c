//! The second learner, which another engine may train: what it goes on from, and slices of its training.

use super::{Slice, Training, networks};
use crate::engine::device::read_back;
use crate::engine::sharing::{SECOND, SLICE_MS, steps_of_slice};
use crate::numerics::Point;
use crate::protocol::sharing;
use crate::settings::EbmSettings;
use burn::tensor::{Tensor, TensorData};

impl Training {
    /// Takes over a slice of the second learner that another engine has trained, and trains the first as far.
    ///
    /// # Errors
    /// Says in words that the device is lost.
    pub async fn advance_with(
        &mut self,
        data: &[Point],
        settings: &EbmSettings,
        slice: sharing::Slice,
    ) -> Result<Slice, String> {
        let mut numbers = self.step(data, settings, 0..SECOND, slice.steps).await?;
        numbers.push(slice.numbers.as_chunks::<5>().0.to_vec());
        self.take_over(slice);
        Ok(self.judge(numbers, settings))
    }

    /// All that the second learner goes on from, in a slice of no steps.
    ///
    /// # Errors
    /// Says in words that the device is lost.
    pub async fn state(&self) -> Result<sharing::Slice, String> {
        let second = &self.learners[SECOND];
        let (words, values) = second.trainer.state();
        let negatives = match &second.negatives {
            Some(negatives) => read_back(negatives.clone()).await?,
            None => Vec::new(),
        };
        let (from, kept) = (second.trainer.learned.steps as u32, self.kept.newest());
        let values = read_back(values).await?;
        Ok(sharing::Slice { from, kept, words, values, negatives, ..Default::default() })
    }

    /// Trains the second learner for another engine, for about [`SLICE_MS`]; none at the end of training.
    ///
    /// # Errors
    /// Says in words that the device is lost.
    pub async fn train_ahead(
        &mut self,
        data: &[Point],
        settings: &EbmSettings,
    ) -> Result<Option<sharing::Slice>, String> {
        let (from, before) = (self.learners[SECOND].trainer.learned.steps as u32, self.seconds);
        let fitting = self.fitting(SLICE_MS);
        let steps = steps_of_slice(from, fitting, &self.kept, settings.train_steps);
        if steps == 0 {
            return Ok(None);
        }
        let numbers = self.step(data, settings, SECOND..SECOND + 1, steps).await?.concat().concat();
        self.kept.offer(from + steps, || networks(&self.learners));
        let seconds = (self.seconds - before) as f32;
        Ok(Some(sharing::Slice { from, steps, seconds, numbers, ..self.state().await? }))
    }

    /// Puts the second learner after a slice of another engine.
    pub fn take_over(&mut self, slice: sharing::Slice) {
        let second = &mut self.learners[SECOND];
        second.trainer.resume(&slice.words, &slice.values);
        let shape = [slice.negatives.len() / 2, 2];
        let place = |places| Tensor::from_data(TensorData::new(places, shape), second.trainer.device());
        second.negatives = (shape[0] > 0).then(|| place(slice.negatives));
        self.seconds += f64::from(slice.seconds);
        self.kept.take_back(slice.kept);
        self.kept.offer(slice.kept, || networks(&self.learners));
    }
}
