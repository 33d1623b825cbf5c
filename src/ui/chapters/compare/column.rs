//! The walkers of one column as they are shown: how far they are, in words.

use super::timeline;
use crate::protocol::compare::Recording;
use crate::settings::{CompareClock, CompareStart, Family, Method};
use crate::ui::words::compare as names;
use crate::ui::words::format;

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
        let evaluations = format::plural(self.evaluations.round(), "evaluation");
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

#[cfg(test)]
mod tests {
    use super::super::timeline::tests::recording;
    use super::*;
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
}
