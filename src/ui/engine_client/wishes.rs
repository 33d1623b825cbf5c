//! What a reader asks of a run beside steps: a point put somewhere, other weights shown, walkers sent back, samplers
//! measured.

use super::{Effect, EngineClient};
use crate::protocol::Command;

/// Told before the next request; of several of one kind the newest wins.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Wishes {
    /// Where the first Markov chain, or the first walker, is to be put.
    place: Option<[f32; 2]>,
    /// The training step to look back at, or none for the newest weights.
    look_at: Option<Option<u32>>,
    gather: bool,
    /// A point taken hold of, and its noise level.
    probe: Option<([f32; 2], f32)>,
    /// Samplers are to be measured, or no more.
    measure: Option<bool>,
}

impl EngineClient {
    /// Puts the first Markov chain, or the first walker, at a point, in data units.
    pub fn place(&mut self, at: [f32; 2]) {
        self.wishes.place = Some(at);
    }

    /// Shows the weights kept at a training step, none for the newest.
    pub fn look_at(&mut self, step: Option<u32>) {
        self.wishes.look_at = Some(step);
    }

    /// Puts the walkers back to where they start.
    pub fn gather(&mut self) {
        self.wishes.gather = true;
    }

    /// Asks where the denoisers send a point, in data units, from a noise level.
    pub fn probe(&mut self, at: [f32; 2], t: f32) {
        self.wishes.probe = Some((at, t));
    }

    /// Measures every sampler, or stops it.
    pub fn measure(&mut self, on: bool) {
        self.wishes.measure = Some(on);
    }

    /// Not answered, so they may go while a request is under way; the frame after them shows them.
    pub(super) fn send_wishes(&mut self) {
        let Some(engine) = self.engine.as_mut().filter(|engine| engine.device.is_some() && !engine.start)
        else {
            return;
        };
        let (run, wishes) = (self.run, std::mem::take(&mut self.wishes));
        // Other weights come first: walkers start anew on them.
        let commands = [
            wishes.look_at.map(|step| Command::LookAt { run, step }),
            wishes.gather.then_some(Command::Gather { run }),
            wishes.place.map(|at| Command::Place { run, at }),
            wishes.probe.map(|(at, t)| Command::Probe { run, at, t }),
            wishes.measure.map(|on| Command::Measure { run, on }),
        ];
        for command in commands.into_iter().flatten() {
            engine.more = true;
            self.effects.push(Effect::Send(engine.worker, command));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::{Backend, Event};
    use crate::settings::{Chapter, EngineChoice, Settings};
    use crate::ui::engine_client::Input;

    #[test]
    fn the_newest_wish_of_each_kind_is_told_once_weights_before_walkers() {
        let settings = Settings { engine: EngineChoice::Cpu, ..Settings::default() };
        let mut client = EngineClient::new(Chapter::LearnAnEnergy, &settings);
        client.place([9.0, 9.0]);
        client.pump();
        let ready = Event::Ready { backend: Backend::Cpu, device: "test".into() };
        client.handle(Input::Event { worker: 0, event: ready });
        client.new_run();
        client.pump();
        client.take_effects();
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
        assert_eq!(client.take_effects(), told.map(|command| Effect::Send(0, command)));
    }
}
