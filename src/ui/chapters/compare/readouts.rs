//! Every number of the chapter, gathered a few times a second.

use super::activity::{Activity, Press};
use super::taking::Offer;
use super::timeline;
use crate::protocol::compare::{
    Claim, CompareFloor, Doing, MethodScore, ModelState, Origin, Recording, Work,
};
use crate::settings::{CompareClock, CompareStart, Experiment, Family, Method};
use crate::ui::words::compare as names;
use crate::ui::words::format;
use std::sync::Arc;

#[derive(Clone, Debug, Default)]
pub struct Readouts {
    pub activity: Activity,
    /// Training steps of both models, and how many these are to be.
    pub step: u32,
    pub goal: usize,
    pub work: Option<Work>,
    pub models: [ModelState; 2],
    /// How the models were set where they were trained, if they are taken along.
    pub taken: [Option<Arc<Experiment>>; 2],
    /// Whether they can be taken along.
    pub offers: [Option<Offer>; 2],
    /// One is on its way.
    pub taking: Option<Family>,
    pub columns: [Option<Column>; 3],
    pub has_reference: bool,
    /// True share of each mode.
    pub truth: Vec<f32>,
    pub clock: CompareClock,
    /// What the timeline shows, and where it ends.
    pub cost: f64,
    pub end: f64,
    pub playing: bool,
    pub scores: Arc<Vec<MethodScore>>,
    pub floor: Option<CompareFloor>,
    pub claims: Vec<Claim>,
    /// Counts what the engine has told.
    pub version: u32,
}

/// The walkers of one column as they are shown.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    pub method: Method,
    pub learned: bool,
    pub start: CompareStart,
    pub walkers: usize,
    pub evaluations: f64,
    pub seconds: f64,
    /// Its recording has ended, after so many evaluations.
    pub arrived: bool,
    pub last: f64,
}

impl Column {
    /// A column at a cost.
    pub fn at(recording: &Recording, clock: CompareClock, cost: f64) -> Self {
        let state = timeline::state_at(timeline::costs(recording, clock), cost);
        let of = |values: &[f32], state: usize| f64::from(values.get(state).copied().unwrap_or_default());
        let states = recording.evaluations.len();
        Self {
            method: recording.method,
            learned: recording.learned,
            start: recording.start,
            walkers: timeline::points(recording, 0).len() / 2,
            evaluations: of(&recording.evaluations, state),
            seconds: of(&recording.seconds, state),
            arrived: state + 1 >= states,
            last: of(&recording.evaluations, states.saturating_sub(1)),
        }
    }

    /// What it has cost so far, and whether that is all.
    pub fn caption(&self) -> String {
        let evaluations = match self.evaluations.round() {
            1.0 => "1 evaluation".to_owned(),
            _ => format!("{} evaluations", format::count(self.evaluations)),
        };
        let arrived = if self.arrived { " · arrived" } else { "" };
        format!("{evaluations} · {} s{arrived}", format::price(self.seconds))
    }

    /// What its walkers walk on.
    pub fn model(&self) -> &'static str {
        match (self.method.family(), self.learned) {
            (Family::Exact, _) => "exact",
            (Family::Energy, true) => "learned",
            (Family::Energy, false) => "exact density stands in",
            (Family::Diffusion, true) => "learned",
            (Family::Diffusion, false) => "exact denoiser stands in",
        }
    }

    /// A sentence for whoever does not see the stage.
    pub fn describe(&self, modes: &[String]) -> String {
        let start = match (self.start, modes.first()) {
            (CompareStart::OneMode, Some(mode)) => format!("all started in one place of the {mode}"),
            _ => "started from noise".to_owned(),
        };
        format!(
            "{} by {}, {}: {} walkers, {start}, after {} of {} evaluations.",
            names::family(self.method.family()),
            names::method(self.method),
            self.model(),
            format::count(self.walkers as f64),
            format::count(self.evaluations),
            format::count(self.last),
        )
    }
}

impl PartialEq for Readouts {
    /// Numbers that are not defined equal nothing, not even themselves: the version tells what has changed.
    fn eq(&self, other: &Self) -> bool {
        let of = |now: &Self| (now.version, now.activity, now.goal, now.taking, now.clock, now.playing);
        of(self) == of(other)
            && (self.cost, self.end) == (other.cost, other.end)
            && self.offers == other.offers
            && self.has_reference == other.has_reference
    }
}

impl Readouts {
    /// Both models are trained, here or elsewhere.
    pub fn trained(&self) -> bool {
        self.goal > 0 && self.step as usize >= self.goal
    }

    /// Something was stopped on its way: training, or what comes after it.
    pub fn begun(&self) -> bool {
        self.trained() || self.models.iter().any(|model| model.origin == Origin::Trained)
    }

    /// What the button that trains and compares does.
    pub fn press(&self) -> Press {
        Press::of(self.activity, self.trained())
    }

    /// The exact answer stands in for both models.
    pub fn is_perfect(&self) -> bool {
        self.models.iter().all(|model| model.origin == Origin::Exact)
    }

    /// The scores of a method that the scoreboard counts.
    pub fn at_budget(&self, method: Method) -> impl Iterator<Item = &MethodScore> {
        self.scores.iter().filter(move |set| set.at_budget && set.method == method)
    }

    /// What is being done, how much of all that is done, and how long it still takes.
    pub fn status(&self) -> String {
        let left = |work: &Work| {
            let left = f64::from(work.seconds_left);
            if left.is_finite() { format!(", about {} left", format::duration(left)) } else { String::new() }
        };
        // What is still to be trained is not being trained while nothing is asked for.
        let rests = matches!(self.activity, Activity::Idle | Activity::Paused);
        let work = self.work.as_ref().filter(|work| !(rests && matches!(work.doing, Doing::Training(_))));
        let doing = work.map(|work| format!("{}{}", names::doing(work.doing), left(work)));
        match (self.activity, doing) {
            (Activity::Loading, _) => "The engine loads, then training starts.".into(),
            (Activity::Failed, _) => "Stopped.".into(),
            (Activity::Done, _) if self.is_perfect() => {
                "Everything is measured, with the exact answer in place of both models.".into()
            }
            (Activity::Done, _) => "Everything is trained and measured.".into(),
            (Activity::Paused, None) => "Paused; what is there is kept.".into(),
            (Activity::Idle, None) => "Ready: the exact answer stands in for both models.".into(),
            (_, Some(doing)) => {
                let mut letters = doing.chars();
                let first = letters.next().map(|letter| letter.to_uppercase().to_string());
                format!("{}{}.", first.unwrap_or_default(), letters.as_str())
            }
            (_, None) => "Working …".into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::timeline::tests::recording;
    use super::*;
    use crate::protocol::compare::Doing;
    use crate::settings::{Sampler, Walk};

    #[test]
    fn a_caption_tells_what_it_has_cost_and_whether_it_is_there() {
        let recording = recording(Method::Exact(Sampler::Hmc));
        let at = |cost| Column::at(&recording, CompareClock::Evaluations, cost);
        assert_eq!(at(25.0).caption(), "20 evaluations · 1.00 s");
        assert_eq!(at(40.0).caption(), "40 evaluations · 2.00 s · arrived");
        assert_eq!(at(25.0).walkers, 2);
        let words = at(25.0).describe(&["upper moon".into()]);
        assert_eq!(
            words,
            "Exact density by HMC, exact: 2 walkers, started from noise, after 20 of 40 evaluations."
        );
    }

    #[test]
    fn a_column_says_whether_its_model_is_learned() {
        let recording =
            Recording { start: CompareStart::OneMode, ..recording(Method::Energy(Walk::Langevin)) };
        let column = Column::at(&recording, CompareClock::Seconds, 0.0);
        assert_eq!(column.model(), "exact density stands in");
        assert!(
            column.describe(&["upper moon".into()]).contains("all started in one place of the upper moon")
        );
        assert_eq!(Column { learned: true, ..column }.model(), "learned");
    }

    #[test]
    fn the_status_says_what_is_under_way_and_how_long_it_takes() {
        let work = Work { doing: Doing::Training(Family::Energy), share: 0.2, seconds_left: 75.0 };
        let mut now = Readouts { activity: Activity::Training, work: Some(work), ..Readouts::default() };
        assert_eq!(now.status(), "The energy model trains, about 1 min 15 s left.");
        now.work = Some(Work { seconds_left: f32::NAN, doing: Doing::Floor, ..work });
        now.activity = Activity::Measuring;
        assert_eq!(now.status(), "Real data are held against real data.");
        now = Readouts { step: 7, goal: 20, ..Readouts::default() };
        now.models[0].origin = Origin::TakenAlong;
        assert!(!now.begun(), "nothing has been trained here");
        now.models[1].origin = Origin::Trained;
        assert!(now.begun());
        now = Readouts::default();
        assert!(now.status().starts_with("Ready") && !now.trained() && now.is_perfect());
        now.activity = Activity::Done;
        assert!(now.status().contains("in place of both models"));
    }
}
