//! What the reader does to a run: settings that act live or start it anew, train, step, reset.

use super::state::{Backup, Engine, PendingCommands};
use super::{Effect, EngineClient, choice_in};
use crate::protocol::Command;
use crate::protocol::weights::Weights;
use crate::settings::{Experiment, Settings, Target, find};
use crate::ui::store::Phase;

impl EngineClient {
    /// The settings as they are now: a change acts live or starts a new run.
    pub fn follow(&mut self, settings: &Settings) {
        let choice = std::mem::replace(&mut self.choice, choice_in(self.chapter, settings));
        let before = std::mem::replace(&mut self.experiment, Experiment::of(self.chapter, settings));
        let goal = self.experiment.goal();
        if before.goal() != goal && self.raised != goal {
            self.lap = goal;
        }
        let seed = std::mem::replace(&mut self.seed, settings.seed_of(self.chapter));
        let data = std::mem::replace(&mut self.data, settings.data.clone());
        let has_other_data = uses_data(&self.experiment) && !data.is_like(&self.data);
        if seed != self.seed || has_other_data || before.needs_restart(&self.experiment) {
            self.replace_run();
        } else if before != self.experiment {
            self.tune();
        }
        self.stop_at_goal();
        if choice == self.choice {
            self.choose_engine();
        } else {
            self.choose();
        }
    }

    /// Tells a run that has been started of what acts live.
    fn tune(&mut self) {
        let command = Command::Tune { run: self.run, experiment: self.experiment.clone() };
        if let Some(engine) = self.engine.as_mut().filter(|engine| engine.device.is_some() && !engine.start) {
            self.effects.push(Effect::Send(engine.worker, Box::new(command.clone())));
            engine.tell();
            self.tell_helper(&command);
        }
    }

    /// Train (or Run) and Pause.
    pub fn toggle_train(&mut self) {
        match self.phase {
            Phase::Running => self.phase = if self.step > 0 { Phase::Paused } else { Phase::Idle },
            Phase::Loading { train: true } => {
                self.phase = Phase::Loading { train: false };
                self.settle();
            }
            Phase::Failed(_) => self.retry(),
            Phase::Idle | Phase::Paused | Phase::Loading { train: false } => {
                let done = self.experiment.goal().is_some_and(|goal| self.step as usize >= goal);
                if done && !self.raise() {
                    return;
                }
                self.phase = Phase::Loading { train: true };
                self.settle();
            }
        }
    }

    /// One more lap past the end; false at the end of the range.
    fn raise(&mut self) -> bool {
        let most = match self.experiment {
            Experiment::Mcmc(_) | Experiment::Table(_) => None,
            Experiment::Ebm(_) => find("energy_steps"),
            Experiment::Diffusion(_) => find("train_steps"),
            // Both models have their training; what is left is to score them.
            Experiment::Compare(_) => return false,
        };
        let most = most.map_or(usize::MAX, |setting| setting.number().max as usize);
        let wanted = (self.step as usize + self.lap.unwrap_or_default()).min(most);
        if wanted <= self.step as usize {
            self.notice(
                "This run has all the training steps the page allows. Reset starts a new one.".into(),
            );
            return false;
        }
        self.experiment.set_goal(wanted);
        self.raised = Some(wanted);
        self.tune();
        self.effects.push(Effect::RaiseGoal(wanted));
        true
    }

    /// One step, now or as soon as an engine is ready.
    pub fn step_once(&mut self) {
        if self.phase == Phase::Running {
            self.phase = Phase::Paused;
        }
        self.steps_owed += 1;
    }

    /// A new run with the same settings, not training.
    pub fn reset(&mut self) {
        match self.phase {
            Phase::Running | Phase::Paused => self.phase = Phase::Idle,
            Phase::Loading { .. } => self.phase = Phase::Loading { train: false },
            Phase::Idle | Phase::Failed(_) => {}
        }
        self.replace_run();
        self.choose_engine();
    }

    /// A new run with these settings, even if they are the same; it goes on training if it did.
    pub fn restart(&mut self, settings: &Settings) {
        let run = self.run;
        self.follow(settings);
        if self.run == run {
            self.replace_run();
            self.choose_engine();
        }
    }

    /// A new run that goes on from weights of an earlier one, standing still. The settings are those of the weights: the
    /// caller has seen to that.
    pub fn restore(&mut self, weights: Box<Weights>) {
        self.reset();
        self.step = weights.step;
        self.origin = Some(weights);
        if self.phase == Phase::Idle {
            self.phase = Phase::Paused;
        }
    }

    /// Training steps that the present run began with.
    pub(super) fn origin_step(&self) -> u32 {
        self.origin.as_ref().map_or(0, |weights| weights.step)
    }

    /// The present run holds nothing that another engine would not bring as well.
    pub(super) fn is_untouched(&self) -> bool {
        !self.touched && self.step == self.origin_step()
    }

    /// The run on another engine: the same where it has not trained there, so that nothing of it is lost; else a new one,
    /// from where this one began.
    pub(super) fn move_run(&mut self) {
        let origin = self.origin.take();
        let began_with = origin.as_ref().map_or(0, |weights| weights.step);
        if origin.is_none() || self.step != began_with {
            self.new_run();
            self.step = began_with;
        }
        self.origin = origin;
        self.helper.leave();
        if let Some(engine) = &mut self.engine {
            engine.start = true;
        }
    }

    /// A new run because the reader wants one. What the present one has learned is handed out first: see [`Effect::Replaced`].
    fn replace_run(&mut self) {
        let has_learned = self.step > 0 && self.has_networks();
        let serves = |engine: &&Engine| has_learned && engine.device.is_some() && !engine.start;
        if let Some(engine) = self.engine.as_ref().filter(serves) {
            self.effects.push(Effect::Send(engine.worker, Box::new(Command::Export { run: self.run })));
        }
        self.new_run();
    }

    pub(super) fn new_run(&mut self) {
        self.run += 1;
        self.step = 0;
        self.steps_owed = 0;
        self.due = 0.0;
        self.walk_due = 0.0;
        self.pending = PendingCommands::default();
        (self.weights, self.draws) = (None, None);
        self.keep = false;
        self.touched = false;
        self.origin = None;
        self.backup = Backup::default();
        self.helper.leave();
        if self.phase == Phase::Paused {
            self.phase = Phase::Idle;
        }
        if let Some(engine) = &mut self.engine {
            engine.start = true;
        }
        self.effects.push(Effect::NewRun);
    }
}

/// Whether a run is about the data set that all chapters share.
fn uses_data(experiment: &Experiment) -> bool {
    match experiment {
        Experiment::Mcmc(settings) => settings.target == Target::Data,
        Experiment::Table(_) => false,
        Experiment::Ebm(_) | Experiment::Diffusion(_) | Experiment::Compare(_) => true,
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{effects, frame, notices, on_cpu, ready, sent, settings};
    use super::super::{Event, Input};
    use super::*;
    use crate::protocol::Backend;
    use crate::settings::{Chapter, DataSet, EngineChoice};

    #[test]
    fn other_data_start_anew_and_what_does_not_concern_the_set_does_not() {
        let mut client = on_cpu();
        let mut other = settings(EngineChoice::Cpu);
        other.data.set = DataSet::Circles;
        client.follow(&other);
        client.pump();
        assert!(matches!(
            &sent(&mut client)[..],
            [Command::Start { run: 1, data, .. }] if data.set == DataSet::Circles
        ));
        other.data.gap = 0.5;
        client.follow(&other);
        assert_eq!(effects(&mut client), [], "circles have no gap");
    }

    #[test]
    fn what_a_setting_throws_away_is_handed_out_before_and_can_be_brought_back() {
        let mut client = on_cpu();
        client.handle(frame(0, 0, 2345));
        let before = settings(EngineChoice::Cpu);
        let mut other = before.clone();
        other.diffusion.width = 32;
        client.follow(&other);
        client.pump();
        let export = |run| Effect::Send(0, Box::new(Command::Export { run }));
        let done = effects(&mut client);
        assert_eq!(done[..2], [export(0), Effect::NewRun], "the engine still has the run");
        assert!(
            matches!(&done[2], Effect::Send(0, start) if matches!(**start, Command::Start { run: 1, .. }))
        );
        let mut weights = Weights::of_defaults(0, Chapter::Denoise, 2345);
        let hear = |client: &mut EngineClient, weights: &Weights| {
            let event = Event::Weights(Box::new(weights.clone()));
            client.handle(Input::Event { worker: 0, event });
            effects(client)
        };
        weights.seconds = 2.0;
        assert_eq!(hear(&mut client, &weights), [], "that is soon trained again");
        weights.seconds = 4.0;
        assert_eq!(hear(&mut client, &weights), [Effect::Replaced(weights.clone())]);
        client.handle(frame(0, 1, 0));
        client.follow(&before);
        client.restore(weights.clone());
        client.pump();
        assert!(sent(&mut client).into_iter().any(|command| matches!(
            command,
            Command::Start { from: Some(from), experiment, .. } if from == weights && experiment == weights.experiment
        )));
        assert_eq!((client.trained().0, client.phase()), (2345, &Phase::Paused));
    }

    #[test]
    fn two_models_compared_pause_without_words_and_are_not_trained_past_their_end() {
        let settings = settings(EngineChoice::Cpu);
        let mut client = EngineClient::new(Chapter::Compare, &settings);
        client.handle(ready(0, Backend::Cpu));
        client.pump();
        client.toggle_train();
        let goal = 2 * settings.compare.train_steps as u32;
        client.handle(frame(0, 0, goal));
        assert_eq!(*client.phase(), Phase::Paused);
        assert_eq!(notices(&effects(&mut client)), "");
        client.toggle_train();
        assert_eq!(*client.phase(), Phase::Paused);
        assert_eq!(effects(&mut client), []);
    }
}
