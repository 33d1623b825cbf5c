//! How long an engine may be silent before it is taken for dead: nobody tells a page that a worker has ended.
//!
//! Seconds of the client's clock, on which a page that slept has not waited.

use super::EngineClient;
use super::state::Engine;
use crate::protocol::Backend;

/// An engine may take so long to be ready: over a slow line even the small one takes its time.
pub const READY_CPU: f64 = 120.0;
const READY_GPU: f64 = 180.0;
/// Until a reader is told that the first engine is still on its way.
const SLOW_LINE: f64 = 15.0;
/// No request takes longer: a first GPU slice compiles its shaders.
const LONGEST: f64 = 90.0;
/// What is new to a CPU engine may take so long.
const NEW: f64 = 30.0;
/// One that answers as regularly as this is missed sooner.
const REGULAR: u32 = 3;
const QUIET_CPU: f64 = 10.0;
const QUIET_GPU: f64 = 30.0;
/// But not before so many times its slowest answer, on a machine that is slow.
const SLOWER: f64 = 20.0;

impl Engine {
    /// A request goes to it.
    pub fn ask(&mut self, now: f64) {
        self.asked = Some(now);
        let usual = match (self.backend, self.answers.count >= REGULAR) {
            (Backend::Cpu, true) => QUIET_CPU,
            (Backend::Cpu, false) => NEW,
            (Backend::Gpu, true) => QUIET_GPU,
            (Backend::Gpu, false) => LONGEST,
        };
        self.answers.patience = usual.max(SLOWER * self.answers.slowest).min(LONGEST);
    }

    /// It has answered.
    pub fn answer(&mut self, now: f64) {
        if let Some(asked) = self.asked.take() {
            self.answers.count += 1;
            self.answers.slowest = self.answers.slowest.max(now - asked);
        }
    }

    /// It is told something new, and may have something to tell of it.
    pub fn tell(&mut self) {
        self.more = true;
        self.answers.count = 0;
    }

    /// Why it is taken for dead, if it is.
    pub fn is_late(&self, now: f64) -> Option<String> {
        match (&self.device, self.asked) {
            (None, _) => {
                let limit = if self.backend == Backend::Gpu { READY_GPU } else { READY_CPU };
                (now - self.since > limit).then(|| format!("it was not ready after {limit:.0} seconds"))
            }
            (Some(_), Some(asked)) => {
                let limit = self.answers.patience;
                (now - asked > limit).then(|| format!("it has not answered for {limit:.0} seconds"))
            }
            (Some(_), None) => None,
        }
    }
}

impl EngineClient {
    /// Says once of an engine, without which nothing runs, that it is late, and that it has come.
    pub(super) fn tell_of_slow_line(&mut self) {
        let Some(engine) = &self.engine else { return };
        let (worker, is_here) = (engine.worker, engine.device.is_some());
        let is_told = self.told_of_slow_line == Some(worker);
        if is_told && is_here {
            self.told_of_slow_line = None;
            self.notice("The engine has come.".into());
        } else if !is_told && !is_here && self.clock - engine.since > SLOW_LINE {
            self.told_of_slow_line = Some(worker);
            self.notice(
                "The engine is still on its way: the line is slow. Please wait, it starts by itself. You can set up meanwhile."
                    .into(),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::protocol::Backend;
    use crate::settings::{Chapter, EngineChoice};
    use crate::ui::engine_client::tests::{adapter, effects, frame, notices, on_cpu, ready, settings};
    use crate::ui::engine_client::{Effect, EngineClient};
    use crate::ui::store::Phase;

    /// So many requests of a run that trains, each answered after so many seconds; one more is under way then.
    fn answering(client: &mut EngineClient, requests: u32, seconds: f64) {
        client.toggle_train();
        let (worker, run) =
            client.engine.as_ref().map(|engine| (engine.worker, client.run)).expect("an engine");
        for step in 1..=requests {
            client.pump();
            client.pass(seconds);
            client.handle(frame(worker, run, step));
        }
        client.pump();
        client.take_effects();
    }

    /// Seconds of silence after which the engine is taken for dead.
    fn patience(client: &mut EngineClient) -> usize {
        (1..200)
            .find(|_| {
                client.pass(1.0);
                client.pump();
                notices(&effects(client)).contains("has not answered")
            })
            .expect("it is never missed")
    }

    #[test]
    fn an_engine_that_answered_regularly_is_missed_in_ten_seconds_and_replaced() {
        let mut client = on_cpu();
        answering(&mut client, 5, 0.08);
        assert_eq!(patience(&mut client), 11);
        assert_eq!(*client.phase(), Phase::Loading { train: true });
        client.handle(ready(1, Backend::Cpu));
        assert_eq!(*client.phase(), Phase::Running);
    }

    #[test]
    fn what_the_reader_does_meanwhile_gives_it_no_more_time() {
        let mut client = on_cpu();
        answering(&mut client, 5, 0.08);
        let mut tuned = settings(EngineChoice::Cpu);
        tuned.diffusion.learning_rate = 0.01;
        client.follow(&tuned);
        assert_eq!(patience(&mut client), 11);
    }

    #[test]
    fn a_slow_machine_and_what_is_new_are_given_more_time() {
        let mut client = on_cpu();
        answering(&mut client, 5, 1.0);
        assert_eq!(patience(&mut client), 21);
        let mut client = on_cpu();
        answering(&mut client, 1, 0.08);
        assert_eq!(patience(&mut client), 31, "its first slices");
    }

    #[test]
    fn a_gpu_may_compile_its_first_slice_for_long() {
        let mut client = EngineClient::new(Chapter::Denoise, &settings(EngineChoice::Gpu));
        client.handle(ready(0, Backend::Cpu));
        client.handle(adapter());
        client.handle(ready(1, Backend::Gpu));
        answering(&mut client, 0, 0.0);
        assert_eq!(patience(&mut client), 91);
    }

    #[test]
    fn over_a_slow_line_the_reader_is_asked_to_wait_once_and_told_when_it_comes() {
        let mut client = EngineClient::new(Chapter::Denoise, &settings(EngineChoice::Cpu));
        let mut told = Vec::new();
        for second in 1..=40 {
            client.pass(1.0);
            if second == 30 {
                client.handle(ready(0, Backend::Cpu));
            }
            let words = notices(&effects(&mut client));
            told.extend((!words.is_empty()).then_some((second, words)));
        }
        let [(16, wait), (31, come)] = &told[..] else { panic!("{told:?}") };
        assert!(wait.contains("wait") && come.contains("has come"), "{told:?}");
        assert!(notices(&effects(&mut on_cpu())).is_empty());
    }

    #[test]
    fn a_clock_that_jumps_is_no_silence() {
        let mut client = on_cpu();
        answering(&mut client, 5, 0.08);
        for jump in [3600.0, -50.0, 1e9, 12.0] {
            client.pass(jump);
        }
        assert!(!effects(&mut client).iter().any(|effect| matches!(effect, Effect::Terminate(_))));
        assert_eq!(*client.phase(), Phase::Running);
    }
}
