//! Links as they were written under version 1, before the settings stood in one table: they open what they opened then.

use mcmc_to_diffusion::settings::all::find;
use mcmc_to_diffusion::settings::url::from_query;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

#[derive(Deserialize)]
struct OldLinks {
    /// Every setting by its key, as it was where a link did not say otherwise.
    defaults: BTreeMap<String, String>,
    /// One of each preset, by chapter and key.
    presets: BTreeMap<String, String>,
}

#[test]
fn a_link_of_each_preset_opens_what_it_did() {
    let old: OldLinks =
        serde_json::from_str(include_str!("../fixtures/links_of_version_1.json")).expect("links");
    assert_eq!(old.presets.len(), 42);
    for (preset, link) in &old.presets {
        let (settings, troubles) = from_query(link);
        assert_eq!(troubles, [], "{preset}");
        let mut then = old.defaults.clone();
        for (key, value) in
            link.split('&').filter_map(|pair| pair.split_once('=')).filter(|pair| pair.0 != "v")
        {
            assert!(then.insert(key.into(), value.into()).is_some(), "{preset}: {key}");
        }
        for (key, text) in &then {
            let setting = find(key).unwrap_or_else(|| panic!("{key} is no setting any more"));
            let now = setting.text(&settings);
            // Curves are a set: the order in which a link names them says nothing.
            let same = if key == "curves" { names(&now) == names(text) } else { now == *text };
            assert!(same, "{preset}: {key} is {now}, was {text}");
        }
    }
}

fn names(curves: &str) -> BTreeSet<&str> {
    curves.split('.').collect()
}
