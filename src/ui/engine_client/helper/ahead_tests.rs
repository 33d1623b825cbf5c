//! A second engine that trains the second of two networks side by side ahead of the first engine, or draws samples of the only
//! one.

use super::tests::{SPAWN, told};
use crate::protocol::diffusion::DiffusionLane;
use crate::protocol::sharing::{Progress, Slice};
use crate::protocol::{Backend, Event};
use crate::settings::{Beside, Chapter, DiffusionBeside, EngineChoice, Settings};
use crate::ui::engine_client::tests::{effects, frame, notices, ready, settings};
use crate::ui::engine_client::{Effect, EngineClient, Input, WorkerId};
use crate::ui::store::Phase;

fn forked() -> Settings {
    let mut settings = settings(EngineChoice::Cpu);
    settings.diffusion.beside = DiffusionBeside::Fork;
    settings.ebm.beside = Beside::Rival;
    settings
}

/// What an engine tells the other: a slice after step `from`, of a state that so many changes have seen.
fn progress(worker: WorkerId, changes: u32, from: u32) -> Input {
    let slices = vec![Slice { from, ..Slice::default() }];
    let progress = Progress { changes, slices, ..Progress::default() };
    Input::Event { worker, event: Event::Progress(Box::new(progress)) }
}

/// A client of two networks, whose run has been started and is trained.
fn training(chapter: Chapter, settings: &Settings) -> EngineClient {
    let mut client = EngineClient::new(chapter, settings).with_cores(2);
    client.handle(ready(0, Backend::Cpu));
    client.pump();
    client.handle(frame(0, 0, 0));
    client.toggle_train();
    client.pump();
    client
}

/// Both engines share the run, have been asked, and the first has told what to go on from.
fn sharing() -> EngineClient {
    let mut client = training(Chapter::Denoise, &forked());
    client.handle(ready(1, Backend::Cpu));
    client.handle(frame(0, 0, 10));
    client.pump();
    client.handle(frame(1, 0, 0));
    client.handle(frame(0, 0, 15));
    client.pump();
    client.handle(progress(0, 4, 20));
    client.handle(frame(0, 0, 20));
    client.handle(frame(1, 0, 0));
    client.take_effects();
    client.pump();
    assert_eq!(told(&mut client), [(1, "next"), (0, "next")]);
    client
}

/// The second has trained on from `from`, and whether it is asked for more.
fn goes_on(client: &mut EngineClient, changes: u32, from: u32) -> Vec<(WorkerId, &'static str)> {
    client.handle(progress(1, changes, from));
    client.handle(frame(1, 0, 0));
    client.pump();
    told(client)
}

#[test]
fn it_is_called_for_two_networks_and_for_a_denoiser_and_let_go_where_there_is_one_energy() {
    let one = settings(EngineChoice::Cpu);
    let can_share =
        [(Chapter::LearnAnEnergy, forked()), (Chapter::Denoise, forked()), (Chapter::Denoise, one.clone())];
    for (chapter, settings) in can_share {
        let mut client = training(chapter, &settings);
        assert!(effects(&mut client).contains(&SPAWN));
        client.handle(ready(1, Backend::Cpu));
        client.handle(frame(0, 0, 10));
        client.pump();
        assert_eq!(told(&mut client), [(1, "start"), (1, "second"), (0, "first"), (0, "next")]);
        client.follow(&one);
        client.handle(frame(0, 0, 20));
        client.pump();
        client.pump();
        let ends = effects(&mut client).contains(&Effect::Terminate(1));
        assert_eq!(ends, chapter == Chapter::LearnAnEnergy);
    }
    let mut client = training(Chapter::LearnAnEnergy, &one);
    assert!(!effects(&mut client).contains(&SPAWN), "there is one network");
}

#[test]
fn what_it_has_drawn_of_a_denoiser_is_passed_on_and_then_it_hears_of_newer_weights() {
    let mut client = training(Chapter::Denoise, &settings(EngineChoice::Cpu));
    client.handle(ready(1, Backend::Cpu));
    client.handle(frame(0, 0, 10));
    client.pump();
    client.handle(frame(1, 0, 0));
    client.take_effects();
    for step in [20, 50] {
        client.handle(progress(0, 4, step));
        client.handle(frame(0, 0, step));
        client.pump();
        assert_eq!(told(&mut client), [(1, "hear"), (1, "next"), (0, "next")]);
        let drawn = Some(Box::new(DiffusionLane::default()));
        let progress = Progress { changes: 4, drawn, ..Progress::default() };
        client.handle(Input::Event { worker: 1, event: Event::Progress(Box::new(progress)) });
        client.handle(frame(1, 0, 0));
        assert_eq!(told(&mut client), [(0, "hear")]);
    }
}

#[test]
fn it_is_ahead_by_no_more_than_it_is_asked_for_twice() {
    let mut client = sharing();
    assert_eq!(goes_on(&mut client, 4, 20), [(0, "hear"), (1, "next")]);
    assert_eq!(goes_on(&mut client, 4, 50), [(0, "hear")], "the first engine is still at step 20");
    client.handle(frame(0, 0, 49));
    client.pump();
    assert_eq!(told(&mut client), [(0, "next")]);
    client.handle(frame(0, 0, 50));
    client.pump();
    assert_eq!(told(&mut client), [(1, "next"), (0, "next")]);
}

#[test]
fn slices_after_a_state_that_the_first_engine_has_left_are_not_passed_on() {
    let mut client = sharing();
    assert_eq!(goes_on(&mut client, 4, 20), [(0, "hear"), (1, "next")]);
    client.handle(progress(0, 9, 30));
    client.handle(frame(0, 0, 30));
    client.pump();
    assert_eq!(told(&mut client), [(1, "hear"), (0, "next")]);
    assert_eq!(goes_on(&mut client, 4, 80), [(1, "next")]);
    assert_eq!(goes_on(&mut client, 9, 30), [(0, "hear"), (1, "next")]);
}

#[test]
fn it_hears_of_settings_but_not_of_what_the_first_engine_does_beside() {
    let mut client = sharing();
    let mut other = forked();
    other.diffusion.learning_rate = 0.01;
    client.follow(&other);
    client.look_at(Some(3));
    client.export();
    client.pump();
    assert_eq!(told(&mut client), [(0, "tune"), (1, "tune"), (0, "export"), (0, "look at")]);
}

#[test]
fn while_the_reader_pauses_it_trains_nothing_and_a_single_step_is_the_first_engines() {
    let mut client = sharing();
    client.toggle_train();
    client.handle(frame(0, 0, 30));
    assert_eq!(goes_on(&mut client, 4, 20), [(0, "hear"), (1, "look"), (0, "look")]);
    client.handle(frame(0, 0, 30));
    client.step_once();
    client.pump();
    assert_eq!(told(&mut client), [(0, "next")]);
}

#[test]
fn where_it_breaks_the_first_engine_goes_on_and_before_a_rest_it_ends() {
    let mut client = sharing();
    client.handle(Input::Broken { worker: 1, why: "it broke".into() });
    let done = effects(&mut client);
    assert_eq!((notices(&done).as_str(), client.phase()), ("", &Phase::Running));
    client.handle(frame(0, 0, 40));
    client.pump();
    assert_eq!(told(&mut client), [(0, "next")]);

    let mut client = sharing();
    client.suspend();
    assert!(effects(&mut client).contains(&Effect::Terminate(1)));
    client.handle(frame(0, 0, 40));
    assert_eq!(told(&mut client), [(0, "export")]);
}
