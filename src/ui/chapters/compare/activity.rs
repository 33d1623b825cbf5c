//! What the chapter is at, and what its two buttons do about it: pure.

use crate::ui::store::Phase;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Activity {
    /// Nothing is trained or measured; walkers may walk to be shown.
    #[default]
    Idle,
    /// An engine is on its way, and the models are trained once it is there.
    Loading,
    Training,
    /// Samples are scored and claims tested, of whatever models there are.
    Measuring,
    /// Everything is measured.
    Done,
    /// Stopped by the reader, or by a run that went wrong.
    Paused,
    Failed,
}

/// What an activity follows from.
#[derive(Clone, Copy, Debug)]
pub struct Situation<'a> {
    pub phase: &'a Phase,
    /// The reader has asked for scores.
    pub measuring: bool,
    /// The engine has something left to do.
    pub more: bool,
    /// Every cell and every claim is there.
    pub complete: bool,
}

impl Activity {
    pub fn of(at: Situation) -> Self {
        match at.phase {
            Phase::Failed(_) => Self::Failed,
            Phase::Loading { train: true } => Self::Loading,
            Phase::Running => Self::Training,
            _ if at.measuring && (at.more || matches!(at.phase, Phase::Loading { .. })) => Self::Measuring,
            _ if at.measuring && at.complete => Self::Done,
            Phase::Paused => Self::Paused,
            _ => Self::Idle,
        }
    }

    /// Its name in `data-phase`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Idle => "idle",
            Self::Loading => "loading",
            Self::Training => "training",
            Self::Measuring => "measuring",
            Self::Done => "done",
            Self::Paused => "paused",
            Self::Failed => "failed",
        }
    }
}

/// What the button that trains and compares does when it is pressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Press {
    /// Trains what is to be trained, then measures.
    Go,
    Cancel,
    TryAgain,
    /// Nothing: all is trained and measured.
    Nothing,
}

impl Press {
    /// `trained`: both models are.
    pub fn of(activity: Activity, trained: bool) -> Self {
        match activity {
            Activity::Failed => Self::TryAgain,
            Activity::Loading | Activity::Training => Self::Cancel,
            Activity::Measuring if trained => Self::Cancel,
            Activity::Done if trained => Self::Nothing,
            _ => Self::Go,
        }
    }

    /// What the button says.
    pub fn words(self, begun: bool) -> &'static str {
        match self {
            Self::Go if begun => "compare.go-on",
            Self::Go => "compare.go",
            Self::Cancel => "compare.cancel",
            Self::TryAgain => "run.again",
            Self::Nothing => "compare.done",
        }
    }
}

/// What the button that compares perfect models does when it is pressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Perfect {
    /// Measures while nothing is learned.
    Compare,
    Stop,
    /// Nothing: something is learned, or all is measured.
    Nothing,
}

impl Perfect {
    /// `perfect`: the exact answer stands in for both models.
    pub fn of(activity: Activity, perfect: bool) -> Self {
        match activity {
            Activity::Idle | Activity::Paused if perfect => Self::Compare,
            Activity::Measuring if perfect => Self::Stop,
            _ => Self::Nothing,
        }
    }

    /// What the button says.
    pub fn words(self) -> &'static str {
        if self == Self::Stop { "compare.perfect.stop" } else { "compare.perfect" }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn training_comes_before_measuring_and_measuring_ends() {
        let of = |phase: Phase, measuring, more, complete| {
            Activity::of(Situation { phase: &phase, measuring, more, complete })
        };
        assert_eq!(of(Phase::Idle, false, true, false), Activity::Idle, "walkers walk");
        assert_eq!(of(Phase::Running, true, true, false), Activity::Training);
        assert_eq!(of(Phase::Paused, true, true, false), Activity::Measuring);
        assert_eq!(of(Phase::Paused, true, false, true), Activity::Done);
        assert_eq!(of(Phase::Paused, false, false, true), Activity::Paused);
        assert_eq!(of(Phase::Paused, true, false, false), Activity::Paused, "a run that has halted");
        assert_eq!(of(Phase::Idle, true, true, false), Activity::Measuring, "perfect models");
        assert_eq!(of(Phase::Failed("why".into()), true, true, false), Activity::Failed);
        assert_eq!(of(Phase::Loading { train: true }, true, true, false), Activity::Loading);
    }

    #[test]
    fn the_button_always_does_what_it_says() {
        let press = |activity, trained| Press::of(activity, trained);
        assert_eq!(press(Activity::Idle, false), Press::Go);
        assert_eq!(press(Activity::Measuring, false), Press::Go, "perfect models are being compared");
        assert_eq!(press(Activity::Measuring, true), Press::Cancel);
        assert_eq!(press(Activity::Done, true), Press::Nothing);
        assert_eq!(press(Activity::Done, false), Press::Go);
        assert_eq!(press(Activity::Paused, true), Press::Go, "what is trained is scored");
        assert_eq!((Press::Go.words(false), Press::Go.words(true)), ("compare.go", "compare.go-on"));
    }

    #[test]
    fn perfect_models_are_compared_while_there_are_any_and_that_can_be_stopped() {
        let of = Perfect::of;
        assert_eq!(
            (of(Activity::Idle, true), of(Activity::Idle, false)),
            (Perfect::Compare, Perfect::Nothing)
        );
        assert_eq!(
            (of(Activity::Measuring, true), of(Activity::Measuring, false)),
            (Perfect::Stop, Perfect::Nothing)
        );
        assert_eq!(
            (of(Activity::Training, true), of(Activity::Done, true)),
            (Perfect::Nothing, Perfect::Nothing)
        );
    }
}
