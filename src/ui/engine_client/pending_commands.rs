//! What a reader asks of a run beside steps: a point put somewhere, other weights shown, walkers sent back, samplers
//! measured, weights handed out and taken along.

use super::state::Engine;
use super::{Effect, EngineClient};
use crate::protocol::Command;
use crate::protocol::draws::Draws;
use crate::protocol::weights::Weights;
use std::mem::discriminant;

impl EngineClient {
    /// Puts the first Markov chain, or the first walker, at a point, in data units.
    pub fn place(&mut self, at: [f32; 2]) {
        self.pending.place = Some(at);
        self.touched = true;
    }

    /// Shows the weights kept at a training step, none for the newest.
    pub fn look_at(&mut self, step: Option<u32>) {
        self.pending.look_at = Some(step);
    }

    /// Puts the walkers back to where they start.
    pub fn gather(&mut self) {
        self.pending.gather = true;
    }

    /// Asks where the denoisers send a point, in data units, from a noise level.
    pub fn probe(&mut self, at: [f32; 2], t: f32) {
        self.pending.probe = Some((at, t));
    }

    /// Measures every sampler, or stops it.
    pub fn measure(&mut self, on: bool) {
        self.pending.measure = Some(on);
        self.touched = true;
    }

    /// Asks for the newest weights: see [`Self::take_weights`].
    pub fn export(&mut self) {
        self.pending.export = true;
    }

    /// Asks for the newest weights, to be kept in a file: [`Effect::Keep`].
    pub fn keep_weights(&mut self) {
        self.keep = true;
        self.export();
    }

    /// The newest weights that the present run has handed out, once.
    pub fn take_weights(&mut self) -> Option<Box<Weights>> {
        self.weights.take()
    }

    /// Asks for what the chains have drawn: see [`Self::take_draws`].
    pub fn draw(&mut self) {
        self.pending.draw = true;
    }

    /// The newest draws that the present run has handed out, once.
    pub fn take_draws(&mut self) -> Option<Box<Draws>> {
        self.draws.take()
    }

    /// Gives the run a model that another chapter has trained.
    pub fn take_along(&mut self, weights: Box<Weights>) {
        let kind = discriminant(&weights.experiment);
        self.pending.take_along.retain(|other| discriminant(&other.experiment) != kind);
        self.pending.take_along.push(*weights);
        self.touched = true;
    }

    /// No frame answers them, so they may go while a request is under way; the frame after them shows them.
    pub(super) fn send_pending(&mut self) {
        let started = |engine: &&mut Engine| engine.device.is_some() && !engine.start;
        let Some(first) = self.engine.as_mut().filter(started).map(|engine| engine.worker) else { return };
        let (run, pending) = (self.run, std::mem::take(&mut self.pending));
        let commands = [
            pending.export.then_some(Command::Export { run }),
            pending.draw.then_some(Command::Draw { run }),
            pending.look_at.map(|step| Command::LookAt { run, step }),
            pending.gather.then_some(Command::Gather { run }),
            pending.place.map(|at| Command::Place { run, at }),
            pending.probe.map(|(at, t)| Command::Probe { run, at, t }),
            pending.measure.map(|on| Command::Measure { run, on }),
        ];
        // Other weights come first: walkers start anew on them.
        let others = pending
            .take_along
            .into_iter()
            .map(|weights| Command::TakeAlong { run, weights: Box::new(weights) });
        for command in others.chain(commands.into_iter().flatten()) {
            self.tell_helper(&command);
            self.effects.push(Effect::Send(first, Box::new(command)));
            self.engine.iter_mut().for_each(Engine::tell);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::{Backend, Event};
    use crate::settings::{Chapter, EngineChoice, Settings};
    use crate::ui::engine_client::Input;
    use crate::ui::engine_client::tests::sent;

    /// A client whose run 1 has been started.
    fn started(chapter: Chapter) -> EngineClient {
        let settings = Settings { engine: EngineChoice::Cpu, ..Settings::default() };
        let mut client = EngineClient::new(chapter, &settings);
        let ready = Event::Ready { backend: Backend::Cpu, device: "test".into() };
        client.handle(Input::Event { worker: 0, event: ready });
        // Commands of before are about a run that is over.
        client.place([9.0, 9.0]);
        client.new_run();
        client.pump();
        client.take_effects();
        client
    }

    #[test]
    fn the_newest_wish_of_each_kind_is_told_once_weights_before_walkers() {
        let mut client = started(Chapter::LearnAnEnergy);
        client.place([1.0, 2.0]);
        client.measure(true);
        client.probe([0.0, 0.0], 3.0);
        client.probe([0.5, 0.25], 40.0);
        client.gather();
        client.look_at(Some(3));
        client.look_at(Some(7));
        client.pump();
        client.pump();
        let told = [
            Command::LookAt { run: 1, step: Some(7) },
            Command::Gather { run: 1 },
            Command::Place { run: 1, at: [1.0, 2.0] },
            Command::Probe { run: 1, at: [0.5, 0.25], t: 40.0 },
            Command::Measure { run: 1, on: true },
        ];
        assert_eq!(client.take_effects(), told.map(|command| Effect::Send(0, Box::new(command))));
    }

    #[test]
    fn weights_are_handed_out_once_and_those_of_another_run_are_not_heard() {
        let mut client = started(Chapter::Denoise);
        client.export();
        client.pump();
        assert_eq!(client.take_effects(), [Effect::Send(0, Box::new(Command::Export { run: 1 }))]);
        let hear = |client: &mut EngineClient, weights| {
            let frame = client.handle(Input::Event { worker: 0, event: Event::Weights(weights) });
            assert!(frame.is_none());
        };
        hear(&mut client, Weights::of_defaults(1, Chapter::Denoise, 10));
        hear(&mut client, Weights::of_defaults(1, Chapter::Denoise, 20));
        hear(&mut client, Weights::of_defaults(0, Chapter::Denoise, 30));
        assert_eq!(client.take_weights().map(|weights| weights.step), Some(20));
        assert_eq!(client.take_weights(), None);
        hear(&mut client, Weights::of_defaults(1, Chapter::Denoise, 40));
        client.new_run();
        assert_eq!(client.take_weights(), None, "they are of a run that is over");
    }

    #[test]
    fn one_model_of_each_kind_is_taken_along_and_then_there_is_more_to_tell() {
        let mut client = started(Chapter::Compare);
        let answer = |client: &mut EngineClient| {
            let content = crate::protocol::compare::CompareFrame::default().into();
            let frame = crate::protocol::Frame { run: 1, step: 0, more: false, halt: None, content };
            client.handle(Input::Event { worker: 0, event: Event::Frame(Box::new(frame)) });
        };
        answer(&mut client);
        client.pump();
        answer(&mut client);
        client.take_effects();
        client.pump();
        assert_eq!(client.take_effects(), [], "nothing is left to tell");
        let [old, energy, diffusion] = [
            Weights::of_defaults(3, Chapter::LearnAnEnergy, 10),
            Weights::of_defaults(3, Chapter::LearnAnEnergy, 20),
            Weights::of_defaults(4, Chapter::Denoise, 30),
        ];
        client.take_along(old);
        client.take_along(energy.clone());
        client.take_along(diffusion.clone());
        client.pump();
        let told = sent(&mut client);
        let along = [energy, diffusion].map(|weights| Command::TakeAlong { run: 1, weights });
        assert_eq!(told[..2], along);
        assert!(matches!(told[2..], [Command::Next { run: 1, steps: 0, .. }]), "{told:?}");
    }
}
