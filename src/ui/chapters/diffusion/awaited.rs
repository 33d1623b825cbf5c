//! What is on its way, where what is shown belongs to other settings, or to another training step, than the reader has chosen.

use super::lane::LaneModel;
use super::model::Model;
use crate::protocol::diffusion::Denoiser;
use crate::settings::Sampling;
use crate::ui::words::format;

impl Model {
    /// To the stage of a lane, in words; none where it shows what it should.
    pub fn awaited(&self, lane: usize) -> Option<String> {
        if self.forward && lane == 1 {
            return None;
        }
        let (shown, wanted) = (self.lanes.get(lane)?, self.sampling.get(lane));
        let cloud = shown.cloud()?;
        let learned = cloud.denoiser == Denoiser::Learned;
        let samples = match self.other_step(cloud.step).filter(|_| learned) {
            Some(of_step) => of_step,
            None if wanted.is_some_and(|wanted| *wanted != cloud.sampling) => of_sampler(wanted?),
            None if !learned && shown.ideal_is_old => "samples of the new run".into(),
            None => return None,
        };
        Some(format!("drawing {samples} …"))
    }

    /// To scores and sentences.
    pub fn awaited_scores(&self) -> Option<String> {
        (0..self.lanes.len()).find_map(|lane| self.awaited(lane).or_else(|| self.awaited_score(lane)))
    }

    fn awaited_score(&self, lane: usize) -> Option<String> {
        let wanted = self.sampling.get(lane);
        let samples = match (self.lanes.get(lane).and_then(LaneModel::score), self.looking_at) {
            (None, Some(step)) => self.other_step(step + 1)?,
            (Some(score), _) if wanted.is_some_and(|wanted| *wanted != score.sampling) => of_sampler(wanted?),
            (Some(score), _) if score.denoiser == Denoiser::Learned => self.other_step(score.step)?,
            _ => return None,
        };
        Some(format!("scoring {samples} …"))
    }

    /// The samples that are wanted, where those of `step` are others.
    fn other_step(&self, step: u32) -> Option<String> {
        match self.looking_at {
            Some(wanted) if wanted != step => {
                Some(format!("samples of step {}", format::count(f64::from(wanted))))
            }
            None if step < self.returned_at => Some("samples of now".into()),
            _ => None,
        }
    }
}

fn of_sampler(wanted: &Sampling) -> String {
    format!("{} samples", wanted.sampler.name())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::Frame;
    use crate::protocol::diffusion::{Cloud, DiffusionFrame, DiffusionLane, Score};
    use crate::settings::{DataSettings, DiffusionSampler, DiffusionSettings};

    fn sampling(sampler: DiffusionSampler) -> Sampling {
        DiffusionSettings { sampler, ..DiffusionSettings::default() }.sampling()
    }

    fn hear(model: &mut Model, step: u32, looking_at: Option<u32>, lane: DiffusionLane) {
        let content = DiffusionFrame { lanes: vec![lane], looking_at, ..DiffusionFrame::default() };
        let content = content.into();
        model.take(Frame { run: 0, step, steps_per_second: 0.0, more: true, halt: None, content });
    }

    fn cloud(denoiser: Denoiser, step: u32, sampling: Sampling) -> DiffusionLane {
        let cloud = Some(Cloud { denoiser, step, sampling, ..Cloud::default() });
        DiffusionLane { cloud, ..DiffusionLane::default() }
    }

    fn score(denoiser: Denoiser, step: u32, sampling: Sampling) -> DiffusionLane {
        let score = Some(Score { denoiser, step, sampling, ..Score::default() });
        DiffusionLane { score, ..DiffusionLane::default() }
    }

    #[test]
    fn samples_of_another_sampler_are_awaited_until_they_come_and_then_their_score() {
        use Denoiser::Learned;
        let [ddpm, ddim] = [DiffusionSampler::Ddpm, DiffusionSampler::Ddim].map(sampling);
        let mut model = Model::default();
        model.sample_as(vec![ddpm]);
        hear(&mut model, 9, None, cloud(Learned, 9, ddpm));
        hear(&mut model, 9, None, score(Learned, 9, ddpm));
        assert_eq!((model.awaited(0), model.awaited_scores()), (None, None));
        model.sample_as(vec![ddim]);
        let drawing = Some("drawing DDIM samples …".to_owned());
        assert_eq!((model.awaited(0), model.awaited_scores()), (drawing.clone(), drawing.clone()));
        hear(&mut model, 20, None, DiffusionLane { losses: vec![1.0; 11], ..DiffusionLane::default() });
        assert_eq!(model.awaited(0), drawing, "training has drawn nothing");
        hear(&mut model, 20, None, cloud(Learned, 20, ddim));
        assert_eq!((model.awaited(0), model.awaited_scores()), (None, Some("scoring DDIM samples …".into())));
        hear(&mut model, 20, None, score(Learned, 20, ddim));
        assert_eq!(model.awaited_scores(), None);
    }

    #[test]
    fn looking_back_shows_one_step_or_says_what_is_on_its_way() {
        use Denoiser::Learned;
        let ddpm = sampling(DiffusionSampler::Ddpm);
        let mut model = Model::default();
        model.sample_as(vec![ddpm]);
        let losses: Vec<f32> = (0..400).map(|step| step as f32).collect();
        let trained = DiffusionLane { losses, excess_by_timestep: vec![0.5; 6], ..DiffusionLane::default() };
        hear(&mut model, 400, None, trained);
        hear(&mut model, 400, None, cloud(Learned, 400, ddpm));
        hear(&mut model, 400, None, score(Learned, 400, ddpm));
        let now = model.lanes[0].loss().expect("it trained");
        hear(&mut model, 400, Some(25), DiffusionLane::default());
        let drawing = Some("drawing samples of step 25 …".to_owned());
        assert_eq!((model.awaited(0), model.awaited_scores()), (drawing.clone(), drawing));
        let lane = &model.lanes[0];
        assert!(lane.score().is_none() && lane.above().is_none(), "they are of now");
        assert!(lane.loss().is_some_and(|loss| loss < now), "the loss is that of step 25");
        hear(&mut model, 400, Some(25), cloud(Learned, 25, ddpm));
        assert_eq!(model.awaited(0), None);
        assert_eq!(model.awaited_scores().as_deref(), Some("scoring samples of step 25 …"));
        hear(&mut model, 400, Some(25), score(Learned, 25, ddpm));
        assert_eq!(
            (model.awaited_scores(), model.lanes[0].score().map(|score| score.step)),
            (None, Some(25))
        );
        hear(&mut model, 400, None, DiffusionLane::default());
        assert_eq!(model.awaited(0).as_deref(), Some("drawing samples of now …"));
        hear(&mut model, 400, None, cloud(Learned, 400, ddpm));
        hear(&mut model, 400, None, score(Learned, 400, ddpm));
        assert_eq!(model.awaited_scores(), None);
    }

    #[test]
    fn samples_of_the_run_before_are_said_to_be() {
        let ddpm = sampling(DiffusionSampler::Ddpm);
        let mut model = Model::default();
        hear(&mut model, 0, None, cloud(Denoiser::Ideal, 0, ddpm));
        assert_eq!(model.awaited(0), None);
        model.begin(&DataSettings::default());
        assert_eq!(model.awaited(0).as_deref(), Some("drawing samples of the new run …"));
        hear(&mut model, 0, None, cloud(Denoiser::Ideal, 0, ddpm));
        assert_eq!(model.awaited(0), None);
    }
}
