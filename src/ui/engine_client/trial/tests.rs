//! Engines chosen by what they do: stories of a page that is left to choose.

mod adapters;

use crate::protocol::{Backend, Command, Event, TrialSlice};
use crate::settings::{Chapter, EngineChoice, Settings};
use crate::ui::engine_client::tests::{adapter, effects, frame, notices, ready, sent, settings, wide};
use crate::ui::engine_client::{Effect, EngineClient, Input, WorkerId};
use crate::ui::store::Phase;

fn automatic(settings: &Settings) -> EngineClient {
    EngineClient::new(Chapter::Denoise, settings)
}

/// The CPU engine (worker 0) has started its run, WebGPU (worker 1) is ready.
fn both_there() -> EngineClient {
    let mut client = automatic(&wide(EngineChoice::Auto));
    client.handle(ready(0, Backend::Cpu));
    client.pump();
    client.handle(frame(0, 0, 0));
    client.handle(adapter());
    client.handle(ready(1, Backend::Gpu));
    client.take_effects();
    client
}

/// The worker that is asked for the next slice of a trial, and the trial.
fn tried(client: &mut EngineClient) -> Option<(WorkerId, u32)> {
    client.pump();
    client.take_effects().into_iter().find_map(|effect| match effect {
        Effect::Send(worker, command) => match *command {
            Command::Trial { trial, .. } => Some((worker, trial)),
            _ => None,
        },
        _ => None,
    })
}

fn slice(worker: WorkerId, trial: u32, steps: u32, ms: f64) -> Input {
    Input::Event { worker, event: Event::Trial(TrialSlice { trial, steps, ms }) }
}

/// Both engines do the trial under way: so many steps a second each. Returns who was asked.
fn decide(client: &mut EngineClient, cpu: WorkerId, cpu_rate: f64, gpu_rate: f64) -> Vec<WorkerId> {
    let mut asked = Vec::new();
    while let Some((worker, trial)) = tried(client) {
        let is_first = !asked.contains(&worker);
        asked.push(worker);
        let rate = if worker == cpu { cpu_rate } else { gpu_rate };
        let (steps, ms) = if is_first { (0, 0.0) } else { ((rate / 10.0) as u32, 100.0) };
        client.handle(slice(worker, trial, steps, ms));
        assert!(asked.len() < 50, "it never ends");
    }
    asked
}

fn wait(client: &mut EngineClient, seconds: usize) {
    (0..seconds * 4).for_each(|_| client.pass(0.25));
}

fn backend(client: &EngineClient) -> Option<Backend> {
    client.info().backend
}

#[test]
fn one_that_is_known_to_be_faster_is_waited_for_a_moment_and_no_longer() {
    let mut client = both_there();
    decide(&mut client, 0, 420.0, 1900.0);
    client.handle(frame(1, 1, 0));
    client.suspend();
    client.resume();
    client.handle(ready(2, Backend::Cpu));
    client.handle(adapter());
    client.toggle_train();
    assert_eq!(*client.phase(), Phase::Loading { train: true });
    wait(&mut client, 4);
    assert_eq!((client.phase(), backend(&client)), (&Phase::Running, Some(Backend::Cpu)));
}

#[test]
fn webgpu_takes_over_where_it_is_faster_and_both_figures_are_told() {
    let mut client = both_there();
    assert_eq!(backend(&client), Some(Backend::Cpu));
    assert!(client.info().why.contains("timed"));
    let asked = decide(&mut client, 0, 420.0, 1900.0);
    // One slice that does not count, then 400 ms of them; WebGPU first, for it loads longest.
    assert_eq!(asked, [1, 1, 1, 1, 1, 0, 0, 0, 0, 0]);
    assert_eq!(backend(&client), Some(Backend::Gpu));
    assert_eq!(client.info().why, "faster on this model (CPU 420 steps/s · WebGPU 1,900 steps/s)");
    client.pump();
    assert!(matches!(sent(&mut client)[..], [Command::Next { .. }] | []), "its run has been started");
}

#[test]
fn webgpu_goes_where_it_is_slower_and_the_run_stays() {
    let mut client = both_there();
    client.toggle_train();
    client.handle(frame(0, 0, 50));
    decide(&mut client, 0, 420.0, 300.0);
    assert_eq!((backend(&client), client.trained().0), (Some(Backend::Cpu), 50));
    assert_eq!(client.info().why, "faster on this model (CPU 420 steps/s · WebGPU 300 steps/s)");
}

#[test]
fn the_slower_engine_is_ended_without_a_word_and_not_loaded_again_for_such_a_model() {
    let mut client = both_there();
    let (_, trial) = tried(&mut client).expect("a trial");
    client.handle(slice(1, trial, 10, 500.0));
    tried(&mut client);
    client.handle(slice(0, trial, 20, 500.0));
    assert_eq!(effects(&mut client), [Effect::Terminate(1)]);
    let mut like_it = wide(EngineChoice::Auto);
    like_it.diffusion.batch_size = 500;
    client.follow(&like_it);
    assert_eq!(effects(&mut client), [Effect::NewRun]);
    // One that is four times as large may be another matter.
    like_it.diffusion.batch_size = 2048;
    client.follow(&like_it);
    assert!(effects(&mut client).contains(&Effect::FindAdapter));
}

#[test]
fn a_run_that_has_begun_is_left_where_it_is_and_the_next_one_moves() {
    let mut client = both_there();
    client.toggle_train();
    assert_eq!(*client.phase(), Phase::Running, "the trial holds nothing up");
    client.pump();
    client.handle(frame(0, 0, 50));
    decide(&mut client, 0, 420.0, 1900.0);
    let done = effects(&mut client);
    assert!(!done.contains(&Effect::NewRun) && !done.contains(&Effect::Terminate(0)), "{done:?}");
    assert_eq!((client.phase(), client.trained().0), (&Phase::Running, 50));
    assert!(client.info().why.contains("this run began on it"));
    client.handle(frame(0, 0, 60));
    client.pump();
    assert!(matches!(sent(&mut client)[..], [Command::Next { run: 0, .. }]));
    client.reset();
    assert_eq!((backend(&client), client.phase()), (Some(Backend::Gpu), &Phase::Idle));
    client.pump();
    let done = effects(&mut client);
    assert!(done.contains(&Effect::Terminate(0)));
    assert!(
        matches!(done.last(), Some(Effect::Send(1, command)) if matches!(**command, Command::Start { .. }))
    );
}

#[test]
fn what_the_reader_did_to_a_run_that_is_not_trained_is_not_lost_either() {
    let mut client = both_there();
    client.measure(true);
    decide(&mut client, 0, 420.0, 1900.0);
    assert_eq!(backend(&client), Some(Backend::Cpu));
    client.reset();
    assert_eq!(backend(&client), Some(Backend::Gpu));
}

#[test]
fn a_program_that_is_missing_or_slow_to_come_holds_nothing_up() {
    let mut client = automatic(&wide(EngineChoice::Auto));
    client.handle(ready(0, Backend::Cpu));
    client.handle(adapter());
    client.toggle_train();
    assert_eq!(*client.phase(), Phase::Running, "the CPU engine does not wait for the program");
    client.pump();
    client.handle(frame(0, 0, 0));
    client.pump();
    assert!(sent(&mut client).iter().any(|command| matches!(command, Command::Next { steps: 4000, .. })));
    client.handle(Input::Broken { worker: 1, why: "its program could not be loaded".into() });
    let done = effects(&mut client);
    assert!(done.contains(&Effect::Terminate(1)));
    assert_eq!((notices(&done).as_str(), client.phase()), ("", &Phase::Running), "nobody asked for it");
    assert!(client.info().why.contains("could not be loaded"));

    let mut client = automatic(&wide(EngineChoice::Auto));
    client.handle(ready(0, Backend::Cpu));
    client.handle(adapter());
    client.pump();
    client.handle(frame(0, 0, 0));
    wait(&mut client, 181);
    assert!(client.info().why.contains("not ready"));
    assert_eq!(backend(&client), Some(Backend::Cpu));
}

#[test]
fn a_gpu_that_does_no_step_in_twenty_seconds_has_lost() {
    let mut client = both_there();
    let (worker, trial) = tried(&mut client).expect("a trial");
    assert_eq!(worker, 1);
    wait(&mut client, 21);
    let (worker, _) = tried(&mut client).expect("the CPU's turn");
    assert_eq!(worker, 0);
    client.handle(slice(0, trial, 200, 500.0));
    assert_eq!(effects(&mut client), [Effect::Terminate(1)]);
    assert_eq!(client.info().why, "faster on this model (CPU 400 steps/s · WebGPU 0.0 steps/s)");
}

#[test]
fn another_kind_of_model_is_timed_anew_and_the_cpu_serves_meanwhile() {
    let mut client = both_there();
    decide(&mut client, 0, 420.0, 1900.0);
    client.take_effects();
    let mut other = wide(EngineChoice::Auto);
    other.diffusion.batch_size = 2048;
    client.follow(&other);
    let done = effects(&mut client);
    assert!(done.contains(&Effect::Spawn { worker: 2, backend: Backend::Cpu }), "{done:?}");
    assert!(!done.contains(&Effect::Terminate(1)), "WebGPU is there to be tried");
    client.handle(ready(2, Backend::Cpu));
    client.pump();
    client.handle(frame(2, 3, 0));
    let asked = decide(&mut client, 2, 100.0, 1000.0);
    assert_eq!((asked[0], asked.last(), backend(&client)), (1, Some(&2), Some(Backend::Gpu)));
    // Back again, nothing is timed: that kind is known.
    client.follow(&wide(EngineChoice::Auto));
    assert_eq!((tried(&mut client), backend(&client)), (None, Some(Backend::Gpu)));
    // And a small one is the CPU's at once.
    client.follow(&settings(EngineChoice::Auto));
    assert!(effects(&mut client).contains(&Effect::Terminate(1)));
}

#[test]
fn answers_of_a_trial_that_is_over_do_not_count() {
    let mut client = both_there();
    let (_, old) = tried(&mut client).expect("a trial");
    let mut other = wide(EngineChoice::Auto);
    other.diffusion.batch_size = 2048;
    client.follow(&other);
    let (worker, new) = tried(&mut client).expect("another trial");
    assert!(worker == 1 && new != old);
    client.handle(slice(1, old, 1000, 500.0));
    assert_eq!(tried(&mut client), None, "the new one has not answered");
    client.handle(slice(1, new, 0, 0.0));
    assert_eq!(tried(&mut client), Some((1, new)));
}

#[test]
fn a_cpu_engine_that_breaks_in_a_trial_is_replaced_and_its_successor_is_timed() {
    let mut client = both_there();
    let (_, trial) = tried(&mut client).expect("a trial");
    client.handle(slice(1, trial, 50, 500.0));
    assert_eq!(tried(&mut client), Some((0, trial)));
    client.handle(Input::Broken { worker: 0, why: "it broke".into() });
    assert_eq!(tried(&mut client), None, "nobody is there to be asked");
    client.handle(ready(2, Backend::Cpu));
    client.pump();
    assert_eq!(tried(&mut client), Some((2, trial)));
}

#[test]
fn webgpu_serves_where_the_cpu_engine_has_been_given_up() {
    let mut client = both_there();
    for worker in [0, 2, 3] {
        client.handle(Input::Broken { worker, why: "it broke".into() });
    }
    assert_eq!(backend(&client), Some(Backend::Gpu));
    assert_eq!(*client.phase(), Phase::Idle);
}

#[test]
fn the_readers_choice_ends_a_trial_either_way() {
    let mut client = both_there();
    tried(&mut client);
    client.follow(&wide(EngineChoice::Cpu));
    assert_eq!(effects(&mut client), [Effect::Terminate(1)]);
    assert_eq!(client.info().why, "you chose it");

    let mut client = both_there();
    client.toggle_train();
    client.handle(frame(0, 0, 50));
    tried(&mut client);
    client.follow(&wide(EngineChoice::Gpu));
    assert_eq!((backend(&client), client.info().why.as_str()), (Some(Backend::Gpu), "you chose it"));
    // Left to the page again, the run that has begun there stays until it ends.
    client.pump();
    client.handle(frame(1, 1, 80));
    client.follow(&wide(EngineChoice::Auto));
    assert_eq!((backend(&client), client.trained().0), (Some(Backend::Gpu), 80));
}

#[test]
fn two_models_compared_are_chosen_for_by_their_energy() {
    let mut settings = settings(EngineChoice::Auto);
    (settings.diffusion.width, settings.diffusion.batch_size) = (128, 1024);
    let mut client = EngineClient::new(Chapter::Compare, &settings);
    assert!(effects(&mut client).contains(&Effect::FindAdapter));
    let mut client = EngineClient::new(Chapter::Sample, &settings);
    assert!(!effects(&mut client).contains(&Effect::FindAdapter), "chains are the CPU's");
}
