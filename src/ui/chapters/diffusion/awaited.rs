//! What is on its way, where what is shown belongs to other settings, or to another training step, than the reader has chosen.

use super::lane::LaneModel;
use super::model::Model;
use crate::protocol::diffusion::Denoiser;
use crate::settings::{DiffusionSettings, Sampling, Settings};
use crate::ui::words::format;

impl Model {
    /// To the stage of a lane, in words; none where it shows what these settings ask for.
    pub fn awaited(&self, lane: usize, settings: &Settings) -> Option<String> {
        if let Some(what) = self.beside(lane) {
            let composed = self.first()?.beside(what)?.composed.as_ref()?;
            let is_other = composed.drawn_as != settings.diffusion_in_use().composing();
            return is_other.then(|| "drawing samples of the composition …".into());
        }
        let (shown, wanted) = (self.lanes.get(lane)?, wanted(lane, settings)?);
        let cloud = shown.cloud()?;
        let learned = cloud.denoiser == Denoiser::Learned;
        let samples = match self.other_step(cloud.step).filter(|_| learned) {
            Some(of_step) => of_step,
            None if wanted != cloud.sampling => of_sampler(wanted),
            None if !learned && self.step > 0 => "samples of the trained model".into(),
            None if !learned && shown.ideal_is_old => "samples of the new run".into(),
            None => return None,
        };
        Some(format!("drawing {samples} …"))
    }

    /// To scores and sentences.
    pub fn awaited_scores(&self, settings: &Settings) -> Option<String> {
        let of_lane = |lane| self.awaited(lane, settings).or_else(|| self.awaited_score(lane, settings));
        (0..self.lanes.len()).find_map(of_lane)
    }

    fn awaited_score(&self, lane: usize, settings: &Settings) -> Option<String> {
        let wanted = wanted(lane, settings)?;
        let samples = match (self.lanes.get(lane).and_then(LaneModel::score), self.looking_at) {
            (None, Some(step)) => self.other_step(step + 1)?,
            (Some(score), _) if wanted != score.sampling => of_sampler(wanted),
            (Some(score), _) if score.denoiser == Denoiser::Learned => self.other_step(score.step)?,
            (Some(_), _) if self.step > 0 => "samples of the trained model".into(),
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

/// How samples of a lane are to be drawn.
fn wanted(lane: usize, settings: &Settings) -> Option<Sampling> {
    settings.diffusion_in_use().runs().get(lane).map(DiffusionSettings::sampling)
}

fn of_sampler(wanted: Sampling) -> String {
    format!("{} samples", wanted.sampler.name())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::Frame;
    use crate::protocol::diffusion::{Cloud, DiffusionFrame, DiffusionLane, Score};
    use crate::settings::{DataSettings, DiffusionSampler};

    fn with(sampler: DiffusionSampler) -> (Settings, Sampling) {
        let mut settings = Settings::default();
        settings.diffusion.sampler = sampler;
        let sampling = settings.diffusion.sampling();
        (settings, sampling)
    }

    fn hear(model: &mut Model, step: u32, looking_at: Option<u32>, lane: DiffusionLane) {
        let content = DiffusionFrame { lanes: vec![lane], looking_at, ..DiffusionFrame::default() };
        let content = content.into();
        model.take(Frame { run: 0, step, more: true, halt: None, content });
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
        let [(by_ddpm, ddpm), (by_ddim, ddim)] = [DiffusionSampler::Ddpm, DiffusionSampler::Ddim].map(with);
        let mut model = Model::default();
        let awaited = |model: &Model, settings| (model.awaited(0, settings), model.awaited_scores(settings));
        hear(&mut model, 9, None, cloud(Learned, 9, ddpm));
        hear(&mut model, 9, None, score(Learned, 9, ddpm));
        assert_eq!(awaited(&model, &by_ddpm), (None, None));
        let drawing = Some("drawing DDIM samples …".to_owned());
        assert_eq!(awaited(&model, &by_ddim), (drawing.clone(), drawing.clone()));
        hear(&mut model, 20, None, DiffusionLane { losses: vec![1.0; 11], ..DiffusionLane::default() });
        assert_eq!(model.awaited(0, &by_ddim), drawing, "training has drawn nothing");
        hear(&mut model, 20, None, cloud(Learned, 20, ddim));
        assert_eq!(awaited(&model, &by_ddim), (None, Some("scoring DDIM samples …".into())));
        hear(&mut model, 20, None, score(Learned, 20, ddim));
        assert_eq!(awaited(&model, &by_ddim), (None, None));
    }

    #[test]
    fn looking_back_shows_one_step_or_says_what_is_on_its_way() {
        use Denoiser::Learned;
        let (settings, ddpm) = with(DiffusionSampler::Ddpm);
        let mut model = Model::default();
        let losses: Vec<f32> = (0..400).map(|step| step as f32).collect();
        let trained = DiffusionLane { losses, excess_by_timestep: vec![0.5; 6], ..DiffusionLane::default() };
        hear(&mut model, 400, None, trained);
        hear(&mut model, 400, None, cloud(Learned, 400, ddpm));
        hear(&mut model, 400, None, score(Learned, 400, ddpm));
        let now = model.lanes[0].loss().expect("it trained");
        hear(&mut model, 400, Some(25), DiffusionLane::default());
        let drawing = Some("drawing samples of step 25 …".to_owned());
        assert_eq!(
            (model.awaited(0, &settings), model.awaited_scores(&settings)),
            (drawing.clone(), drawing)
        );
        let lane = &model.lanes[0];
        assert!(lane.score().is_none() && lane.above().is_none(), "they are of now");
        assert!(lane.loss().is_some_and(|loss| loss < now), "the loss is that of step 25");
        hear(&mut model, 400, Some(25), cloud(Learned, 25, ddpm));
        assert_eq!(model.awaited(0, &settings), None);
        assert_eq!(model.awaited_scores(&settings).as_deref(), Some("scoring samples of step 25 …"));
        hear(&mut model, 400, Some(25), score(Learned, 25, ddpm));
        assert_eq!(
            (model.awaited_scores(&settings), model.lanes[0].score().map(|score| score.step)),
            (None, Some(25))
        );
        hear(&mut model, 400, None, DiffusionLane::default());
        assert_eq!(model.awaited(0, &settings).as_deref(), Some("drawing samples of now …"));
        hear(&mut model, 400, None, cloud(Learned, 400, ddpm));
        hear(&mut model, 400, None, score(Learned, 400, ddpm));
        assert_eq!(model.awaited_scores(&settings), None);
    }

    #[test]
    fn samples_of_the_run_before_are_said_to_be() {
        let (settings, ddpm) = with(DiffusionSampler::Ddpm);
        let mut model = Model::default();
        hear(&mut model, 0, None, cloud(Denoiser::Ideal, 0, ddpm));
        assert_eq!(model.awaited(0, &settings), None);
        model.begin(&DataSettings::default());
        assert_eq!(model.awaited(0, &settings).as_deref(), Some("drawing samples of the new run …"));
        hear(&mut model, 0, None, cloud(Denoiser::Ideal, 0, ddpm));
        assert_eq!(model.awaited(0, &settings), None);
    }

    #[test]
    fn the_ideal_denoisers_samples_are_not_taken_for_those_of_a_trained_model() {
        let (settings, ddpm) = with(DiffusionSampler::Ddpm);
        let mut model = Model::default();
        hear(&mut model, 0, None, cloud(Denoiser::Ideal, 0, ddpm));
        hear(&mut model, 0, None, score(Denoiser::Ideal, 0, ddpm));
        assert_eq!(model.awaited_scores(&settings), None);
        model.begin(&DataSettings::default());
        model.step = 4000;
        let drawing = Some("drawing samples of the trained model …".to_owned());
        assert_eq!(model.awaited(0, &settings), drawing);
        hear(&mut model, 4000, None, cloud(Denoiser::Ideal, 0, ddpm));
        assert_eq!(model.awaited(0, &settings), drawing);
        hear(&mut model, 4000, None, cloud(Denoiser::Learned, 4000, ddpm));
        assert_eq!(model.awaited_scores(&settings), None);
    }
}
