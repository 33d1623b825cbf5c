//! What the engine has told about the energies of the present run and the walkers on them, in bounded memory.

use super::lane::LaneModel;
use crate::protocol::ebm::{EbmRealVsReal, EbmReference};
use crate::protocol::{Content, Frame};
use crate::settings::DataSettings;
use crate::ui::words::format;

#[derive(Default)]
pub struct Model {
    /// What the present run is about.
    pub data: DataSettings,
    /// Of the present run, or of one before on the same data until the present one has told its own.
    pub reference: Option<EbmReference>,
    /// Whether `reference` belongs to the present run.
    reference_is_new: bool,
    /// The learned energy, and what stands beside it.
    pub lanes: Vec<LaneModel>,
    pub real_vs_real: Option<EbmRealVsReal>,
    /// Why training was stopped, as long as it is.
    pub halted: Option<String>,
    /// Training steps whose weights are kept, in order.
    pub checkpoints: Vec<u32>,
    /// The training step that is looked back at; none while the newest weights are shown.
    pub looking_at: Option<u32>,
    /// Training steps when somebody last looked back: older maps are not of now.
    returned_at: u32,
    /// Training steps behind the energy with which the walkers went back to their start, as they do where training rests or
    /// another step is looked at.
    pub began_again: Option<u32>,
    /// Training steps.
    pub step: u32,
    /// Count what has changed, so that drawings know when they are stale.
    pub reference_version: u32,
    pub maps_version: u32,
    pub version: u32,
    pub curves_version: u32,
}

impl Model {
    pub fn new(data: &DataSettings) -> Self {
        Self { data: data.clone(), ..Self::default() }
    }

    /// Forgets the run before; where the new one has the same data, the stage can still show their density until it has
    /// its own.
    pub fn begin(&mut self, data: &DataSettings) {
        let before = std::mem::take(self);
        let same_data = before.data.is_like(data);
        *self = Self {
            reference: before.reference.filter(|_| same_data),
            reference_version: before.reference_version + u32::from(!same_data),
            maps_version: before.maps_version + 1,
            version: before.version + 1,
            curves_version: before.curves_version + 1,
            ..Self::new(data)
        };
    }

    /// Takes in a frame of the present run. True if walkers took another step.
    pub fn take(&mut self, frame: Frame) -> bool {
        let Content::Ebm(content) = frame.content else { return false };
        if frame.halt.is_some() || frame.step != self.step {
            self.halted = frame.halt;
        }
        self.step = frame.step;
        if let Some(reference) = content.reference {
            self.reference = Some(reference);
            self.reference_is_new = true;
            self.reference_version += 1;
            self.curves_version += 1;
        }
        if let Some(real_vs_real) = content.real_vs_real {
            self.real_vs_real = Some(real_vs_real);
            self.curves_version += 1;
        }
        if let Some(checkpoints) = content.checkpoints {
            self.checkpoints = checkpoints;
        }
        if self.looking_at.is_some() && content.looking_at.is_none() {
            self.returned_at = frame.step;
        }
        self.looking_at = content.looking_at;
        let walked = |lanes: &[LaneModel]| lanes.first().map(LaneModel::walked);
        let epoch = |lanes: &[LaneModel]| lanes.first().map(|lane| lane.walkers.lane.epoch);
        let (before, epoch_before) = (walked(&self.lanes), epoch(&self.lanes).unwrap_or_default());
        // Counts begin anew as well where a walker is put elsewhere, or another sampler takes over.
        let trains = content.lanes.iter().any(|lane| !lane.losses.is_empty());
        self.lanes.resize_with(content.lanes.len(), LaneModel::default);
        for (model, lane) in self.lanes.iter_mut().zip(content.lanes) {
            let changed = model.take(lane, frame.step, self.looking_at);
            self.maps_version += u32::from(changed.map);
            self.curves_version += u32::from(changed.curves);
        }
        if epoch(&self.lanes) != Some(epoch_before) && !trains {
            self.began_again = self.looking_at.or(Some(frame.step).filter(|&step| step > 0));
        }
        self.version += 1;
        walked(&self.lanes) != before
    }

    /// Shows the first walker where the reader holds it, before the engine has answered.
    pub fn place(&mut self, at: [f32; 2]) {
        self.lanes.iter_mut().for_each(|lane| lane.walkers.place(at));
        self.version += 1;
    }

    /// What is on its way to the stage of a lane, in words, where it shows another energy than wanted.
    pub fn awaited(&self, lane: usize) -> Option<String> {
        // The picture of the run before stays until then.
        if self.reference.is_some() && !self.reference_is_new {
            return Some("drawing the density of the new run …".into());
        }
        let lane = self.lanes.get(lane)?;
        let of_step = self.other_step(lane.map_step().filter(|_| lane.objective.is_some())?)?;
        Some(format!("drawing the energy of {of_step} …"))
    }

    /// The same for numbers and sentences: energies, and samples on them.
    pub fn awaited_scores(&self) -> Option<String> {
        let score = |lane: &LaneModel| lane.score.filter(|_| lane.learned().is_some());
        let of_step = |lane| self.other_step(score(lane)?.step);
        let drawing = (0..self.lanes.len()).find_map(|lane| self.awaited(lane));
        let scoring = || self.lanes.iter().find_map(of_step);
        drawing.or_else(|| Some(format!("scoring the walkers of {} …", scoring()?)))
    }

    /// The step that is wanted, where `step` is another.
    fn other_step(&self, step: u32) -> Option<String> {
        match self.looking_at {
            Some(wanted) if wanted != step => Some(format!("step {}", format::count(f64::from(wanted)))),
            None if step < self.returned_at => Some("now".into()),
            _ => None,
        }
    }

    /// What is known exactly about the present run.
    pub fn reference(&self) -> Option<&EbmReference> {
        self.reference.as_ref().filter(|_| self.reference_is_new)
    }

    /// The exact share of the first part of the data.
    pub fn truth(&self) -> Option<f64> {
        self.reference()?.exact.shares.first().map(|&share| f64::from(share))
    }

    /// The bridge from part to part of the exact density, nats.
    pub fn barrier(&self) -> Option<f64> {
        self.reference().map(|reference| reference.barrier)
    }
}

#[cfg(test)]
impl Model {
    /// A run on data whose first part has this share, with these lanes.
    pub fn of(lanes: impl IntoIterator<Item = LaneModel>, truth: f32, barrier: f64) -> Self {
        let exact = crate::protocol::exact::Exact { shares: vec![truth], ..Default::default() };
        Self {
            reference: Some(EbmReference { exact, barrier, ..EbmReference::default() }),
            reference_is_new: true,
            lanes: lanes.into_iter().collect(),
            ..Self::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::ebm::{EbmFrame, EbmLane, EbmScore, EnergyMap, EnergyMetrics};
    use crate::protocol::mcmc::{Cost, Lane};
    use crate::settings::Objective;

    fn frame(step: u32, content: EbmFrame) -> Frame {
        Frame { run: 0, step, more: false, halt: None, content: content.into() }
    }

    fn trained(step: u32, looking_at: Option<u32>) -> Frame {
        let metrics = EnergyMetrics { kl: 0.5, ..EnergyMetrics::default() };
        let step_shown = looking_at.unwrap_or(step);
        let lane = EbmLane {
            objective: Some(Objective::Cd),
            losses: vec![0.1; 2],
            data_energies: vec![-1.0, -2.0],
            negative_energies: vec![-1.5, -1.0],
            map: Some(Box::new(EnergyMap { step: step_shown, metrics, ..EnergyMap::default() })),
            score: Some(EbmScore { step: step_shown, ..EbmScore::default() }),
            ..EbmLane::default()
        };
        frame(step, EbmFrame { lanes: vec![lane], looking_at, ..EbmFrame::default() })
    }

    #[test]
    fn a_learned_energy_takes_the_stage_and_a_new_run_gives_it_back() {
        let mut model = Model::default();
        let exact = EbmLane { objective: Some(Objective::Cd), on_exact: true, ..EbmLane::default() };
        let scored = EbmLane { score: Some(EbmScore::default()), ..exact };
        let reference = Some(EbmReference::default());
        model.take(frame(0, EbmFrame { reference, lanes: vec![scored], ..EbmFrame::default() }));
        assert!(model.reference().is_some() && model.lanes[0].learned().is_none());
        assert!(model.lanes[0].score.is_some() && model.lanes[0].walkers_mmd2.points().is_empty());
        let maps = model.maps_version;
        model.take(trained(2, None));
        assert_eq!(model.lanes[0].learned().map(|map| map.step), Some(2));
        assert_eq!((model.lanes[0].losses.steps(), model.lanes[0].gap.last()), (2, Some(1.0)));
        assert!(model.maps_version > maps);
        let (maps, version, curves) = (model.maps_version, model.version, model.curves_version);
        model.begin(&DataSettings::default());
        assert!(model.reference.is_some() && model.reference().is_none() && model.lanes.is_empty());
        assert!(model.maps_version > maps && model.version > version && model.curves_version > curves);
    }

    #[test]
    fn looking_back_shows_other_weights_and_leaves_history_alone() {
        let mut model = Model::default();
        model.take(trained(100, None));
        model.take(trained(100, Some(7)));
        let lane = &model.lanes[0];
        assert_eq!((model.looking_at, lane.learned().map(|map| map.step)), (Some(7), Some(7)));
        assert_eq!((lane.kl.points(), lane.walkers_mmd2.points()), (&[(100, 0.5)][..], &[(100, 0.0)][..]));
    }

    #[test]
    fn looking_back_shows_one_step_or_says_what_is_on_its_way() {
        let nothing = |looking_at| {
            let lane = EbmLane { objective: Some(Objective::Cd), ..EbmLane::default() };
            frame(100, EbmFrame { lanes: vec![lane], looking_at, ..EbmFrame::default() })
        };
        let mut model = Model::default();
        model.take(trained(100, None));
        assert_eq!((model.awaited(0), model.awaited_scores()), (None, None));
        model.take(nothing(Some(7)));
        let drawing = Some("drawing the energy of step 7 …".to_owned());
        assert_eq!((model.awaited(0), model.awaited_scores()), (drawing.clone(), drawing));
        let lane = &model.lanes[0];
        assert!(lane.metrics().is_none() && lane.score().is_none(), "they are of now");
        assert!(lane.smoothed(|lane| &lane.losses).is_none(), "no loss is known of step 7");
        model.take(trained(100, Some(7)));
        assert_eq!((model.awaited_scores(), model.lanes[0].score().map(|score| score.step)), (None, Some(7)));
        model.take(nothing(None));
        assert_eq!(model.awaited(0).as_deref(), Some("drawing the energy of now …"));
        model.take(trained(100, None));
        assert_eq!(model.awaited_scores(), None);
        (model.reference, model.lanes) = (Some(EbmReference::default()), Vec::new());
        assert_eq!(model.awaited(0).as_deref(), Some("drawing the density of the new run …"));
    }

    #[test]
    fn walkers_that_begin_again_are_noticed_with_the_energy_they_begin_on() {
        let of = |step, epoch, looking_at| {
            let walkers = Lane { epoch, ..Lane::default() };
            let losses = if step == 90 { vec![1.0; 90] } else { Vec::new() };
            let lane = EbmLane { walkers, losses, ..EbmLane::default() };
            frame(step, EbmFrame { lanes: vec![lane], looking_at, ..EbmFrame::default() })
        };
        let mut model = Model::default();
        model.take(of(0, 0, None));
        model.take(of(90, 0, None));
        assert_eq!(model.began_again, None, "they walk on while the energy changes");
        model.take(of(90, 1, None));
        assert_eq!(model.began_again, None, "a walker is put elsewhere");
        model.take(of(100, 2, None));
        assert_eq!(model.began_again, Some(100), "training is over");
        model.take(of(100, 3, Some(7)));
        assert_eq!(model.began_again, Some(7), "another step is looked at");
        model.begin(&DataSettings::default());
        model.take(of(0, 0, None));
        assert_eq!(model.began_again, None, "a new run");
        model.begin(&DataSettings::default());
        model.take(of(4000, 1, None));
        assert_eq!(model.began_again, Some(4000), "a trained model");
    }

    #[test]
    fn steps_of_the_walkers_are_noticed_and_a_walker_in_the_hand_is_shown_there() {
        let mut model = Model::default();
        let walked = |transitions| {
            let cost = Cost { transitions, ..Cost::default() };
            let walkers = Lane { positions: vec![0.0, 0.0, 9.0, 9.0], cost, ..Lane::default() };
            let lane = EbmLane { walkers, ..EbmLane::default() };
            frame(0, EbmFrame { lanes: vec![lane], ..EbmFrame::default() })
        };
        assert!(model.take(walked(1.0)) && !model.take(walked(1.0)) && model.take(walked(2.0)));
        model.place([0.5, -0.5]);
        assert_eq!(model.lanes[0].walkers.lane.positions, [0.5, -0.5, 9.0, 9.0]);
    }
}
