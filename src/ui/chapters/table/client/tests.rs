//! The client's decisions, told as stories of what happens and what it does.

use super::*;
use crate::settings::{TableCell, TableModel};

fn table() -> TableSettings {
    TableSettings { seeds: 2, epochs: 10 }
}

fn running(engines: usize) -> TableClient {
    let mut client = TableClient::default();
    client.start(5, &table(), engines);
    client
}

fn ready(worker: WorkerId) -> Input {
    Input::Event { worker, event: Event::Ready { backend: Backend::Cpu, device: "test".into() } }
}

fn result(cell: TableCell, seed: u32) -> TableResult {
    TableResult { model: TableModel { cell, seed }, ..TableResult::default() }
}

fn frame(worker: WorkerId, run: RunId, more: bool, content: TableFrame) -> Input {
    let frame = Frame { run, step: 0, more, halt: None, content: content.into() };
    Input::Event { worker, event: Event::Frame(Box::new(frame)) }
}

fn broken(worker: WorkerId) -> Input {
    Input::Broken { worker, why: "it broke".into() }
}

fn spawn(worker: WorkerId) -> Effect {
    Effect::Spawn { worker, backend: Backend::Cpu }
}

fn start(worker: WorkerId, part: TablePart) -> Effect {
    let (data, experiment) = (DataSettings::default(), Experiment::Table(part));
    Effect::Send(worker, Box::new(Command::Start { run: 1, seed: 5, data, experiment, from: None }))
}

fn asks(effect: &Effect) -> bool {
    matches!(effect, Effect::Send(_, command) if matches!(**command, Command::Next { run: 1, .. }))
}

#[test]
fn each_engine_is_started_with_its_part_once_it_is_ready() {
    let mut client = running(2);
    assert_eq!(client.take_effects(), [spawn(0), spawn(1)]);
    client.pump();
    assert_eq!(client.take_effects(), [], "nothing may be sent before an engine is ready");
    client.handle(ready(1));
    assert_eq!(client.take_effects(), [start(1, TablePart { table: table(), part: 1, parts: 2, done: 0 })]);
}

#[test]
fn an_engine_is_asked_again_only_after_it_has_answered() {
    let mut client = running(1);
    client.handle(ready(0));
    client.take_effects();
    client.pump();
    assert_eq!(client.take_effects(), []);
    client.handle(frame(0, 1, true, TableFrame::default()));
    client.pump();
    client.pump();
    let effects = client.take_effects();
    assert!(effects.len() == 1 && asks(&effects[0]), "{effects:?}");
}

#[test]
fn it_is_done_when_every_part_is_and_the_engines_are_let_go() {
    let mut client = running(2);
    client.take_effects();
    let results =
        |seed| TableFrame { results: vec![result(TableCell::ALL[1], seed)], ..TableFrame::default() };
    client.handle(frame(1, 1, false, results(6)));
    assert_eq!(client.take_effects(), [Effect::Terminate(1)]);
    assert_eq!(*client.status(), Status::Running);
    client.handle(frame(0, 1, false, results(5)));
    assert_eq!(client.take_effects(), [Effect::Terminate(0)]);
    assert_eq!((client.status(), client.share()), (&Status::Done, 1.0));
    let seeds: Vec<u32> = client.results().iter().map(|result| result.model.seed).collect();
    assert_eq!(seeds, [5, 6], "in order, whoever was first");
}

#[test]
fn cancelling_ends_the_engines_and_keeps_what_is_finished() {
    let mut client = running(2);
    client.take_effects();
    let results = vec![result(TableCell::ALL[0], 5)];
    client.handle(frame(0, 1, true, TableFrame { results, ..TableFrame::default() }));
    client.cancel();
    assert_eq!(client.take_effects(), [Effect::Terminate(0), Effect::Terminate(1)]);
    assert_eq!((client.status(), client.results().len()), (&Status::Cancelled, 1));
    client.handle(frame(1, 1, true, TableFrame::default()));
    client.pump();
    assert_eq!(client.take_effects(), [], "what comes late is dropped");
    client.start(5, &table(), 1);
    assert_eq!((client.take_effects(), client.results().len()), (vec![spawn(2)], 0));
}

#[test]
fn an_engine_that_breaks_is_replaced_and_goes_on_after_its_finished_models() {
    let mut client = running(2);
    client.handle(ready(0));
    let results = vec![result(TableCell::ALL[0], 5)];
    client.handle(frame(0, 1, true, TableFrame { results, done: 27, ..TableFrame::default() }));
    client.take_effects();
    client.handle(broken(0));
    assert_eq!(client.take_effects(), [Effect::Terminate(0), spawn(2)]);
    assert_eq!(client.results().len(), 1);
    // One of its models is finished, at 20 steps each, of 160 steps in all.
    assert_eq!(client.share(), 20.0 / 160.0);
    client.handle(ready(2));
    assert_eq!(client.take_effects(), [start(2, TablePart { table: table(), part: 0, parts: 2, done: 1 })]);
}

#[test]
fn one_that_breaks_twice_ends_the_run_in_words() {
    let mut client = running(2);
    client.handle(broken(0));
    client.take_effects();
    client.handle(broken(1));
    assert_eq!(client.take_effects(), [Effect::Terminate(1), spawn(3)], "each part has one more try");
    client.handle(Input::Event { worker: 2, event: Event::Failed { why: "no memory".into() } });
    assert_eq!(client.take_effects(), [Effect::Terminate(2), Effect::Terminate(3)]);
    assert!(matches!(client.status(), Status::Failed(why) if why.contains("twice: no memory")));
}

#[test]
fn silence_counts_as_broken_but_a_sleeping_page_does_not() {
    let mut client = running(1);
    client.pass(3600.0);
    client.take_effects();
    assert_eq!(*client.status(), Status::Running);
    let mut lost = Vec::new();
    for _ in 0..10 * 60 {
        client.pass(0.21);
        lost.extend(client.take_effects());
    }
    assert_eq!(lost, [Effect::Terminate(0), spawn(1)]);
}

#[test]
fn the_time_left_is_that_of_the_slowest_engine() {
    let mut client = running(2);
    for _ in 0..40 {
        client.pass(0.25);
    }
    client.handle(frame(0, 1, true, TableFrame { done: 40, ..TableFrame::default() }));
    assert_eq!(client.time_left(), None, "the other has not trained yet");
    client.handle(frame(1, 1, true, TableFrame { done: 20, ..TableFrame::default() }));
    // 80 steps each: after ten seconds one has 40 left at 4 a second, the other 60 at 2.
    assert_eq!(client.time_left(), Some(30.0));
    assert_eq!(client.share(), 60.0 / 160.0);
    client.handle(frame(1, 1, false, TableFrame { done: 80, ..TableFrame::default() }));
    assert_eq!(client.time_left(), Some(10.0));
}
