//! Adapters that are not asked for, are missing, or are software.

use super::{automatic, backend, both_there, decide, tried};
use crate::protocol::{Backend, Event};
use crate::settings::{Chapter, EngineChoice};
use crate::ui::engine_client::tests::{adapter, effects, ready, settings, wide};
use crate::ui::engine_client::{Adapter, Effect, EngineClient, Input};
use crate::ui::store::Phase;

#[test]
fn a_small_step_is_the_cpus_and_nothing_is_asked_or_fetched() {
    let mut client = automatic(&settings(EngineChoice::Auto));
    client.handle(ready(0, Backend::Cpu));
    assert_eq!(effects(&mut client), [Effect::Spawn { worker: 0, backend: Backend::Cpu }]);
    assert!(client.info().why.contains("wider networks"));
    // A larger batch is another matter.
    let mut large = settings(EngineChoice::Auto);
    large.diffusion.batch_size = 2048;
    client.follow(&large);
    assert!(effects(&mut client).contains(&Effect::FindAdapter));
    client.follow(&settings(EngineChoice::Auto));
    client.handle(adapter());
    assert_eq!(effects(&mut client), [Effect::NewRun], "an answer that comes too late");
}

#[test]
fn without_an_adapter_nothing_is_fetched_and_it_is_not_asked_for_again() {
    let mut client = automatic(&wide(EngineChoice::Auto));
    client.handle(ready(0, Backend::Cpu));
    client.handle(Input::Adapter(Err("this browser does not have WebGPU".into())));
    client.take_effects();
    let mut wider = wide(EngineChoice::Auto);
    wider.diffusion.width = 256;
    client.follow(&wider);
    assert_eq!(effects(&mut client), [Effect::NewRun]);
    assert_eq!(client.info().why, "this browser does not have WebGPU");
}

#[test]
fn a_software_adapter_is_never_taken_unless_the_reader_asks_for_it() {
    let software = || Input::Adapter(Ok(Adapter { software: Some("swiftshader".into()) }));
    let mut client = automatic(&wide(EngineChoice::Auto));
    client.handle(ready(0, Backend::Cpu));
    client.take_effects();
    client.handle(software());
    assert_eq!(effects(&mut client), [], "nothing is fetched, nobody is bothered");
    assert!(client.info().why.contains("swiftshader"));
    client.toggle_train();
    assert_eq!(*client.phase(), Phase::Running);

    client.follow(&wide(EngineChoice::Gpu));
    client.handle(software());
    client.handle(ready(1, Backend::Gpu));
    assert_eq!(backend(&client), Some(Backend::Gpu));
    let why = client.info().why;
    assert!(why.contains("you chose it") && why.contains("swiftshader"), "{why}");
    assert!(tried(&mut client).is_none());
    // Left to the page again, it goes.
    client.follow(&wide(EngineChoice::Auto));
    assert!(effects(&mut client).contains(&Effect::Terminate(1)));
}

#[test]
fn what_the_browser_calls_a_fallback_is_software_whatever_was_measured_before_and_in_every_chapter() {
    let fallback = || Input::Adapter(Ok(Adapter::new(&[], true)));
    for chapter in [Chapter::LearnAnEnergy, Chapter::Denoise, Chapter::Compare] {
        let mut settings = wide(EngineChoice::Auto);
        (settings.ebm.width, settings.ebm.batch_size) = (256, 1024);
        let mut client = EngineClient::new(chapter, &settings);
        client.handle(ready(0, Backend::Cpu));
        assert!(effects(&mut client).contains(&Effect::FindAdapter));
        client.handle(fallback());
        assert_eq!(effects(&mut client), [], "nothing is fetched");
        assert_eq!(backend(&client), Some(Backend::Cpu));
    }
    // A GPU was the faster; then it is gone, and the browser offers a fallback.
    let mut client = both_there();
    decide(&mut client, 0, 420.0, 1900.0);
    client.follow(&wide(EngineChoice::Cpu));
    client.follow(&wide(EngineChoice::Auto));
    client.take_effects();
    client.handle(fallback());
    assert_eq!(effects(&mut client), []);
    // And one that shows only once it is open.
    let mut client = automatic(&wide(EngineChoice::Auto));
    client.handle(ready(0, Backend::Cpu));
    client.handle(adapter());
    client.take_effects();
    let device = "llvmpipe (LLVM 19.1.7, 256 bits)".to_owned();
    client.handle(Input::Event { worker: 1, event: Event::Ready { backend: Backend::Gpu, device } });
    assert!(effects(&mut client).contains(&Effect::Terminate(1)));
    assert!(client.info().why.contains("llvmpipe"));
}
