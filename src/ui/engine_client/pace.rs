//! How many steps are asked for: up to the goal, at a pace, or as many as there is time for.

use super::{Effect, Engine, EngineClient, IDLE_MS, SAMPLE_MS, TRAIN_MS};
use crate::protocol::Command;
use crate::settings::Experiment;
use crate::ui::store::Phase;

/// Seconds of steps that are caught up with at most: a page that slept does not make up for it.
const CATCH_UP: f64 = 0.25;

impl EngineClient {
    /// Steps a second to keep to; none where the engine goes as fast as it can.
    fn pace(&self) -> Option<f64> {
        match &self.experiment {
            Experiment::Mcmc(settings) => settings.shown_pace(),
            _ => None,
        }
    }

    /// Steps a second of the walkers on what is trained; none where there are none, or where they are held.
    fn walk_pace(&self) -> Option<f64> {
        match &self.experiment {
            Experiment::Ebm(settings) => Some(settings.pace).filter(|&pace| pace > 0.0),
            _ => None,
        }
    }

    /// Lets each pace bring its steps. Walkers move whether or not anything is trained.
    pub(super) fn fall_due(&mut self, seconds: f64) {
        let brought = |due: f64, pace: Option<f64>| {
            pace.map_or(0.0, |pace| (due + pace * seconds.max(0.0)).min(pace * CATCH_UP + 1.0))
        };
        self.due = brought(self.due, self.pace().filter(|_| self.phase == Phase::Running));
        self.walk_due = brought(self.walk_due, self.walk_pace());
    }

    /// Asks the engine that serves, if it is free and there is something to ask for.
    pub(super) fn ask(&mut self) {
        let is_free = |engine: &&Engine| engine.device.is_some() && engine.asked.is_none();
        let Some(engine) = self.engine.as_ref().filter(is_free) else { return };
        let takes_none = engine.start || self.steps_are_helpers();
        let (steps, walk) = if takes_none { (0, 0) } else { (self.take_steps(), self.take_walk()) };
        let budget_ms = self.budget_ms(steps);
        let Some(engine) = &mut self.engine else { return };
        let command = if std::mem::take(&mut engine.start) {
            engine.tell();
            self.backup.asked = false;
            let (data, experiment) = (self.data.clone(), self.experiment.clone());
            Command::Start { run: self.run, seed: self.seed, data, experiment, from: self.origin.clone() }
        } else if steps > 0 || std::mem::take(&mut engine.more) || walk > 0 {
            Command::Next { run: self.run, steps, walk, budget_ms }
        } else {
            return;
        };
        engine.ask(self.clock);
        self.effects.push(Effect::Send(engine.worker, Box::new(command)));
    }

    /// The steps to ask for now; what is asked for is not owed any more.
    pub(super) fn take_steps(&mut self) -> u32 {
        if self.phase != Phase::Running {
            return std::mem::take(&mut self.steps_owed);
        }
        if self.pace().is_some() {
            return take_whole(&mut self.due);
        }
        match self.experiment.goal() {
            Some(goal) => (goal as u32).saturating_sub(self.step),
            None => u32::MAX,
        }
    }

    /// The steps of the walkers to ask for now.
    pub(super) fn take_walk(&mut self) -> u32 {
        take_whole(&mut self.walk_due)
    }

    pub(super) fn budget_ms(&self, steps: u32) -> f32 {
        self.frames.budget_ms(match self.experiment {
            Experiment::Mcmc(_) => SAMPLE_MS,
            _ if steps > 0 => TRAIN_MS,
            _ => IDLE_MS,
        })
    }
}

/// The whole steps of what is due; the rest stays due.
fn take_whole(due: &mut f64) -> u32 {
    let whole = due.floor();
    *due -= whole;
    whole as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::mcmc::McmcFrame;
    use crate::protocol::{Backend, Event, Frame};
    use crate::settings::{Chapter, DataSet, EngineChoice, Settings, Target};
    use crate::ui::engine_client::Input;
    use crate::ui::engine_client::tests::sent;

    fn settings(pace: f64) -> Settings {
        let mut settings = Settings { chapter: Chapter::Sample, ..Settings::default() };
        settings.mcmc.pace = pace;
        settings
    }

    fn answer(client: &mut EngineClient) {
        let frame = Frame { run: 0, step: 0, more: false, halt: None, content: McmcFrame::default().into() };
        client.handle(Input::Event { worker: 0, event: Event::Frame(Box::new(frame)) });
    }

    /// A client of the chapter on Markov chains whose run has been started and is running.
    fn running(pace: f64) -> EngineClient {
        let mut client = EngineClient::new(Chapter::Sample, &settings(pace));
        let ready = Event::Ready { backend: Backend::Cpu, device: "test".into() };
        client.handle(Input::Event { worker: 0, event: ready });
        client.toggle_train();
        client.pump();
        answer(&mut client);
        // What the start left to tell.
        client.pump();
        answer(&mut client);
        client.take_effects();
        client
    }

    /// Steps asked for in each of `frames` frames of a sixtieth of a second, all answered at once.
    fn asked(client: &mut EngineClient, frames: usize, seconds: f64) -> Vec<u32> {
        let mut asked = Vec::new();
        for _ in 0..frames {
            client.pass(seconds);
            client.pump();
            for command in sent(client) {
                if let Command::Next { steps, .. } = command {
                    asked.push(steps);
                    answer(client);
                }
            }
        }
        asked
    }

    #[test]
    fn the_pace_is_kept_and_nothing_is_asked_while_nothing_is_due() {
        for pace in [0.5, 8.0, 60.0, 500.0] {
            let mut client = running(pace);
            let asked = asked(&mut client, 600, 1.0 / 60.0);
            let steps: u32 = asked.iter().sum();
            assert!((f64::from(steps) - 10.0 * pace).abs() <= 1.0, "{steps} at {pace} a second");
            assert!(asked.iter().all(|&steps| steps >= 1));
            assert!(asked.len() as f64 <= 10.0 * pace, "{} requests at {pace} a second", asked.len());
        }
    }

    #[test]
    fn a_page_that_slept_does_not_make_up_for_it() {
        let mut client = running(100.0);
        assert_eq!(asked(&mut client, 1, 3600.0), [26]);
        let mut client = running(0.5);
        assert_eq!(asked(&mut client, 1, 3600.0), [1]);
    }

    #[test]
    fn the_fastest_pace_asks_for_all_there_is_time_for_within_a_frame() {
        let mut client = running(1000.0);
        client.pass(1.0 / 60.0);
        client.pump();
        assert!(matches!(
            sent(&mut client)[..],
            [Command::Next { steps: u32::MAX, budget_ms, .. }] if budget_ms < 16.0
        ));
    }

    #[test]
    fn paused_chains_stand_still_and_one_step_is_one_transition() {
        let mut client = running(8.0);
        client.toggle_train();
        assert!(asked(&mut client, 60, 1.0 / 60.0).is_empty());
        client.step_once();
        assert_eq!(asked(&mut client, 60, 1.0 / 60.0), [1]);
    }

    #[test]
    fn of_many_places_in_one_frame_the_newest_is_told_and_shown() {
        let mut client = running(0.5);
        client.toggle_train();
        client.place([0.0, 0.0]);
        client.place([1.0, 2.0]);
        client.pump();
        assert_eq!(
            sent(&mut client),
            [
                Command::Place { run: 0, at: [1.0, 2.0] },
                Command::Next { run: 0, steps: 0, walk: 0, budget_ms: client.budget_ms(0) },
            ]
        );
        answer(&mut client);
        client.pump();
        assert_eq!(client.take_effects(), []);
    }

    #[test]
    fn chains_never_ask_for_webgpu() {
        let mut client = EngineClient::new(Chapter::Sample, &settings(8.0));
        client.follow(&Settings { engine: EngineChoice::Gpu, ..settings(8.0) });
        let effects = client.take_effects();
        assert_eq!(effects, [Effect::Spawn { worker: 0, backend: Backend::Cpu }]);
    }

    #[test]
    fn another_step_size_acts_live_and_another_target_starts_anew() {
        let mut client = running(8.0);
        let mut other = settings(8.0);
        other.mcmc.step_langevin = 0.5;
        client.follow(&other);
        assert!(matches!(sent(&mut client)[..], [Command::Tune { .. }]));
        other.mcmc.sigma = 0.2;
        client.follow(&other);
        assert_eq!(client.take_effects(), [Effect::NewRun]);
        assert_eq!(*client.phase(), Phase::Running, "it ran, so it goes on running");
        other.data.set = DataSet::Circles;
        client.follow(&other);
        assert_eq!(client.take_effects(), [Effect::NewRun]);
        other.mcmc.target = Target::Banana;
        client.follow(&other);
        client.take_effects();
        other.data.set = DataSet::Spirals;
        client.follow(&other);
        assert_eq!(client.take_effects(), [], "a banana is no data set");
    }

    #[test]
    fn walkers_move_at_their_pace_whether_or_not_anything_is_trained() {
        let mut settings = Settings { chapter: Chapter::LearnAnEnergy, ..Settings::default() };
        settings.ebm.pace = 30.0;
        let mut client = EngineClient::new(Chapter::LearnAnEnergy, &settings);
        let ready = Event::Ready { backend: Backend::Cpu, device: "test".into() };
        client.handle(Input::Event { worker: 0, event: ready });
        client.pump();
        let walked = |client: &mut EngineClient| {
            let mut sum = 0;
            for _ in 0..30 {
                answer(client);
                client.pass(1.0 / 30.0);
                client.pump();
                for command in sent(client) {
                    if let Command::Next { steps: 0, walk, .. } = command {
                        sum += walk;
                    }
                }
            }
            sum
        };
        let second = walked(&mut client);
        assert!((29..=31).contains(&second), "{second}");
        settings.ebm.pace = 0.0;
        client.follow(&settings);
        assert_eq!(walked(&mut client), 0, "held");
    }
}
