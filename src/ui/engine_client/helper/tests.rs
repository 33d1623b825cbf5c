//! A second engine that comes, joins, is asked, breaks and is let go.

use crate::protocol::compare::{CompareFrame, ModelState};
use crate::protocol::sharing::{Progress, Role};
use crate::protocol::{Backend, Command, Event, Frame, RunId};
use crate::settings::{Chapter, EngineChoice, Settings};
use crate::ui::engine_client::tests::{effects, notices, ready, settings};
use crate::ui::engine_client::{Adapter, Effect, EngineClient, Input, WorkerId};
use crate::ui::store::Phase;

pub(super) const SPAWN: Effect = Effect::Spawn { worker: 1, backend: Backend::Cpu };

fn goal() -> u32 {
    Settings::default().compare.train_steps as u32
}

/// A frame of worker 0 or 1 after so many steps of the two models.
fn frame(worker: WorkerId, run: RunId, steps: [u32; 2], more: bool) -> Input {
    let models = steps.map(|steps| ModelState { steps, goal: goal(), ..ModelState::default() });
    let content = CompareFrame { models, ..CompareFrame::default() }.into();
    let step = steps.iter().sum();
    let frame = Frame { run, step, more, halt: None, content };
    Input::Event { worker, event: Event::Frame(Box::new(frame)) }
}

fn progress(worker: WorkerId, run: RunId) -> Input {
    let progress = Progress { run, changes: 3, ..Progress::default() };
    Input::Event { worker, event: Event::Progress(Box::new(progress)) }
}

fn to(worker: WorkerId, command: Command) -> Effect {
    Effect::Send(worker, Box::new(command))
}

fn share(run: RunId, role: Role) -> Command {
    Command::Share { run, role }
}

/// Commands sent, in short: to whom, and what.
pub(super) fn told(client: &mut EngineClient) -> Vec<(WorkerId, &'static str)> {
    let short = |effect| {
        let Effect::Send(worker, command) = effect else { return None };
        let what = match *command {
            Command::Start { .. } => "start",
            Command::Share { role: Role::Alone, .. } => "alone",
            Command::Share { role: Role::First, .. } => "first",
            Command::Share { role: Role::Second, .. } => "second",
            Command::Next { steps: 0, .. } => "look",
            Command::Next { .. } => "next",
            Command::Measure { .. } => "measure",
            Command::Tune { .. } => "tune",
            Command::Hear { .. } => "hear",
            Command::LookAt { .. } => "look at",
            Command::Export { .. } => "export",
            other => panic!("{other:?}"),
        };
        Some((worker, what))
    };
    effects(client).into_iter().filter_map(short).collect()
}

/// A client that may call a helper, with its run started.
fn started() -> EngineClient {
    let mut client = EngineClient::new(Chapter::Compare, &settings(EngineChoice::Cpu)).with_cores(2);
    client.handle(ready(0, Backend::Cpu));
    client.pump();
    client.handle(frame(0, 0, [0, 0], false));
    client.pump();
    client.handle(frame(0, 0, [0, 0], false));
    client.take_effects();
    client
}

/// Both engines share the run, the reader trains, and both have been asked.
fn sharing() -> EngineClient {
    let mut client = started();
    client.toggle_train();
    client.measure(true);
    client.pump();
    client.handle(ready(1, Backend::Cpu));
    client.handle(frame(0, 0, [0, 0], false));
    client.pump();
    client.handle(frame(1, 0, [0, 0], false));
    client.pump();
    client.take_effects();
    client
}

#[test]
fn it_is_called_when_training_begins_and_only_where_it_may() {
    let mut client = started();
    client.pump();
    assert_eq!(effects(&mut client), [], "nobody trains");
    client.toggle_train();
    client.pump();
    assert!(effects(&mut client).contains(&SPAWN));
    client.pump();
    assert_eq!(effects(&mut client), [], "once");

    let mut client = EngineClient::new(Chapter::Compare, &settings(EngineChoice::Cpu));
    client.handle(ready(0, Backend::Cpu));
    client.toggle_train();
    client.pump();
    client.pump();
    let spawns = |effect: &Effect| matches!(effect, Effect::Spawn { .. });
    assert_eq!(effects(&mut client).iter().filter(|effect| spawns(effect)).count(), 1, "there is one core");
}

#[test]
fn it_joins_with_all_that_the_run_has_been_told_and_both_are_asked() {
    let mut client = started();
    client.toggle_train();
    client.measure(true);
    client.pump();
    assert_eq!(told(&mut client), [(0, "measure"), (0, "next")]);
    client.handle(ready(1, Backend::Cpu));
    client.pump();
    assert_eq!(told(&mut client), [], "the first has not answered yet");
    client.handle(frame(0, 0, [0, 0], false));
    client.pump();
    assert_eq!(told(&mut client), [(1, "start"), (1, "measure"), (1, "second"), (0, "first"), (0, "next")]);
    client.handle(frame(1, 0, [0, 0], false));
    client.pump();
    assert_eq!(told(&mut client), [(1, "next")]);
    assert!(client.handle(frame(0, 0, [10, 0], false)).is_some());
    assert!(client.handle(frame(1, 0, [0, 30], false)).is_none(), "the page hears the first alone");
    client.pump();
    assert_eq!(told(&mut client), [(1, "next"), (0, "next")]);
    let mut other = settings(EngineChoice::Cpu);
    other.compare.walkers += 1;
    client.follow(&other);
    client.measure(false);
    client.pump();
    assert_eq!(told(&mut client), [(0, "tune"), (1, "tune"), (1, "measure"), (0, "measure")]);
}

#[test]
fn what_one_tells_the_other_is_passed_on_and_then_the_listener_is_asked() {
    let mut client = sharing();
    client.toggle_train();
    client.handle(frame(0, 0, [10, 20], false));
    client.handle(frame(1, 0, [10, 20], false));
    // What the measuring and the joining left to tell.
    client.pump();
    client.handle(frame(0, 0, [10, 20], false));
    client.handle(frame(1, 0, [10, 20], false));
    client.pump();
    client.take_effects();
    client.handle(progress(0, 7));
    assert_eq!(effects(&mut client), [], "of another run");
    for (from, to) in [(0, 1), (1, 0)] {
        client.handle(progress(from, 0));
        client.pump();
        assert_eq!(told(&mut client), [(to, "hear"), (to, "look")]);
    }
}

#[test]
fn it_shares_the_next_run_from_its_start() {
    let mut client = sharing();
    client.reset();
    client.take_effects();
    client.pump();
    assert_eq!(told(&mut client), [], "both are still at work");
    client.handle(frame(1, 0, [0, 9], false));
    client.handle(progress(1, 0));
    client.pump();
    assert_eq!(told(&mut client), [], "the first is still at work");
    client.handle(frame(0, 0, [9, 0], false));
    client.pump();
    assert_eq!(told(&mut client), [(0, "start")]);
    client.handle(frame(0, 1, [0, 0], true));
    client.pump();
    assert_eq!(told(&mut client), [(1, "start"), (1, "second"), (0, "first"), (0, "look")]);
}

#[test]
fn one_that_comes_when_its_model_is_begun_waits_for_the_next_run() {
    let mut client = started();
    client.toggle_train();
    client.pump();
    client.handle(ready(1, Backend::Cpu));
    client.pump();
    client.handle(frame(0, 0, [goal(), 5], false));
    client.take_effects();
    client.pump();
    assert_eq!(told(&mut client), [(0, "next")]);
}

#[test]
fn one_that_comes_while_the_first_does_all_steps_leaves_them_to_it() {
    let mut client = started();
    client.toggle_train();
    client.measure(true);
    client.pump();
    client.handle(ready(1, Backend::Cpu));
    client.pump();
    client.handle(frame(0, 0, [goal(), goal()], true));
    client.take_effects();
    client.pump();
    assert_eq!(told(&mut client), [(0, "look")], "nothing is trained twice");
}

#[test]
fn a_single_step_is_the_first_engines_until_its_model_has_all_of_them() {
    let mut client = sharing();
    client.handle(frame(0, 0, [10, 20], false));
    client.handle(frame(1, 0, [10, 20], false));
    let step = |client: &mut EngineClient| {
        client.step_once();
        client.pump();
        told(client).into_iter().filter(|(_, what)| *what == "next").collect::<Vec<_>>()
    };
    assert_eq!(step(&mut client), [(0, "next")]);
    client.handle(frame(0, 0, [goal(), 20], false));
    client.handle(frame(1, 0, [goal(), 20], false));
    assert_eq!(step(&mut client), [(1, "next")]);
}

#[test]
fn where_it_breaks_or_is_silent_the_first_does_everything_and_the_reader_need_not_know() {
    let breaks: [fn(&mut EngineClient); 3] = [
        |client| drop(client.handle(Input::Broken { worker: 1, why: "it broke".into() })),
        |client| {
            let event = Event::Failed { why: "a panic".into() };
            client.handle(Input::Event { worker: 1, event });
        },
        |client| {
            for second in 0..91 {
                client.handle(frame(0, 0, [second, 0], false));
                (0..4).for_each(|_| client.pass(0.25));
                client.pump();
            }
        },
    ];
    for break_it in breaks {
        let mut client = sharing();
        break_it(&mut client);
        let done = effects(&mut client);
        assert!(done.contains(&Effect::Terminate(1)) && done.contains(&to(0, share(0, Role::Alone))));
        assert_eq!((notices(&done).as_str(), client.phase()), ("", &Phase::Running));
        client.reset();
        client.toggle_train();
        client.handle(frame(0, 0, [9, 0], false));
        client.pump();
        assert!(
            !effects(&mut client).iter().any(|effect| matches!(effect, Effect::Spawn { .. })),
            "not again"
        );
    }
}

#[test]
fn where_it_does_not_start_nothing_else_happens() {
    let mut client = started();
    client.toggle_train();
    client.pump();
    client.take_effects();
    client.handle(Input::Broken { worker: 1, why: "no more workers".into() });
    client.handle(frame(0, 0, [10, 0], false));
    client.pump();
    let done = effects(&mut client);
    assert_eq!(done[0], Effect::Terminate(1));
    assert!(matches!(&done[1..], [Effect::Send(0, next)] if matches!(**next, Command::Next { .. })));
}

#[test]
fn a_first_engine_that_breaks_is_replaced_and_the_run_is_shared_anew() {
    let mut client = sharing();
    client.handle(frame(1, 0, [0, 9], false));
    client.handle(Input::Broken { worker: 0, why: "it broke".into() });
    client.handle(ready(2, Backend::Cpu));
    client.take_effects();
    client.pump();
    assert_eq!(told(&mut client), [(2, "start")]);
    client.handle(frame(2, 0, [0, 0], true));
    client.pump();
    assert_eq!(told(&mut client), [(1, "start"), (1, "second"), (2, "first"), (2, "next")]);
}

#[test]
fn webgpu_takes_over_alone() {
    let mut client = sharing();
    client.follow(&settings(EngineChoice::Gpu));
    client.handle(Input::Adapter(Ok(Adapter::default())));
    client.take_effects();
    client.handle(ready(2, Backend::Gpu));
    client.pump();
    let done = effects(&mut client);
    assert!(done.contains(&Effect::Terminate(0)) && done.contains(&Effect::Terminate(1)));
    assert!(
        matches!(done.last(), Some(Effect::Send(2, command)) if matches!(**command, Command::Start { .. }))
    );
    client.handle(frame(2, 1, [0, 0], false));
    client.pump();
    assert_eq!(told(&mut client), [(2, "next")]);
}
