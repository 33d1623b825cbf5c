//! Links, both ways.

mod story;

use super::*;
use crate::settings::embed::Names;
use crate::settings::setting::{Kind, Place, Setting};
use crate::settings::{Chapter, DataSet, Drawing, EngineChoice, Experiment, Method, Network, Sampler};
use std::collections::HashSet;

/// Another value than the default.
fn move_away(setting: &Setting, settings: &mut Settings) {
    let default = setting.text(&Settings::default());
    match &setting.kind {
        Kind::Number(number) => {
            let far = if number.default() == number.max { number.min } else { number.max };
            number.apply(settings, far);
        }
        Kind::Choice(choice) => {
            let other = (choice.options)().into_iter().map(|(name, _)| name).find(|name| *name != default);
            (choice.set)(settings, &other.expect("a choice"));
        }
        Kind::Switch { get, set } => set(settings, !get(&Settings::default())),
        Kind::Names { set, .. } => set(settings, Names::read("layers,width", known).0),
        Kind::Text { set, .. } => {
            let text = match setting.key {
                "host" => "https://school.example:8080",
                "t" => "0.25",
                "drawing" => "A_MH",
                "curves" => "x-nuts",
                "answers" => "2:3:0:0.5",
                "homework" => "2,3",
                key => unreachable!("{key} has no text of its own here"),
            };
            set(settings, text);
        }
    }
    assert_ne!(setting.text(settings), default, "{}", setting.key);
}

#[test]
fn no_two_settings_share_a_key() {
    let mut keys: Vec<&str> = all().map(|setting| setting.key).collect();
    keys.sort_unstable();
    let count = keys.len();
    keys.dedup();
    assert_eq!(keys.len(), count);
}

#[test]
fn only_what_differs_is_written() {
    let mut settings = Settings { seed: 3, engine: EngineChoice::Cpu, ..Settings::default() };
    settings.diffusion.width = 32;
    settings.diffusion.network = Network::ResidualMlp;
    assert_eq!(to_query(&settings), "v=2&chapter=sample&seed=3&engine=cpu&network=residual-mlp&width=32");
}

#[test]
fn every_setting_comes_back_alone_and_with_all_others() {
    let mut together = Settings::default();
    for setting in all() {
        let mut alone = Settings::default();
        move_away(setting, &mut alone);
        let query = to_query(&alone);
        assert!(query.contains(&format!("&{}=", setting.key)), "{query}");
        assert!(query.starts_with("v=2&chapter="), "{query}");
        assert_eq!(from_query(&query), (alone, vec![]));
        move_away(setting, &mut together);
    }
    // A step of the story begins with settings of its own.
    together.story.step = 0;
    let query = to_query(&together);
    // What is shown is said in one of two ways: by `show` or by `hide`.
    assert_eq!(query.matches('=').count(), 1 + all().count() - 2);
    assert_eq!(from_query(&query), (together, vec![]));
}

#[test]
fn every_setting_has_a_control_and_can_be_locked() {
    for setting in all() {
        let mut opened = Settings::default();
        move_away(setting, &mut opened);
        opened.embed.on = true;
        opened.embed.locked = Names::read(setting.key, known).0;
        assert!(opened.embed.locks(setting.key));
        let mut moved = opened.clone();
        setting.take(&mut moved, &setting.text(&Settings::default()), known);
        if !matches!(setting.place, Place::Page) {
            assert!(Chapter::ALL.into_iter().any(|chapter| setting.is_in(chapter)), "{}", setting.key);
            assert_eq!(with_locked(&moved, &opened).as_ref(), Some(&opened), "{}", setting.key);
        }
        if let Kind::Choice(choice) = &setting.kind {
            let options = (choice.options)();
            let distinct: HashSet<_> =
                options.iter().flat_map(|(name, words)| [name.as_str(), words]).collect();
            assert!(distinct.len() >= options.len() && options.iter().all(|(_, words)| !words.is_empty()));
        }
        assert!(!setting.label.is_empty() && setting.help.ends_with(['.', '?']), "{}", setting.key);
    }
}

#[test]
fn every_control_is_there_under_some_settings() {
    for setting in all().filter(|setting| setting.shown.is_some()) {
        let chapter = Chapter::ALL.into_iter().find(|&chapter| setting.is_in(chapter)).expect("a chapter");
        let start = Settings { chapter, ..Settings::default() };
        let moves = || all().filter(|other| other.key != setting.key && !matches!(other.place, Place::Page));
        let mut ways = vec![start.clone()];
        // One other setting moved, to each of its values, and two.
        for _ in 0..2 {
            for from in ways.clone() {
                for other in moves().filter(|other| other.is_in(chapter)) {
                    match &other.kind {
                        Kind::Choice(choice) => {
                            ways.extend((choice.options)().into_iter().map(|(name, _)| {
                                let mut to = from.clone();
                                (choice.set)(&mut to, &name);
                                to
                            }))
                        }
                        _ => {
                            let mut to = from.clone();
                            move_away(other, &mut to);
                            ways.push(to);
                        }
                    }
                }
            }
            if ways.iter().any(|settings| setting.is_shown(settings)) {
                break;
            }
        }
        assert!(ways.iter().any(|settings| setting.is_shown(settings)), "{}", setting.key);
        assert!(ways.iter().any(|settings| !setting.is_shown(settings)), "{}", setting.key);
    }
}

#[test]
fn what_is_marked_to_act_at_once_needs_no_new_run_and_the_rest_does() {
    for setting in all().filter(|setting| setting.place != Place::Page && setting.key != "seed") {
        for chapter in Chapter::ALL.into_iter().filter(|&chapter| setting.is_in(chapter)) {
            let before = Settings { chapter, ..Settings::default() };
            let mut after = before.clone();
            move_away(setting, &mut after);
            let run = |settings: &Settings| (Experiment::of(chapter, settings), settings.data.clone());
            let [(one, data), (two, other_data)] = [run(&before), run(&after)];
            let restarts = one.needs_restart(&two) || !data.is_like(&other_data);
            // A second run is another run, the noised data beside the first are not; and only what is chosen of the data counts.
            let sometimes = ["diffusion_beside", "fork", "gap", "drawing"].contains(&setting.key);
            assert!(sometimes || restarts != setting.live, "{} in {chapter:?}", setting.key);
        }
    }
}

#[test]
fn junk_leaves_the_default_and_is_reported() {
    let long = format!("score={}", "\u{1F600}".repeat(25));
    for junk in [
        "width=",
        "width=many",
        "width=NaN",
        "network=transformer",
        "seed=x",
        "conditional=yes",
        "t=",
        "host=*",
        "data_set=three-moons",
        "drawing=",
        "drawing=A",
        "drawing=AA..AA",
        "drawing=%41",
        "curves=x-hmc.x-hmd",
        "v=3",
        "whatever=1",
        "%F0%9F%98%80",
        "lock=nothing-such",
        &long,
    ] {
        let (settings, troubles) = from_query(junk);
        // Only a link with a setting of ours is an old one.
        let is_ours = junk.split('=').next().is_some_and(|key| find(key).is_some());
        let untouched = match junk {
            _ if is_ours => defaults_of_version_1(),
            "v=3" => Settings::default(),
            _ => settings_of(1),
        };
        assert_eq!(settings, untouched, "{junk}");
        assert_eq!(troubles.len(), 1, "{junk}: {troubles:?}");
        let words = troubles[0].to_string();
        assert!(words.chars().count() < 100, "{junk}: {words}");
    }
}

#[test]
fn what_is_out_of_range_becomes_the_nearest_value_and_is_reported() {
    let read = |query: &str| {
        let (settings, troubles) = from_query(query);
        assert!(matches!(troubles[..], [Trouble::Nearest { .. }]), "{query}: {troubles:?}");
        settings
    };
    assert_eq!(read("width=1e9").diffusion.width, 256);
    assert_eq!(read("width=-inf").diffusion.width, 4);
    assert_eq!(read("learning_rate=-1").diffusion.learning_rate, 1e-5);
    assert_eq!(read("gap=9").data.gap, 1.5);
    assert_eq!(read("seed=99999999999").seed, u32::MAX);
    assert_eq!(read("seed=-1").seed, 0);
    assert_eq!(read("t=7").view.t, Some(1.0));
    assert_eq!(read("speed=0").view.speed, 0.25);
    assert_eq!(read("lock=width,widht").embed.locked, Names::read("width", known).0);
    assert_eq!(
        from_query("network=Residual_MLP").0.diffusion.network,
        Network::ResidualMlp,
        "as people write it"
    );
    assert!(from_query("embed").0.embed.on && !from_query("embed=0").0.embed.on);
    let escaped = "show=seed%2Clayers&host=https%3A%2F%2Fschool.example";
    assert_eq!(from_query(escaped), from_query("show=seed,layers&host=https://school.example"));
    assert!(from_query(escaped).1.is_empty(), "as editors of course pages escape it");
}

#[test]
fn one_line_tells_all_that_was_ignored() {
    let line = |query| trouble::line(&from_query(query).1);
    assert_eq!(line("width=32"), "");
    assert_eq!(
        line("width=1e9&network=x&y=1"),
        "Parts of the link were not understood: width = 1e9 was taken as 256; “x” is not a value of network, which stays mlp; “y” is not known."
    );
    assert!(line("a&b&c&d&e&f").ends_with("“d” is not known; and 2 more."));
}

/// Queries at random, from letters and from pieces of true ones: the worst that a link can hold.
#[test]
fn ten_thousand_random_queries_do_no_harm() {
    let keys: Vec<&str> = all().map(|setting| setting.key).collect();
    let values = [
        "",
        "1",
        "0",
        "-1",
        "1e400",
        "NaN",
        "inf",
        "mlp",
        "layers,width",
        "https://a.b",
        "%00",
        "\u{202e}",
        "A_MH",
    ];
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    // Marsaglia's xorshift: reproducible, and of no crate.
    let mut random = move |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % below as u64) as usize
    };
    for _ in 0..10_000 {
        let mut query = String::new();
        for _ in 0..random(12) {
            match random(4) {
                0 => query.extend((0..random(40)).filter_map(|_| char::from_u32(random(0x11_0000) as u32))),
                _ => query += &format!("&{}={}", keys[random(keys.len())], values[random(values.len())]),
            }
        }
        let (settings, troubles) = from_query(&query);
        let _ = trouble::line(&troubles);
        // Whatever was read can be written, and comes back as it is, with nothing to complain of.
        assert_eq!(from_query(&to_query(&settings)), (settings, vec![]), "{query}");
    }
}

#[test]
fn good_parts_beside_junk_are_kept() {
    let (settings, troubles) = from_query("?v=1&seed=x&depth=2&&eta=0.5");
    assert_eq!((settings.diffusion.depth, settings.diffusion.eta, settings.seed), (2, 0.5, 1));
    assert_eq!(troubles.len(), 1);
}

#[test]
fn a_drawing_and_a_list_of_curves_are_short_in_a_link() {
    let mut settings = Settings::default();
    settings.data.set = DataSet::Drawn;
    settings.data.drawing = Drawing::new(vec![vec![[0, 63], [12, 7]]]).expect("on the board");
    for method in Method::all() {
        settings.compare.ticked.set(method, matches!(method, Method::Exact(Sampler::Hmc)));
    }
    assert_eq!(to_query(&settings), "v=2&chapter=sample&data_set=drawn&drawing=A_MH&curves=x-hmc");
    settings.compare.ticked.set(Method::Exact(Sampler::Hmc), false);
    assert_eq!(from_query(&to_query(&settings)), (settings, vec![]), "none is ticked");
}
