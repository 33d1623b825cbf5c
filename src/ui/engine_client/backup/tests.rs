//! Engines that are lost in the middle of a run, and what is left of it.

use crate::protocol::weights::Weights;
use crate::protocol::{Backend, Command, Event};
use crate::settings::{Chapter, EngineChoice};
use crate::ui::engine_client::tests::{adapter, effects, frame, notices, on_cpu, ready, sent, settings};
use crate::ui::engine_client::{Effect, EngineClient, Input, WorkerId};
use crate::ui::store::Phase;

fn handed_out(worker: WorkerId, weights: Box<Weights>) -> Input {
    Input::Event { worker, event: Event::Weights(weights) }
}

fn denoiser(step: u32) -> Box<Weights> {
    Weights::of_defaults(0, Chapter::Denoise, step)
}

fn lost(worker: WorkerId) -> Input {
    Input::Event { worker, event: Event::Failed { why: "the GPU was lost".into() } }
}

fn pass(client: &mut EngineClient, seconds: f64) {
    (0..(4.0 * seconds) as usize).for_each(|_| client.pass(0.25));
}

/// Exports among what was sent.
fn exports(client: &mut EngineClient) -> usize {
    client.pump();
    sent(client).iter().filter(|command| matches!(command, Command::Export { .. })).count()
}

/// A client whose CPU engine trains and has handed out the weights of step 500.
fn training() -> EngineClient {
    let mut client = on_cpu();
    client.toggle_train();
    client.pump();
    pass(&mut client, 3.0);
    client.handle(frame(0, 0, 500));
    assert_eq!(exports(&mut client), 1);
    client.handle(handed_out(0, denoiser(500)));
    client
}

#[test]
fn weights_are_handed_out_every_other_second_of_training_and_only_then() {
    let mut client = training();
    client.handle(frame(0, 0, 520));
    assert_eq!(exports(&mut client), 0, "not yet");
    pass(&mut client, 2.5);
    client.handle(frame(0, 0, 700));
    assert_eq!(exports(&mut client), 1);
    pass(&mut client, 2.5);
    client.handle(frame(0, 0, 900));
    assert_eq!(exports(&mut client), 0, "one is on its way");
    client.handle(handed_out(0, denoiser(700)));
    assert_eq!(exports(&mut client), 1);
    client.handle(handed_out(0, denoiser(900)));
    client.toggle_train();
    pass(&mut client, 9.0);
    assert_eq!(exports(&mut client), 0, "nothing is new");
    assert_eq!(client.take_weights(), None, "nobody else asked for them");
    client.keep_weights();
    client.pump();
    client.handle(handed_out(0, denoiser(900)));
    assert!(effects(&mut client).contains(&Effect::Keep(denoiser(900))));
}

#[test]
fn a_run_whose_engine_is_lost_goes_on_from_them_as_the_same_run() {
    let mut client = training();
    client.handle(frame(0, 0, 620));
    client.handle(lost(0));
    let done = effects(&mut client);
    let words =
        "The CPU engine stopped (the GPU was lost), so a new one goes on from step 500 with your settings.";
    assert_eq!(notices(&done), words);
    assert!(!done.contains(&Effect::NewRun), "the page keeps its curves");
    client.handle(ready(1, Backend::Cpu));
    assert_eq!((client.phase(), client.trained().0), (&Phase::Running, 500));
    client.pump();
    assert!(
        matches!(&sent(&mut client)[..], [Command::Start { run: 0, from: Some(from), .. }] if from.step == 500)
    );
    client.handle(frame(1, 0, 500));
    client.pump();
    assert!(matches!(sent(&mut client)[..], [Command::Next { run: 0, steps: 3500, .. }]));
}

#[test]
fn so_it_does_where_webgpu_is_lost() {
    let mut client = EngineClient::new(Chapter::Denoise, &settings(EngineChoice::Gpu));
    client.handle(ready(0, Backend::Cpu));
    client.handle(adapter());
    client.handle(ready(1, Backend::Gpu));
    client.toggle_train();
    client.pump();
    pass(&mut client, 3.0);
    client.handle(frame(1, 1, 80));
    client.pump();
    client.handle(handed_out(1, Weights::of_defaults(1, Chapter::Denoise, 80)));
    client.take_effects();
    client.handle(lost(1));
    let done = effects(&mut client);
    assert!(notices(&done).contains("so the CPU engine goes on from step 80"), "{}", notices(&done));
    assert!(!done.contains(&Effect::NewRun));
    assert_eq!((client.phase(), client.trained().0), (&Phase::Loading { train: true }, 80));
}

#[test]
fn what_was_never_handed_out_starts_again_in_words() {
    let mut client = on_cpu();
    client.toggle_train();
    client.handle(frame(0, 0, 5));
    client.handle(lost(0));
    let done = effects(&mut client);
    assert!(done.contains(&Effect::NewRun) && notices(&done).contains("starts training again"));
}

#[test]
fn an_engine_that_is_given_up_leaves_its_weights_to_the_next_try() {
    let mut client = training();
    for worker in 0..3 {
        client.handle(lost(worker));
    }
    assert!(matches!(client.phase(), Phase::Failed(_)));
    client.take_effects();
    client.toggle_train();
    client.handle(ready(3, Backend::Cpu));
    assert_eq!((client.phase(), client.trained().0), (&Phase::Paused, 500));
}

#[test]
fn a_comparison_takes_along_what_was_trained_to_its_end() {
    let mut client = EngineClient::new(Chapter::Compare, &settings(EngineChoice::Cpu));
    client.handle(ready(0, Backend::Cpu));
    client.pump();
    client.toggle_train();
    pass(&mut client, 3.0);
    client.handle(frame(0, 0, 2500));
    assert_eq!(exports(&mut client), 1);
    let energy = Weights::of_defaults(0, Chapter::LearnAnEnergy, 2000);
    client.handle(handed_out(0, energy.clone()));
    client.handle(lost(0));
    assert!(notices(&effects(&mut client)).contains("goes on with what was trained"));
    client.handle(ready(1, Backend::Cpu));
    client.pump();
    client.pump();
    assert!(sent(&mut client).contains(&Command::TakeAlong { run: 1, weights: energy }));
}
