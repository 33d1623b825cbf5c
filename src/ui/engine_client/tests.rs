//! The client's decisions, told as stories of what happens and what it does.

use super::*;
use crate::protocol::diffusion::DiffusionFrame;
use crate::settings::Settings;

pub(super) fn effects(client: &mut EngineClient) -> Vec<Effect> {
    client.take_effects()
}

pub(super) fn ready(worker: WorkerId, backend: Backend) -> Input {
    Input::Event { worker, event: Event::Ready { backend, device: "test".into() } }
}

pub(super) fn frame(worker: WorkerId, run: RunId, step: u32) -> Input {
    Input::Event { worker, event: Event::Frame(Box::new(told(run, step, None))) }
}

fn told(run: RunId, step: u32, halt: Option<String>) -> Frame {
    let content = DiffusionFrame::default().into();
    Frame { run, step, more: false, halt, content }
}

pub(super) fn broken(worker: WorkerId) -> Input {
    Input::Broken { worker, why: "it broke".into() }
}

pub(super) fn sent(client: &mut EngineClient) -> Vec<Command> {
    let sent = |effect| if let Effect::Send(_, command) = effect { Some(*command) } else { None };
    effects(client).into_iter().filter_map(sent).collect()
}

pub(super) fn notices(effects: &[Effect]) -> String {
    let words = |effect: &Effect| if let Effect::Notice(words) = effect { Some(words.clone()) } else { None };
    effects.iter().filter_map(words).collect()
}

pub(super) fn settings(engine: EngineChoice) -> Settings {
    Settings { engine, ..Settings::default() }
}

/// A GPU is there.
pub(super) fn adapter() -> Input {
    Input::Adapter(Ok(Adapter::default()))
}

/// A network for which WebGPU can pay.
pub(super) fn wide(engine: EngineChoice) -> Settings {
    let mut settings = settings(engine);
    (settings.diffusion.width, settings.diffusion.batch_size) = (128, 512);
    settings
}

/// A client whose CPU engine (worker 0) is ready and whose run has been started.
pub(super) fn on_cpu() -> EngineClient {
    let mut client = EngineClient::new(Chapter::Denoise, &settings(EngineChoice::Cpu));
    client.handle(ready(0, Backend::Cpu));
    client.pump();
    client.handle(frame(0, 0, 0));
    client.take_effects();
    client
}

#[test]
fn it_waits_for_ready_then_starts_then_pulls_one_frame_at_a_time() {
    let mut client = EngineClient::new(Chapter::Denoise, &settings(EngineChoice::Cpu));
    assert_eq!(effects(&mut client), [Effect::Spawn { worker: 0, backend: Backend::Cpu }]);
    client.pump();
    assert_eq!(effects(&mut client), []);
    assert_eq!(*client.phase(), Phase::Loading { train: false });
    client.handle(ready(0, Backend::Cpu));
    client.pump();
    client.pump();
    assert!(matches!(sent(&mut client)[..], [Command::Start { run: 0, seed: 1, .. }]));
    assert_eq!(*client.phase(), Phase::Idle);
    assert!(client.handle(frame(0, 0, 0)).is_some());
    client.pump();
    client.pump();
    assert!(matches!(sent(&mut client)[..], [Command::Next { run: 0, steps: 0, .. }]));
}

#[test]
fn a_paused_engine_without_more_to_tell_is_left_alone() {
    let mut client = on_cpu();
    client.pump();
    client.handle(frame(0, 0, 0));
    client.take_effects();
    client.pump();
    assert_eq!(effects(&mut client), []);
    let mut tuned = settings(EngineChoice::Cpu);
    tuned.diffusion.learning_rate = 0.01;
    client.follow(&tuned);
    client.pump();
    assert!(matches!(sent(&mut client)[..], [Command::Tune { .. }, Command::Next { steps: 0, .. }]));
}

#[test]
fn training_asks_for_what_is_left_pauses_at_the_end_and_goes_on_past_it() {
    let mut client = on_cpu();
    client.toggle_train();
    assert_eq!(*client.phase(), Phase::Running);
    client.pump();
    assert!(matches!(sent(&mut client)[..], [Command::Next { steps: 4000, .. }]));
    client.handle(frame(0, 0, 4000));
    assert_eq!(*client.phase(), Phase::Paused);
    assert!(notices(&effects(&mut client)).contains("4,000 steps"));
    client.toggle_train();
    assert_eq!(*client.phase(), Phase::Running);
    assert!(effects(&mut client).contains(&Effect::RaiseGoal(8000)));
    let mut raised = settings(EngineChoice::Cpu);
    raised.diffusion.train_steps = 8000;
    client.follow(&raised);
    client.handle(frame(0, 0, 8000));
    client.toggle_train();
    assert!(effects(&mut client).contains(&Effect::RaiseGoal(12_000)), "the lap stays 4000");
}

#[test]
fn an_energy_that_is_trained_past_its_end_raises_its_own_goal() {
    let mut settings = settings(EngineChoice::Cpu);
    let mut client = EngineClient::new(Chapter::LearnAnEnergy, &settings);
    client.handle(ready(0, Backend::Cpu));
    client.pump();
    client.toggle_train();
    let goal = settings.ebm.train_steps;
    client.handle(frame(0, 0, goal as u32));
    assert_eq!(*client.phase(), Phase::Paused);
    client.take_effects();
    client.toggle_train();
    assert!(effects(&mut client).contains(&Effect::RaiseGoal(2 * goal)));
    settings.ebm.train_steps = 2 * goal;
    client.follow(&settings);
    client.pump();
    assert!(matches!(sent(&mut client)[..], [Command::Next { steps, .. }] if steps as usize == goal));
}

#[test]
fn one_step_is_one_step() {
    let mut client = on_cpu();
    client.step_once();
    client.pump();
    assert!(matches!(sent(&mut client)[..], [Command::Next { steps: 1, .. }]));
    client.handle(frame(0, 0, 1));
    assert_eq!(*client.phase(), Phase::Paused);
    client.pump();
    assert!(sent(&mut client).iter().all(|command| matches!(command, Command::Next { steps: 0, .. })));
}

#[test]
fn frames_of_an_old_run_are_dropped_and_the_new_run_starts_after_them() {
    let mut client = on_cpu();
    client.toggle_train();
    client.pump();
    let mut other = settings(EngineChoice::Cpu);
    other.diffusion.width = 32;
    client.follow(&other);
    assert!(effects(&mut client).contains(&Effect::NewRun));
    client.pump();
    assert_eq!(effects(&mut client), [], "one request at a time");
    assert!(client.handle(frame(0, 0, 10)).is_none());
    client.pump();
    assert!(
        matches!(&sent(&mut client)[..], [Command::Start { run: 1, experiment: Experiment::Diffusion(diffusion), .. }]
            if diffusion.width == 32)
    );
    assert_eq!(*client.phase(), Phase::Running, "it trained, so it goes on training");
    client.reset();
    assert_eq!(*client.phase(), Phase::Idle);
}

#[test]
fn webgpu_takes_over_when_it_is_ready_and_training_waits_for_it() {
    let mut client = EngineClient::new(Chapter::Denoise, &settings(EngineChoice::Gpu));
    assert!(effects(&mut client).contains(&Effect::FindAdapter));
    client.handle(ready(0, Backend::Cpu));
    client.handle(adapter());
    client.toggle_train();
    assert_eq!(*client.phase(), Phase::Loading { train: true });
    assert!(effects(&mut client).contains(&Effect::Spawn { worker: 1, backend: Backend::Gpu }));
    client.handle(ready(1, Backend::Gpu));
    assert_eq!(*client.phase(), Phase::Running);
    assert_eq!((client.info().backend, client.info().why.as_str()), (Some(Backend::Gpu), "you chose it"));
    client.pump();
    let done = effects(&mut client);
    assert!(done.contains(&Effect::Terminate(0)) && done.contains(&Effect::NewRun));
    let starts = |command: &Command| matches!(command, Command::Start { run: 1, .. });
    assert!(matches!(done.last(), Some(Effect::Send(1, command)) if starts(command)));
    assert!(client.handle(frame(0, 1, 5)).is_none(), "the old worker is not heard any more");
}

#[test]
fn without_an_adapter_the_cpu_stays_and_says_why() {
    let mut client = EngineClient::new(Chapter::Denoise, &wide(EngineChoice::Auto));
    client.handle(ready(0, Backend::Cpu));
    client.toggle_train();
    client.handle(Input::Adapter(Err("this browser does not have WebGPU".into())));
    assert_eq!(*client.phase(), Phase::Running);
    assert_eq!(client.info().why, "this browser does not have WebGPU");
    assert_eq!(notices(&effects(&mut client)), "", "nobody asked for it");
}

#[test]
fn with_the_cpu_chosen_webgpu_is_never_asked_for() {
    let mut client = EngineClient::new(Chapter::Denoise, &settings(EngineChoice::Cpu));
    client.handle(adapter());
    client.handle(ready(0, Backend::Cpu));
    assert_eq!(client.info().why, "you chose it");
    assert_eq!(effects(&mut client), [Effect::Spawn { worker: 0, backend: Backend::Cpu }]);
}

#[test]
fn a_webgpu_engine_that_stops_hands_its_training_to_the_cpu() {
    let mut client = EngineClient::new(Chapter::Denoise, &settings(EngineChoice::Gpu));
    client.handle(ready(0, Backend::Cpu));
    client.handle(adapter());
    client.handle(ready(1, Backend::Gpu));
    client.toggle_train();
    client.take_effects();
    client.handle(Input::Event { worker: 1, event: Event::Failed { why: "the device was lost".into() } });
    let done = effects(&mut client);
    assert!(done.contains(&Effect::Terminate(1)));
    assert!(done.contains(&Effect::Spawn { worker: 2, backend: Backend::Cpu }));
    assert!(notices(&done).contains("the device was lost"));
    client.handle(ready(2, Backend::Cpu));
    assert_eq!(*client.phase(), Phase::Running);
    assert!(client.info().why.contains("the device was lost"));
}

#[test]
fn a_webgpu_engine_that_does_not_load_leaves_the_cpu_serving() {
    let mut client = EngineClient::new(Chapter::Denoise, &settings(EngineChoice::Gpu));
    client.handle(ready(0, Backend::Cpu));
    client.handle(adapter());
    client.toggle_train();
    client.handle(broken(1));
    assert_eq!(*client.phase(), Phase::Running);
    assert!(notices(&effects(&mut client)).contains("it broke"));
}

#[test]
fn time_limits_turn_silence_into_words() {
    let wait = |client: &mut EngineClient, seconds: usize| (0..seconds * 4).for_each(|_| client.pass(0.25));
    let mut client = EngineClient::new(Chapter::Denoise, &wide(EngineChoice::Auto));
    client.handle(ready(0, Backend::Cpu));
    wait(&mut client, 21);
    assert!(client.info().why.contains("did not answer"));
    client.pump();
    client.take_effects();
    wait(&mut client, 91);
    let done = effects(&mut client);
    assert!(done.contains(&Effect::Terminate(0)) && notices(&done).contains("has not answered"));
    wait(&mut client, 121);
    assert!(notices(&effects(&mut client)).contains("not ready"));
}

#[test]
fn a_sleeping_page_blames_no_engine() {
    let mut client = on_cpu();
    client.toggle_train();
    client.pump();
    client.take_effects();
    client.pass(3600.0);
    assert_eq!(effects(&mut client), []);
}

#[test]
fn a_cpu_engine_that_keeps_breaking_is_given_up_until_the_reader_tries_again() {
    let mut client = on_cpu();
    client.toggle_train();
    for worker in 0..2 {
        client.handle(broken(worker));
        assert_eq!(*client.phase(), Phase::Loading { train: true });
    }
    client.handle(broken(2));
    assert!(matches!(client.phase(), Phase::Failed(why) if why.contains("it broke")));
    client.pump();
    client.take_effects();
    client.toggle_train();
    assert_eq!(effects(&mut client)[0], Effect::Spawn { worker: 3, backend: Backend::Cpu });
    client.handle(ready(3, Backend::Cpu));
    assert_eq!(*client.phase(), Phase::Idle);
}

#[test]
fn choosing_the_cpu_replaces_webgpu_and_keeps_training() {
    let mut client = EngineClient::new(Chapter::Denoise, &settings(EngineChoice::Gpu));
    client.handle(ready(0, Backend::Cpu));
    client.handle(adapter());
    client.handle(ready(1, Backend::Gpu));
    client.toggle_train();
    client.follow(&settings(EngineChoice::Cpu));
    assert!(effects(&mut client).contains(&Effect::Terminate(1)));
    client.handle(ready(2, Backend::Cpu));
    assert_eq!((client.phase(), client.info().why.as_str()), (&Phase::Running, "you chose it"));
    client.follow(&settings(EngineChoice::Gpu));
    assert!(effects(&mut client).contains(&Effect::FindAdapter));
}

#[test]
fn a_halt_pauses_and_tells_why() {
    let mut client = on_cpu();
    client.toggle_train();
    let halted = told(0, 12, Some("The loss is not a number.".into()));
    client.handle(Input::Event { worker: 0, event: Event::Frame(Box::new(halted)) });
    assert_eq!(*client.phase(), Phase::Paused);
    assert!(notices(&effects(&mut client)).contains("not a number"));
}
