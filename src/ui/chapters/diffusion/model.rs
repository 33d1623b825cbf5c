//! What the engine has told about the present run, in bounded memory.

use super::clouds;
use super::lane::LaneModel;
use super::probe_point::ProbePoint;
use crate::protocol::diffusion::RealVsReal;
use crate::protocol::{Content, Frame};
use crate::settings::{DataSettings, DiffusionBeside, DiffusionBug, Sampling};
use crate::ui::chapter::live::version_of;
use crate::ui::chapter::playhead::Playhead;

#[derive(Default)]
pub struct Model {
    /// What the run is about.
    pub data: DataSettings,
    pub playhead: Playhead,
    /// A point in the reader's hand.
    pub probe_point: ProbePoint,
    /// What the two runs differ in; empty where there is one.
    pub names: Vec<&'static str>,
    /// What stands beside the samples.
    pub beside: DiffusionBeside,
    /// The run, and the one it is forked into if it is.
    pub lanes: Vec<LaneModel>,
    pub real_vs_real: Option<RealVsReal>,
    /// What is on, also where it is hidden, once the run has told.
    pub bug: Option<DiffusionBug>,
    /// Why training was stopped, as long as it is.
    pub halted: Option<String>,
    /// Training steps whose weights are kept, in order.
    pub checkpoints: Vec<u32>,
    /// The training step that is looked back at; none while the newest weights are shown.
    pub looking_at: Option<u32>,
    /// Training steps when somebody last looked back: older samples are not of now.
    pub(super) returned_at: u32,
    /// How each run's samples are drawn.
    pub(super) sampling: Vec<Sampling>,
    /// Samplers are being measured: the share that is done.
    pub measuring: Option<f32>,
    pub step: u32,
    /// Count what has changed, so that drawings and read-outs know when they are stale.
    pub version: u32,
    pub curves_version: u32,
}

impl Model {
    /// Forgets the run before, but for what the stages can still show until the new one has its own: nothing, where
    /// that has other data.
    pub fn begin(&mut self, data: &DataSettings) {
        let before = std::mem::take(self);
        let same_data = before.data.is_like(data);
        *self = Self {
            data: data.clone(),
            playhead: before.playhead,
            probe_point: before.probe_point,
            names: before.names,
            beside: before.beside,
            sampling: before.sampling,
            lanes: before.lanes.into_iter().map(|lane| lane.begin(same_data)).collect(),
            version: before.version + 1,
            curves_version: before.curves_version + 1,
            ..Self::default()
        };
    }

    /// Takes in a frame of the present run.
    pub fn take(&mut self, frame: Frame) {
        let Content::Diffusion(content) = frame.content else { return };
        if frame.halt.is_some() || frame.step != self.step {
            self.halted = frame.halt;
        }
        self.step = frame.step;
        self.bug = Some(content.bug);
        if self.measuring.is_none() && content.measuring.is_some() {
            self.lanes.iter_mut().for_each(LaneModel::measure_anew);
            self.curves_version += 1;
        }
        self.measuring = content.measuring;
        if self.looking_at.is_some() && content.looking_at.is_none() {
            self.returned_at = frame.step;
        }
        self.looking_at = content.looking_at;
        if let Some(checkpoints) = content.checkpoints {
            self.checkpoints = checkpoints;
        }
        if let Some(real_vs_real) = content.real_vs_real {
            self.real_vs_real = Some(real_vs_real);
            self.curves_version += 1;
        }
        self.lanes.resize_with(content.lanes.len(), LaneModel::default);
        for (model, lane) in self.lanes.iter_mut().zip(content.lanes) {
            self.curves_version += u32::from(model.take(lane, frame.step, self.looking_at));
        }
        self.version += 1;
    }

    /// How samples are to be drawn from now on. Samplers are compared at any number of steps; all else voids what was measured.
    pub fn sample_as(&mut self, sampling: Vec<Sampling>) {
        if sampling == self.sampling {
            return;
        }
        let of_any_sampler = |all: &[Sampling]| {
            all.iter()
                .map(|one| Sampling { sampler: Default::default(), steps: 0, ..*one })
                .collect::<Vec<_>>()
        };
        if of_any_sampler(&self.sampling) != of_any_sampler(&sampling) {
            self.lanes.iter_mut().for_each(LaneModel::measure_anew);
            self.curves_version += 1;
        }
        self.sampling = sampling;
    }

    /// What the stage at this place shows of the first run in place of samples, if it does.
    pub fn beside(&self, stage: usize) -> Option<DiffusionBeside> {
        let is_of_first = !matches!(self.beside, DiffusionBeside::Nothing | DiffusionBeside::Fork);
        (stage == 1 && is_of_first).then_some(self.beside)
    }

    /// The run whose samples, or what else of it, the stage at this place shows.
    pub fn shown(&self, stage: usize) -> Option<&LaneModel> {
        self.lanes.get(if self.beside(stage).is_some() { 0 } else { stage })
    }

    /// The run of the settings, whatever stands beside it.
    pub fn first(&self) -> Option<&LaneModel> {
        self.lanes.first()
    }

    /// Noise level shown.
    pub fn t(&self) -> Option<f32> {
        let cloud = self.first()?.cloud()?;
        Some(clouds::time_at(cloud, self.playhead.position()))
    }

    /// The exact share of the first part of the data.
    pub fn truth(&self) -> Option<f64> {
        let shares = &self.first()?.reference()?.exact.shares;
        shares.first().map(|&share| f64::from(share))
    }

    /// The known noise level nearest to the one shown, and what the lowest way from part to part of the data climbs there,
    /// nats.
    pub fn barrier(&self) -> Option<(f32, f32)> {
        let marginal = self.first()?.marginal_near(self.t()?)?;
        marginal.barrier.is_finite().then_some((marginal.t, marginal.barrier))
    }

    /// As long as it is the same, so is everything that is read out.
    pub fn version(&self) -> u64 {
        let place = (self.playhead.playing(), self.playhead.position().to_bits());
        let held = self.probe_point.at().map(|at| at.map(f32::to_bits));
        version_of((self.version, place, held, &self.names, self.beside as u8))
    }

    /// Nobody holds a point any more.
    pub fn let_go(&mut self) {
        self.probe_point.let_go();
        self.lanes.iter_mut().for_each(LaneModel::let_go);
        self.version += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::diffusion::{Cloud, Denoiser, DiffusionFrame, DiffusionLane, Reference, Score};

    fn frame(step: u32, lanes: Vec<DiffusionLane>) -> Frame {
        let content = DiffusionFrame { lanes, ..DiffusionFrame::default() };
        Frame { run: 0, step, more: false, halt: None, content: content.into() }
    }

    fn learned(step: u32) -> DiffusionLane {
        let denoiser = Denoiser::Learned;
        DiffusionLane {
            losses: vec![1.0; step as usize],
            cloud: Some(Cloud { denoiser, step, ..Cloud::default() }),
            score: Some(Score { denoiser, step, ..Score::default() }),
            ..DiffusionLane::default()
        }
    }

    #[test]
    fn the_network_takes_the_stage_and_a_new_run_gives_it_back() {
        let mut model = Model::default();
        let (cloud, reference) = (Some(Cloud::default()), Some(Reference::default()));
        model.take(frame(0, vec![DiffusionLane { cloud, reference, ..DiffusionLane::default() }]));
        let source = |model: &Model| model.lanes[0].cloud().map(|cloud| cloud.denoiser);
        assert_eq!(source(&model), Some(Denoiser::Ideal));
        model.take(frame(3, vec![learned(3)]));
        assert_eq!(
            (source(&model), model.step, model.lanes[0].losses.steps()),
            (Some(Denoiser::Learned), 3, 3)
        );
        let (version, curves, stage) = (model.version, model.curves_version, model.lanes[0].version);
        model.begin(&DataSettings::default());
        let lane = &model.lanes[0];
        assert_eq!(source(&model), Some(Denoiser::Ideal));
        assert!(lane.reference.is_some() && lane.reference().is_none() && lane.score().is_none());
        assert_eq!((model.step, lane.losses.steps(), lane.scores.points().len()), (0, 0, 0));
        assert!(model.version > version && model.curves_version > curves && lane.version > stage);
    }

    #[test]
    fn a_fork_brings_a_second_lane_and_its_end_takes_it_away() {
        let mut model = Model::default();
        model.take(frame(2, vec![learned(2), learned(2)]));
        assert_eq!(model.lanes.len(), 2);
        model.begin(&DataSettings::default());
        model.take(frame(0, vec![DiffusionLane::default()]));
        assert_eq!(model.lanes.len(), 1);
    }

    #[test]
    fn samplers_measured_again_start_from_nothing() {
        use crate::protocol::diffusion::Quality;
        let measuring = |share: Option<f32>| {
            let lanes = vec![DiffusionLane { quality: vec![Quality::default()], ..DiffusionLane::default() }];
            let mut frame = frame(0, lanes);
            if let Content::Diffusion(content) = &mut frame.content {
                content.measuring = share;
                content.lanes[0].quality[0].evaluations = (100.0 * share.unwrap_or(1.0)) as u32;
            }
            frame
        };
        let mut model = Model::default();
        for share in [Some(0.1), Some(0.5), None] {
            model.take(measuring(share));
        }
        assert_eq!(model.lanes[0].quality.len(), 3);
        model.take(measuring(Some(0.2)));
        assert_eq!(model.lanes[0].quality.len(), 1);
    }

    #[test]
    fn looking_back_shows_other_weights_and_leaves_history_alone() {
        let mut model = Model::default();
        model.take(frame(9, vec![learned(9)]));
        let mut back = frame(9, vec![DiffusionLane { losses: Vec::new(), ..learned(4) }]);
        if let Content::Diffusion(content) = &mut back.content {
            content.looking_at = Some(4);
        }
        model.take(back);
        let lane = &model.lanes[0];
        assert_eq!((model.looking_at, lane.cloud().map(|cloud| cloud.step)), (Some(4), Some(4)));
        assert_eq!(lane.scores.points(), [(9, 0.0)]);
    }
}
