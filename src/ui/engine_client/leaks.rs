//! Whatever comes in whatever order, no worker is left behind and none that is gone is spoken to.

use super::tests::{adapter, broken, effects, frame, ready, settings, wide};
use super::*;
use std::collections::BTreeMap;

#[test]
fn whatever_happens_no_more_than_three_workers_live_and_none_twice() {
    let mut client = EngineClient::new(Chapter::Denoise, &settings(EngineChoice::Auto)).with_cores(8);
    let mut live = BTreeMap::from([(0, Backend::Cpu)]);
    client.take_effects();
    let mut random = 1_u32;
    for _ in 0..20_000 {
        random = random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let any = (random >> 8) as usize % live.len().max(1);
        let (worker, backend) =
            live.iter().nth(any).map_or((0, Backend::Cpu), |(worker, backend)| (*worker, *backend));
        let choice = [EngineChoice::Auto, EngineChoice::Cpu, EngineChoice::Gpu][(random >> 4) as usize % 3];
        match (random >> 24) % 14 {
            0 => drop(client.handle(broken(worker))),
            1 => client.follow(&wide(choice)),
            2 => client.follow(&settings(choice)),
            3 => client.reset(),
            4 => client.suspend(),
            5 => client.resume(),
            6 => client.toggle_train(),
            7 => drop(client.handle(adapter())),
            8..10 => drop(client.handle(ready(worker, backend))),
            10 => drop(client.handle(frame(worker, client.run, client.step + 1))),
            11 if random & 64 == 0 => client.leave(),
            11 => (0..40).for_each(|_| client.pass(1.0)),
            _ => client.pump(),
        }
        for effect in effects(&mut client) {
            match effect {
                Effect::Spawn { worker, backend } => {
                    assert_eq!(live.insert(worker, backend), None, "{worker} is there");
                }
                Effect::Terminate(worker) => {
                    assert!(live.remove(&worker).is_some(), "{worker} is gone already")
                }
                Effect::Send(worker, _) => assert!(live.contains_key(&worker), "{worker} is spoken to"),
                _ => {}
            }
        }
        assert!(live.len() <= 3, "{live:?} live");
    }
    assert!(client.next_worker > 100, "it was not tried hard");
}
