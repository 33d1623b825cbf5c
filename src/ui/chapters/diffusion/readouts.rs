//! Every number the page reads out, gathered from the model a few times a second.

use super::clouds;
use super::model::Model;
use super::playhead::Playhead;
use crate::protocol::diffusion::{Denoiser, Floor, Score};
use crate::ui::format;

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Readouts {
    pub step: u32,
    /// Smoothed over training steps, and of the last one.
    pub loss: Option<f32>,
    pub loss_raw: Option<f32>,
    pub ideal_loss: Option<f32>,
    pub weights: Option<u32>,
    pub alpha_bar_last: Option<f32>,
    pub steps_per_second: Option<f32>,
    /// Seconds until training pauses by itself.
    pub time_left: Option<f64>,
    /// Of the cloud on the stage.
    pub source: Option<Denoiser>,
    pub cloud_step: Option<u32>,
    pub states: usize,
    pub position: f64,
    pub playing: bool,
    /// Noise level shown.
    pub t: Option<f32>,
    pub score: Option<Score>,
    pub floor: Option<Floor>,
    /// Which arrows can be drawn.
    pub has_learned: bool,
    pub has_ideal: bool,
}

impl Readouts {
    pub fn gather(model: &Model, playhead: &Playhead, train_steps: usize) -> Self {
        let cloud = model.cloud();
        let rate = Some(model.steps_per_second).filter(|&rate| rate > 0.0);
        let left = (train_steps as f64 - f64::from(model.step)).max(0.0);
        Self {
            step: model.step,
            loss: model.losses.smoothed(),
            loss_raw: model.losses.last(),
            ideal_loss: model.reference().map(|reference| reference.ideal_loss),
            weights: model.reference().map(|reference| reference.weights),
            alpha_bar_last: model.reference().map(|reference| reference.alpha_bar_last),
            steps_per_second: rate,
            time_left: rate.map(|rate| left / f64::from(rate)),
            source: cloud.map(|cloud| cloud.denoiser),
            cloud_step: cloud.map(|cloud| cloud.step),
            states: playhead.states(),
            position: playhead.position(),
            playing: playhead.playing(),
            t: cloud.map(|cloud| clouds::time_at(cloud, playhead.position())),
            score: model.score().cloned(),
            floor: model.floor.clone(),
            has_learned: model.learned.is_some(),
            has_ideal: model.ideal.is_some(),
        }
    }

    /// One sentence that says what the stage shows.
    pub fn describe(&self) -> String {
        let Some(source) = self.source else {
            return "A square plane; the two moons are about to appear.".into();
        };
        let who = match source {
            Denoiser::Ideal => "the ideal denoiser".to_owned(),
            Denoiser::Learned => {
                format!(
                    "the network after {} training steps",
                    format::count(f64::from(self.cloud_step.unwrap_or(0)))
                )
            }
        };
        let place = match self.t {
            _ if self.playing => "moving from noise to data, again and again".to_owned(),
            Some(t) if t > 0.0 => format!("at noise level {t:.0}"),
            _ => "at the end of the way, without noise".to_owned(),
        };
        let shares = self.score.as_ref().map_or(String::new(), |score| {
            let distances = &score.distances;
            format!(
                " Of the finished samples {} lie nearer to the upper moon and {} lie off both moons.",
                format::percent(f64::from(distances.upper_share)),
                format::percent(f64::from(distances.off_share))
            )
        });
        format!("Two crescent moons of true density, and 1,000 samples from {who}, {place}.{shares}")
    }
}
