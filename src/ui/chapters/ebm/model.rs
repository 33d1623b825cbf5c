//! What the engine has told about the energies of the present run and the walkers on them, in bounded memory.

use crate::protocol::ebm::{EbmFloor, EbmLane, EbmReference, EbmScore, EnergyMap, Judged};
use crate::protocol::{Content, Frame};
use crate::settings::{DataSettings, Objective};
pub use crate::ui::chapter::chains::LaneModel as Walkers;
use crate::ui::plot::history::{LossHistory, ScoreHistory};

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
    pub floor: Option<EbmFloor>,
    /// Training steps whose weights are kept, in order.
    pub kept: Vec<u32>,
    /// The training step that is looked back at; none while the newest weights are shown.
    pub looking_at: Option<u32>,
    /// Training steps.
    pub step: u32,
    pub steps_per_second: f32,
    /// Count what has changed, so that drawings know when they are stale.
    pub reference_version: u32,
    pub maps_version: u32,
    pub version: u32,
    pub curves_version: u32,
}

/// One energy, the walkers on it, and its training so far.
#[derive(Default)]
pub struct LaneModel {
    /// What its network is trained on; none where the density is the exact one.
    pub objective: Option<Objective>,
    /// Whether the walkers are on the exact density.
    pub on_exact: bool,
    pub walkers: Walkers,
    /// The newest, of the weights that are shown.
    pub map: Option<EnergyMap>,
    /// Where the chains of the last training step ended, `[rows, 2]`, data units; empty where there are none.
    pub negatives: Vec<f32>,
    pub score: Option<EbmScore>,
    /// At every training step.
    pub losses: LossHistory,
    pub data_energies: LossHistory,
    pub negative_energies: LossHistory,
    /// Mean energy of the negatives minus that of the data.
    pub gap: LossHistory,
    pub gradient_norms: LossHistory,
    /// Of the newest weights, against the training step: see [`crate::protocol::ebm::Judged`].
    pub kl: ScoreHistory,
    pub barrier: ScoreHistory,
    pub density_first: ScoreHistory,
    /// As above, of samples.
    pub walkers_first: ScoreHistory,
    pub negatives_first: ScoreHistory,
    pub walkers_mmd2: ScoreHistory,
    pub negatives_mmd2: ScoreHistory,
}

impl LaneModel {
    /// The energy to show; none where the exact density is.
    pub fn learned(&self) -> Option<&EnergyMap> {
        self.map.as_ref().filter(|_| !self.on_exact)
    }

    /// Training steps behind the energy shown.
    pub fn map_step(&self) -> Option<u32> {
        self.learned().map(|map| map.step)
    }

    /// Of the energy shown.
    pub fn judged(&self) -> Option<Judged> {
        self.learned().map(|map| map.judged)
    }

    /// Steps of each walker since they started.
    pub fn walked(&self) -> f64 {
        self.walkers.lane.cost.transitions
    }

    /// Walkers that have gone from part to part since then.
    pub fn crossed(&self) -> u32 {
        self.walkers.measured().map_or(0, |now| now.crossed)
    }

    /// The median of their steps to the first time; of an even number the upper of the middle two.
    pub fn first_crossing(&self) -> Option<f64> {
        let mut steps = self.walkers.measured()?.first_crossings.clone();
        steps.sort_by(f32::total_cmp);
        steps.get(steps.len() / 2).map(|&steps| f64::from(steps))
    }

    /// Takes in the lane after another slice, which ended after training step `step`; what looks back is not history.
    fn take(&mut self, lane: EbmLane, step: u32, looks_back: bool) -> Changed {
        let mut changed =
            Changed { map: lane.map.is_some() || lane.on_exact != self.on_exact, curves: false };
        (self.objective, self.on_exact) = (lane.objective, lane.on_exact);
        if !lane.losses.is_empty() {
            changed.curves = true;
            let gaps = lane.negative_energies.iter().zip(&lane.data_energies);
            let gaps: Vec<f32> = gaps.map(|(negatives, data)| negatives - data).collect();
            self.losses.extend_to(step, &lane.losses);
            self.data_energies.extend_to(step, &lane.data_energies);
            self.negative_energies.extend_to(step, &lane.negative_energies);
            self.gap.extend_to(step, &gaps);
            self.gradient_norms.extend_to(step, &lane.gradient_norms);
            self.negatives = lane.negatives;
        }
        if let Some(map) = lane.map {
            if !looks_back {
                self.kl.push(map.step, map.judged.kl as f32);
                self.barrier.push(map.step, map.judged.barrier as f32);
                self.density_first.push(map.step, map.judged.first_share as f32);
            }
            self.map = Some(*map);
            changed.curves = true;
        }
        if let Some(score) = lane.score {
            // Before training the walkers are on the exact density: theirs is no point of the network's curve.
            if !looks_back && (self.objective.is_none() || !self.on_exact) {
                self.walkers_first.push(score.step, score.walkers.first_share as f32);
                self.walkers_mmd2.push(score.step, score.walkers.mmd2 as f32);
                if let Some(negatives) = &score.negatives {
                    self.negatives_first.push(score.step, negatives.first_share as f32);
                    self.negatives_mmd2.push(score.step, negatives.mmd2 as f32);
                }
            }
            self.score = Some(score);
            changed.curves = true;
        }
        changed.curves |= self.walkers.take(lane.walkers);
        changed
    }
}

/// What a frame changed of a lane, beside its walkers' places.
struct Changed {
    map: bool,
    curves: bool,
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
        self.step = frame.step;
        if frame.steps_per_second > 0.0 {
            self.steps_per_second = frame.steps_per_second;
        }
        if let Some(reference) = content.reference {
            self.reference = Some(reference);
            self.reference_is_new = true;
            self.reference_version += 1;
            self.curves_version += 1;
        }
        if let Some(floor) = content.floor {
            self.floor = Some(floor);
            self.curves_version += 1;
        }
        if let Some(kept) = content.kept {
            self.kept = kept;
        }
        self.looking_at = content.looking_at;
        let walked = |lanes: &[LaneModel]| lanes.first().map(LaneModel::walked);
        let before = walked(&self.lanes);
        self.lanes.resize_with(content.lanes.len(), LaneModel::default);
        for (model, lane) in self.lanes.iter_mut().zip(content.lanes) {
            let changed = model.take(lane, frame.step, self.looking_at.is_some());
            self.maps_version += u32::from(changed.map);
            self.curves_version += u32::from(changed.curves);
        }
        self.version += 1;
        walked(&self.lanes) != before
    }

    /// Shows the first walker where the reader holds it, before the engine has answered.
    pub fn place(&mut self, at: [f32; 2]) {
        self.lanes.iter_mut().for_each(|lane| lane.walkers.place(at));
        self.version += 1;
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
impl LaneModel {
    /// So many walkers on the exact density after so many steps; as many as are listed have crossed, each at its step.
    pub fn on_exact(walkers: usize, walked: f64, first_crossings: &[f32]) -> Self {
        use crate::protocol::mcmc::{Cost, Diagnostics, Lane};
        let diagnostics = Diagnostics {
            draws: walked,
            crossed: first_crossings.len() as u32,
            first_crossings: first_crossings.into(),
            ..Diagnostics::default()
        };
        let mut lane = Self { on_exact: true, ..Self::default() };
        lane.walkers.lane = Lane {
            positions: vec![0.0; 2 * walkers],
            cost: Cost { transitions: walked, ..Cost::default() },
            ..Lane::default()
        };
        lane.walkers.diagnostics = Some(std::sync::Arc::new(diagnostics));
        lane
    }

    /// The same walkers on what a network has learned.
    pub fn learn(self, objective: Objective, step: u32, judged: Judged) -> Self {
        let map = Some(EnergyMap { step, judged, ..EnergyMap::default() });
        Self { objective: Some(objective), on_exact: false, map, ..self }
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
    use crate::protocol::ebm::EbmFrame;
    use crate::protocol::mcmc::{Cost, Lane};

    fn frame(step: u32, content: EbmFrame) -> Frame {
        Frame { run: 0, step, steps_per_second: 0.0, more: false, halt: None, content: content.into() }
    }

    fn trained(step: u32, looking_at: Option<u32>) -> Frame {
        let judged = Judged { kl: 0.5, ..Judged::default() };
        let step_shown = looking_at.unwrap_or(step);
        let lane = EbmLane {
            objective: Some(Objective::Cd),
            losses: vec![0.1; 2],
            data_energies: vec![-1.0, -2.0],
            negative_energies: vec![-1.5, -1.0],
            map: Some(Box::new(EnergyMap { step: step_shown, judged, ..EnergyMap::default() })),
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

    #[test]
    fn the_median_is_a_value_in_the_middle() {
        let first = |steps: &[f32]| LaneModel::on_exact(8, 9.0, steps).first_crossing();
        assert_eq!((first(&[]), first(&[3.0, 1.0, 2.0]), first(&[4.0])), (None, Some(2.0), Some(4.0)));
    }
}
