//! What the chapter is at, in words.

use super::activity::{Activity, Press};
use super::model::Model;
use crate::protocol::compare::{Doing, Origin, Work};
use crate::ui::words::language::say;
use crate::ui::words::{compare as names, data_words, format};

impl Model {
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
            (Activity::Loading, _) => say("status.loading"),
            (Activity::Failed, _) => say("status.stopped"),
            (Activity::Done, _) if self.is_perfect() => say("status.perfect"),
            (Activity::Done, _) => say("status.done"),
            (Activity::Paused, None) => say("status.paused"),
            (Activity::Idle, None) => say("status.ready"),
            (_, Some(doing)) => format!("{}.", data_words::capital(&doing)),
            (_, None) => say("status.working"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::Family;

    #[test]
    fn the_status_says_what_is_under_way_and_how_long_it_takes() {
        let work = Work { doing: Doing::Training(Family::Energy), share: 0.2, seconds_left: 75.0 };
        let mut now = Model { activity: Activity::Training, work: Some(work), ..Model::default() };
        assert_eq!(now.status(), "The energy model trains, about 1 min 15 s left.");
        now.work = Some(Work { seconds_left: f32::NAN, doing: Doing::RealVsReal, ..work });
        now.activity = Activity::Measuring;
        assert_eq!(now.status(), "Real data are compared with real data.");
        now = Model { step: 7, goal: 20, ..Model::default() };
        now.models[0].origin = Origin::TakenAlong;
        assert!(!now.begun(), "nothing has been trained here");
        now.models[1].origin = Origin::Trained;
        assert!(now.begun());
        now = Model::default();
        assert!(now.status().starts_with("Ready") && !now.trained() && now.is_perfect());
        now.activity = Activity::Done;
        assert!(now.status().contains("in place of both models"));
    }
}
