//! Engines that come to rest and wake, and runs that go on from weights.

use crate::protocol::weights::Weights;
use crate::protocol::{Backend, Command, Event};
use crate::settings::{Chapter, EngineChoice, Settings};
use crate::ui::engine_client::tests::{
    adapter, effects, frame, notices, on_cpu, ready, sent, settings, wide,
};
use crate::ui::engine_client::{Effect, EngineClient, Input, WorkerId};
use crate::ui::store::Phase;

fn weights(run: u32, step: u32) -> Box<Weights> {
    Weights::of_defaults(run, Chapter::Denoise, step)
}

fn handed_out(worker: WorkerId, run: u32, step: u32) -> Input {
    Input::Event { worker, event: Event::Weights(weights(run, step)) }
}

/// A client whose CPU engine has trained some steps and is asked for more.
fn training() -> EngineClient {
    let mut client = on_cpu();
    client.toggle_train();
    client.pump();
    client.handle(frame(0, 0, 500));
    client.pump();
    client.take_effects();
    client
}

/// The steps that the only command sent starts from.
fn starts_from(client: &mut EngineClient) -> Option<u32> {
    match &sent(client)[..] {
        [Command::Start { from, .. }] => from.as_ref().map(|weights| weights.step),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_run_that_trains_hands_out_its_newest_weights_and_its_worker_ends() {
    let mut client = training();
    client.suspend();
    client.pump();
    assert_eq!(effects(&mut client), [], "the slice under way is waited for");
    assert!(!client.is_suspended());
    assert!(client.handle(frame(0, 0, 520)).is_some(), "what it has brought is shown");
    client.pump();
    assert_eq!(effects(&mut client), [Effect::Send(0, Box::new(Command::Export { run: 0 }))]);
    client.handle(handed_out(0, 0, 500));
    assert!(!client.is_suspended(), "these are older");
    client.handle(handed_out(0, 0, 520));
    assert_eq!(effects(&mut client), [Effect::Terminate(0)]);
    assert!(client.is_suspended());
    client.pump();
    client.pass(3600.0);
    assert_eq!(effects(&mut client), [], "it costs nothing");

    client.resume();
    assert_eq!(effects(&mut client), [Effect::Spawn { worker: 1, backend: Backend::Cpu }]);
    client.handle(ready(1, Backend::Cpu));
    assert_eq!(*client.phase(), Phase::Running, "it ran");
    client.pump();
    // The same run: the page keeps its curves.
    let done = effects(&mut client);
    assert!(matches!(&done[..], [Effect::Send(1, command)]
        if matches!(&**command, Command::Start { run: 0, from: Some(from), .. } if from.step == 520)));
    client.handle(frame(1, 0, 520));
    client.pump();
    assert!(matches!(sent(&mut client)[..], [Command::Next { run: 0, steps: 3480, .. }]));
}

#[test]
fn a_paused_run_wakes_paused_and_what_is_not_trained_hands_nothing_out() {
    let mut client = training();
    client.toggle_train();
    client.handle(frame(0, 0, 510));
    client.suspend();
    client.handle(handed_out(0, 0, 510));
    client.resume();
    client.take_effects();
    client.handle(ready(1, Backend::Cpu));
    assert_eq!(*client.phase(), Phase::Paused);

    let mut client = on_cpu();
    client.suspend();
    assert_eq!((effects(&mut client), client.is_suspended()), (vec![Effect::Terminate(0)], true));
    client.resume();
    client.handle(ready(1, Backend::Cpu));
    client.take_effects();
    client.pump();
    assert_eq!(starts_from(&mut client), None);
    assert_eq!(*client.phase(), Phase::Idle);
}

#[test]
fn what_is_asked_for_in_its_sleep_is_done_when_it_wakes() {
    let mut client = on_cpu();
    client.suspend();
    client.toggle_train();
    let mut other = settings(EngineChoice::Cpu);
    other.diffusion.width = 32;
    client.follow(&other);
    client.pump();
    assert_eq!(effects(&mut client), [Effect::Terminate(0), Effect::NewRun]);
    client.resume();
    client.handle(ready(1, Backend::Cpu));
    assert_eq!(*client.phase(), Phase::Running);
}

#[test]
fn an_engine_that_does_not_answer_is_not_waited_for_for_ever() {
    let mut client = training();
    client.handle(frame(0, 0, 520));
    client.suspend();
    client.take_effects();
    for _ in 0..20 {
        client.pass(3600.0);
    }
    assert!(!client.is_suspended(), "a page that slept has not waited");
    for _ in 0..61 {
        client.pass(1.0);
    }
    let done = effects(&mut client);
    assert!(client.is_suspended() && done.contains(&Effect::Terminate(0)) && done.contains(&Effect::NewRun));
    assert!(notices(&done).contains("did not hand out its weights"));
    client.resume();
    client.handle(ready(1, Backend::Cpu));
    client.take_effects();
    client.pump();
    assert_eq!(starts_from(&mut client), None);
}

#[test]
fn one_that_breaks_on_its_way_to_rest_is_not_replaced_before_it_wakes() {
    let mut client = training();
    client.suspend();
    client.handle(Input::Broken { worker: 0, why: "it broke".into() });
    let done = effects(&mut client);
    assert!(client.is_suspended() && done.contains(&Effect::Terminate(0)));
    assert!(!done.iter().any(|effect| matches!(effect, Effect::Spawn { .. })));
}

#[test]
fn woken_before_it_is_at_rest_it_goes_on_as_if_nothing_had_been() {
    let mut client = training();
    client.suspend();
    client.resume();
    assert_eq!(*client.phase(), Phase::Running);
    client.handle(frame(0, 0, 520));
    client.pump();
    assert!(matches!(sent(&mut client)[..], [Command::Next { run: 0, .. }]));
}

#[test]
fn markov_chains_stay_where_they_are_and_are_asked_for_nothing() {
    let settings = Settings { chapter: Chapter::Sample, ..Settings::default() };
    let mut client = EngineClient::new(Chapter::Sample, &settings);
    client.handle(ready(0, Backend::Cpu));
    client.toggle_train();
    client.pump();
    client.take_effects();
    client.suspend();
    assert!(client.is_suspended());
    client.pass(1.0);
    client.pump();
    assert_eq!(effects(&mut client), []);
    client.resume();
    assert_eq!((effects(&mut client), client.phase()), (vec![], &Phase::Running));
}

#[test]
fn a_chapter_that_was_never_shown_loads_nothing_by_resting_and_waking() {
    let mut client = EngineClient::new(Chapter::Denoise, &wide(EngineChoice::Auto));
    client.suspend();
    assert_eq!((effects(&mut client), client.is_suspended()), (vec![], true));
    client.resume();
    let spawn = Effect::Spawn { worker: 1, backend: Backend::Cpu };
    assert_eq!(effects(&mut client), [spawn, Effect::FindAdapter]);
}

#[test]
fn webgpu_is_freed_and_comes_back_to_the_same_run() {
    let mut client = EngineClient::new(Chapter::Denoise, &settings(EngineChoice::Gpu));
    client.handle(ready(0, Backend::Cpu));
    client.handle(adapter());
    client.handle(ready(1, Backend::Gpu));
    client.pump();
    client.handle(frame(1, 1, 0));
    client.toggle_train();
    client.pump();
    client.handle(frame(1, 1, 70));
    client.suspend();
    client.take_effects();
    client.handle(handed_out(1, 1, 70));
    assert_eq!(effects(&mut client), [Effect::Terminate(1)]);
    client.resume();
    client.handle(ready(2, Backend::Cpu));
    client.handle(adapter());
    client.pump();
    client.handle(frame(2, 1, 70));
    client.take_effects();
    client.handle(ready(3, Backend::Gpu));
    assert_eq!((client.phase(), client.info().backend), (&Phase::Running, Some(Backend::Gpu)));
    client.pump();
    let done = effects(&mut client);
    assert!(matches!(&done[..], [Effect::Terminate(2), Effect::Send(3, command)]
        if matches!(&**command, Command::Start { run: 1, from: Some(from), .. } if from.step == 70)));
}

#[test]
fn weights_of_a_file_start_a_new_run_that_stands_still() {
    let mut client = training();
    client.restore(weights(0, 4000));
    assert_eq!((client.phase(), client.trained().0), (&Phase::Paused, 4000));
    assert!(effects(&mut client).contains(&Effect::NewRun));
    client.handle(frame(0, 0, 520));
    client.pump();
    assert_eq!(starts_from(&mut client), Some(4000));
    client.handle(frame(0, 1, 4000));
    // Past its end it goes on by one more lap.
    client.toggle_train();
    assert!(effects(&mut client).contains(&Effect::RaiseGoal(8000)));
    // An engine that breaks is replaced by one that goes on from the file.
    client.pump();
    client.handle(frame(0, 1, 4100));
    client.handle(Input::Broken { worker: 0, why: "it broke".into() });
    client.handle(ready(1, Backend::Cpu));
    client.take_effects();
    client.pump();
    assert_eq!(starts_from(&mut client), Some(4000));
    // Reset begins from nothing.
    client.handle(frame(1, 2, 4000));
    client.reset();
    client.take_effects();
    client.pump();
    assert_eq!((client.trained().0, starts_from(&mut client)), (0, None));
}

#[test]
fn weights_that_an_engine_refuses_are_not_offered_again() {
    let mut client = on_cpu();
    client.restore(weights(0, 4000));
    client.pump();
    client.take_effects();
    client.handle(frame(0, 1, 0));
    assert_eq!(client.trained().0, 0);
    client.handle(Input::Broken { worker: 0, why: "it broke".into() });
    client.handle(ready(1, Backend::Cpu));
    client.take_effects();
    client.pump();
    assert_eq!(starts_from(&mut client), None);
}

#[test]
fn weights_to_keep_go_to_a_file_once() {
    let mut client = training();
    client.handle(handed_out(0, 0, 500));
    assert_eq!(effects(&mut client), [], "nobody asked");
    client.keep_weights();
    client.pump();
    assert_eq!(sent(&mut client), [Command::Export { run: 0 }]);
    client.handle(handed_out(0, 0, 510));
    client.handle(handed_out(0, 0, 520));
    assert_eq!(effects(&mut client), [Effect::Keep(weights(0, 510))]);
}
