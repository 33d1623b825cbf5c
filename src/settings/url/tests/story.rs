//! What the bare address and links to steps of the story open.

use super::super::*;
use crate::settings::Chapter;
use crate::settings::story::state_of;

#[test]
fn the_first_step_of_the_story_is_an_empty_query() {
    assert_eq!(to_query(&settings_of(1)), "");
    for bare in ["", "?", "utm_source=mail"] {
        assert_eq!(from_query(bare).0, settings_of(1), "{bare}");
    }
    assert_eq!(to_query(&Settings::default()), "v=2&chapter=sample");
}

#[test]
fn a_step_of_the_story_begins_with_its_state() {
    for (number, step) in (1..=LAST).filter_map(|number| Some((number, state_of(number)?))) {
        let (state, troubles) = from_changes(Settings::default(), step.changes);
        assert_eq!(troubles, [], "{}", step.changes);
        let settings = settings_of(number);
        assert_eq!(from_query(&format!("step={number}")).0, settings);
        assert_eq!((&settings.mcmc, settings.chapter), (&state.mcmc, state.chapter));
        for key in step.needs {
            let setting = find(key).expect(key);
            assert!(setting.is_in(settings.chapter) && setting.is_shown(&settings), "{key}");
        }
        assert_eq!(from_query(&to_query(&settings)), (settings, vec![]));
    }
    assert_eq!((settings_of(0), settings_of(TABLE).chapter), (Settings::default(), Chapter::Compare));
    assert_eq!(from_query("embed&show=guide,story").0.story.step, 1);
    assert_eq!(from_query("step=2&chains=3").0.mcmc.chains, 3);
}

#[test]
fn the_bare_address_opens_the_first_chapter_and_older_links_what_they_did() {
    assert_eq!(from_query("").0.chapter, Chapter::Sample);
    let old = defaults_of_version_1();
    for link in ["v=1", "?v=1&seed=1", "seed=1&v=1", "engine=auto"] {
        assert_eq!(from_query(link), (old.clone(), vec![]), "{link}");
    }
    assert_eq!((old.chapter, old.mcmc.sigma, old.mcmc.step_langevin), (Chapter::Denoise, 0.1, 0.18));
    assert_eq!(from_query("v=2"), (Settings::default(), vec![]));
    // What is kept of an old link means the same under the new version.
    assert_eq!(from_query(&to_query(&old)), (old, vec![]));
    assert_eq!(to_full_query(&Settings::default()), "v=2&chapter=sample");
    let sigmas = |all: &Settings| [all.mcmc.sigma, all.diffusion.data_noise, all.compare.sigma];
    assert_eq!(sigmas(&Settings::default()), [0.05; 3]);
}
