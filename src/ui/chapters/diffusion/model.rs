//! What the engine has told about the present run, in bounded memory.

use crate::protocol::diffusion::{Cloud, Denoiser, Floor, Reference, Score};
use crate::protocol::{Content, Frame};
use crate::ui::chapters::history::{LossHistory, ScoreHistory};

#[derive(Default)]
pub struct Model {
    /// Of the present run, or of the one before until the present one has told its own.
    pub reference: Option<Reference>,
    /// Whether `reference` belongs to the present run.
    pub reference_is_new: bool,
    /// As for `reference`: an old cloud is better to look at than none.
    pub ideal: Option<Cloud>,
    pub learned: Option<Cloud>,
    pub ideal_score: Option<Score>,
    pub learned_score: Option<Score>,
    pub floor: Option<Floor>,
    pub losses: LossHistory,
    /// Mean MMD² of the network's samples.
    pub scores: ScoreHistory,
    pub step: u32,
    pub steps_per_second: f32,
    /// Count what has changed, so that drawings know when they are stale.
    pub reference_version: u32,
    pub clouds_version: u32,
    pub curves_version: u32,
}

impl Model {
    /// Forgets the run before, but for what the stage can still show until the new one has its own.
    pub fn begin(&mut self) {
        let before = std::mem::take(self);
        *self = Self {
            reference: before.reference,
            ideal: before.ideal,
            reference_version: before.reference_version,
            clouds_version: before.clouds_version + 1,
            curves_version: before.curves_version + 1,
            ..Self::default()
        };
    }

    /// Takes in a frame of the present run.
    pub fn take(&mut self, frame: Frame) {
        self.step = frame.step;
        if frame.steps_per_second > 0.0 {
            self.steps_per_second = frame.steps_per_second;
        }
        let Content::Diffusion(frame) = frame.content else { return };
        if !frame.losses.is_empty() {
            self.losses.extend(&frame.losses);
            self.curves_version += 1;
        }
        if let Some(reference) = frame.reference {
            self.reference = Some(reference);
            self.reference_is_new = true;
            self.reference_version += 1;
            self.curves_version += 1;
        }
        if let Some(cloud) = frame.cloud {
            match cloud.denoiser {
                Denoiser::Ideal => self.ideal = Some(cloud),
                Denoiser::Learned => self.learned = Some(cloud),
            }
            self.clouds_version += 1;
        }
        if let Some(score) = frame.score {
            match score.denoiser {
                Denoiser::Ideal => self.ideal_score = Some(score),
                Denoiser::Learned => {
                    self.scores.push(score.step, score.distances.mmd2_mean());
                    self.learned_score = Some(score);
                }
            }
            self.curves_version += 1;
        }
        if let Some(floor) = frame.floor {
            self.floor = Some(floor);
            self.curves_version += 1;
        }
    }

    /// The cloud on the stage: the network's once there is one.
    pub fn cloud(&self) -> Option<&Cloud> {
        self.learned.as_ref().or(self.ideal.as_ref())
    }

    /// The score of the cloud on the stage, or the last one known.
    pub fn score(&self) -> Option<&Score> {
        self.learned_score.as_ref().or(self.ideal_score.as_ref())
    }

    /// What is known exactly about the present run.
    pub fn reference(&self) -> Option<&Reference> {
        self.reference.as_ref().filter(|_| self.reference_is_new)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::diffusion::DiffusionFrame;

    fn frame(step: u32, content: DiffusionFrame) -> Frame {
        Frame { run: 0, step, steps_per_second: 0.0, more: false, halt: None, content: content.into() }
    }

    fn learned(step: u32) -> Frame {
        let denoiser = Denoiser::Learned;
        let content = DiffusionFrame {
            losses: vec![1.0; step as usize],
            cloud: Some(Cloud { denoiser, step, ..Cloud::default() }),
            score: Some(Score { denoiser, step, ..Score::default() }),
            ..DiffusionFrame::default()
        };
        frame(step, content)
    }

    #[test]
    fn the_network_takes_the_stage_and_a_new_run_gives_it_back() {
        let mut model = Model::default();
        let (cloud, reference) = (Some(Cloud::default()), Some(Reference::default()));
        model.take(frame(0, DiffusionFrame { cloud, reference, ..DiffusionFrame::default() }));
        assert_eq!(model.cloud().unwrap().denoiser, Denoiser::Ideal);
        model.take(learned(3));
        assert_eq!(
            (model.cloud().unwrap().denoiser, model.step, model.losses.steps()),
            (Denoiser::Learned, 3, 3)
        );
        let (clouds, curves) = (model.clouds_version, model.curves_version);
        model.begin();
        assert_eq!(model.cloud().unwrap().denoiser, Denoiser::Ideal);
        assert!(model.reference.is_some() && model.reference().is_none() && model.score().is_none());
        assert_eq!((model.step, model.losses.steps(), model.scores.points().len()), (0, 0, 0));
        assert!(model.clouds_version > clouds && model.curves_version > curves);
    }
}
