//! What the engine has told about the chains of the present run, in bounded memory.

use crate::protocol::log_z::LogZ;
use crate::protocol::mcmc::McmcReference;
use crate::protocol::{Content, Frame};
use crate::settings::{DataSettings, Sampler, SamplerBug, Settings, Target, url};
use crate::ui::chapter::chains::LaneModel;
use crate::ui::chapter::live::version_of;
use crate::ui::words::controls::option;
use crate::ui::words::format;
use crate::ui::words::mcmc as names;

#[derive(Default)]
pub struct Model {
    /// The density of the present run, and the data set it may be of.
    pub target: Target,
    pub data: DataSettings,
    /// The bug that the present run was set to, and what is on, where that is hidden, once the run has told.
    pub bug_set: SamplerBug,
    pub bug: Option<SamplerBug>,
    /// As they are set.
    pub chains: usize,
    pub rungs: usize,
    /// Whether the verdict on the last transition is shown; none where transitions are too fast to be followed.
    pub decided: Option<bool>,
    /// Of the present run, or of one before on the same density until the present one has told its own.
    pub reference: Option<McmcReference>,
    /// Whether `reference` belongs to the present run.
    reference_is_new: bool,
    /// The mass under the density, as far as it is estimated.
    pub log_z: Option<LogZ>,
    /// One for each sampler that runs.
    pub lanes: Vec<LaneModel>,
    /// Transitions of each chain.
    pub step: u32,
    /// Count what has changed, so that drawings know when they are stale.
    pub reference_version: u32,
    pub version: u32,
    pub curves_version: u32,
}

impl Model {
    pub fn new(settings: &Settings) -> Self {
        let (target, bug_set) = (settings.mcmc.target, settings.mcmc.bug);
        Self { target, bug_set, data: settings.data.clone(), ..Self::default() }
    }

    /// Forgets the run before; its density can still be shown where the new run has one of the same kind.
    pub fn begin(&mut self, settings: &Settings) {
        let before = std::mem::take(self);
        let new = Self::new(settings);
        let same_data = new.target != Target::Data || before.data.is_like(&new.data);
        let same_target = before.target == new.target && same_data;
        *self = Self {
            reference: before.reference.filter(|_| same_target),
            reference_version: before.reference_version + u32::from(!same_target),
            version: before.version + 1,
            curves_version: before.curves_version + 1,
            ..new
        };
    }

    /// Takes in a frame of the present run. True if it brought another transition.
    pub fn take(&mut self, frame: Frame) -> bool {
        let Content::Mcmc(content) = frame.content else { return false };
        let moved = frame.step != self.step;
        self.step = frame.step;
        self.bug = Some(content.bug);
        if let Some(reference) = content.reference {
            self.reference = Some(reference);
            self.reference_is_new = true;
            self.reference_version += 1;
            self.curves_version += 1;
        }
        if content.log_z.is_some() {
            self.log_z = content.log_z;
            self.curves_version += 1;
        }
        self.lanes.resize_with(content.lanes.len(), LaneModel::default);
        for (model, lane) in self.lanes.iter_mut().zip(content.lanes) {
            self.curves_version += u32::from(model.take(lane));
        }
        self.version += 1;
        moved
    }

    /// Shows the first chain where the reader holds it, before the engine has answered.
    pub fn place(&mut self, at: [f32; 2]) {
        self.lanes.iter_mut().for_each(|lane| lane.place(at));
        self.version += 1;
    }

    /// What is on its way to the stage of a lane, in words, where it shows another density or sampler than wanted.
    pub fn awaited(&self, lane: usize, wanted: Sampler) -> Option<String> {
        if self.reference.is_some() && !self.reference_is_new {
            return Some("drawing the new density …".into());
        }
        let moved_by = self.lanes.get(lane)?.lane.sampler;
        (moved_by != wanted).then(|| format!("starting {} …", wanted.name()))
    }

    /// What is known exactly about the present run.
    pub fn reference(&self) -> Option<&McmcReference> {
        self.reference.as_ref().filter(|_| self.reference_is_new)
    }

    /// As long as it is the same, so is everything that is read out.
    pub fn version(&self) -> u64 {
        version_of((self.version, self.chains, self.rungs, self.decided))
    }

    /// What the modes are called, and the exact probability of each; empty until the engine has told.
    pub fn modes(&self) -> &[String] {
        self.reference().map_or(&[], |reference| &reference.modes)
    }

    pub fn truth(&self) -> &[f32] {
        self.reference().map_or(&[], |reference| &reference.exact.shares)
    }

    /// Mean of log p within each mode; empty where it is not known.
    pub fn log_densities(&self) -> &[f32] {
        self.reference().map_or(&[], |reference| &reference.log_densities)
    }

    pub fn has_modes(&self) -> bool {
        self.modes().len() > 1
    }

    /// What a lane is called, with its ladder.
    pub fn name(&self, lane: &LaneModel) -> String {
        names::with_rungs(lane.lane.sampler, self.rungs)
    }

    /// log Z by the longest ladder, in words.
    pub fn describe_log_z(&self) -> String {
        let Some((known, last)) =
            self.log_z.as_ref().and_then(|known| Some((known, known.estimates.last()?)))
        else {
            return "log Z is being estimated".into();
        };
        let told = |[value, error]: [f64; 2]| {
            format!("{} ± {}", format::decimals(value), format::or_not_defined(error, format::decimals))
        };
        format!(
            "log Z with {} temperatures: {} by importance ({} of {} chains count), {} by the integral; exactly {}",
            last.rungs,
            told(last.importance),
            format::count(last.effective.round()),
            known.chains,
            told(last.integral),
            format::decimals(known.exact)
        )
    }

    /// Modes with their shares of the draws, in words.
    pub fn shares(&self, shares: &[f32]) -> String {
        let share = |(name, &share): (&String, &f32)| format!("{name} {}", format::percent(f64::from(share)));
        self.modes().iter().zip(shares).map(share).collect::<Vec<_>>().join(", ")
    }

    /// One sentence that says what the stage of a lane shows.
    pub fn describe(&self, lane: usize) -> String {
        let Some(now) = self.lanes.get(lane) else {
            return "A square plane; a density and the chains that sample it are about to appear.".into();
        };
        let chains =
            if self.chains == 1 { "one chain".to_owned() } else { format!("{} chains", self.chains) };
        let shares = now.measured().filter(|_| self.has_modes()).map_or(String::new(), |diagnostics| {
            format!(" Share of the draws: {}.", self.shares(&diagnostics.shares))
        });
        let bug = match self.bug_set {
            SamplerBug::Off => String::new(),
            SamplerBug::Hidden => " One bug may be on.".into(),
            bug => format!(" A bug is on: {}.", option("bug", &url::name_of(&bug), bug.name())),
        };
        format!(
            "The density: {}, and {chains} of {} on it after {}.{shares}{bug} The first chain can be moved \
             with the pointer or the arrow keys.",
            names::target(self.target, &self.data),
            self.name(now),
            format::plural(now.lane.cost.transitions, "transition"),
        )
    }
}

#[cfg(test)]
impl Model {
    /// A run of four chains on two modes that are equally likely, with these lanes.
    pub fn of_two_modes(lanes: impl IntoIterator<Item = LaneModel>) -> Self {
        let exact = crate::protocol::exact::Exact { shares: vec![0.5, 0.5], ..Default::default() };
        let modes = vec!["upper moon".into(), "lower moon".into()];
        Self {
            chains: 4,
            reference: Some(McmcReference { exact, modes, ..McmcReference::default() }),
            reference_is_new: true,
            lanes: lanes.into_iter().collect(),
            ..Self::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::mcmc::{Lane, McmcFrame};

    fn frame(step: u32, reference: Option<McmcReference>, lanes: usize) -> Frame {
        let lanes = vec![Lane { positions: vec![step as f32, 0.0], ..Lane::default() }; lanes];
        let content = McmcFrame { reference, lanes, ..McmcFrame::default() }.into();
        Frame { run: 0, step, more: false, halt: None, content }
    }

    #[test]
    fn a_new_run_forgets_all_but_a_density_of_the_same_kind() {
        let mut model = Model::default();
        assert!(!model.take(frame(0, Some(McmcReference::default()), 2)));
        assert!(model.take(frame(5, None, 2)));
        assert_eq!((model.lanes.len(), model.step), (2, 5));
        assert!(model.reference().is_some());
        let sampler = model.lanes[0].lane.sampler;
        assert_eq!(model.awaited(0, sampler), None);
        assert_eq!(model.awaited(0, Sampler::Nuts).as_deref(), Some("starting NUTS …"));
        let (version, curves, reference) = (model.version, model.curves_version, model.reference_version);
        model.begin(&Settings::default());
        assert!(model.reference.is_some() && model.reference().is_none());
        assert!(model.awaited(0, sampler).is_some(), "the old density is still there");
        assert_eq!((model.lanes.len(), model.step, model.reference_version), (0, 0, reference));
        assert!(model.version > version && model.curves_version > curves);
        let mut banana = Settings::default();
        banana.mcmc.target = Target::Banana;
        model.begin(&banana);
        assert!(model.reference.is_none() && model.reference_version > reference);
    }

    #[test]
    fn a_race_that_ends_leaves_one_lane() {
        let mut model = Model::default();
        model.take(frame(1, None, 2));
        model.take(frame(2, None, 1));
        assert_eq!(model.lanes.len(), 1);
    }

    #[test]
    fn a_chain_in_the_hand_is_shown_there_at_once() {
        let mut model = Model::default();
        model.take(frame(1, None, 2));
        let version = model.version;
        model.place([0.5, -0.5]);
        assert!(model.lanes.iter().all(|lane| lane.lane.positions == [0.5, -0.5]));
        assert!(model.version > version);
    }
}
