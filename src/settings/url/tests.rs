//! Links, both ways.

use super::*;
use crate::settings::embed::{Host, Names, Shown};
use crate::settings::{
    Activation, AskedMoon, Beside, Clip, CompareClock, CompareStart, DataSet, DiffusionBeside,
    DiffusionSampler, Drawing, EmbedSettings, EngineChoice, Fork, LearningRateSchedule, LossWeighting, Mass,
    Method, MoonsLayout, Network, Objective, Picture, Prediction, Sampler, ScheduleKind, ScoreForm,
    ScoreLayer, Slicing, Spacing, StartPlace, Target, Theme, TimestepDraw, Walk, WalkStart,
};

#[test]
fn no_two_settings_share_a_key() {
    let mut keys: Vec<&str> = keys().collect();
    keys.sort_unstable();
    let count = keys.len();
    keys.dedup();
    assert_eq!(keys.len(), count);
}

#[test]
fn the_default_is_an_empty_query() {
    assert_eq!(to_query(&Settings::default()), "");
    assert_eq!(from_query(""), (Settings::default(), vec![]));
    assert_eq!(from_query("?"), (Settings::default(), vec![]));
}

#[test]
fn only_what_differs_is_written() {
    let mut settings = Settings { seed: 3, engine: EngineChoice::Cpu, ..Settings::default() };
    settings.diffusion.width = 32;
    settings.diffusion.network = Network::ResidualMlp;
    assert_eq!(to_query(&settings), "v=1&seed=3&engine=cpu&network=residual-mlp&width=32");
}

#[test]
fn every_setting_comes_back() {
    fn move_all<S>(table: &[Number<S>], settings: &mut S) {
        for (index, number) in table.iter().enumerate() {
            let share = (index + 1) as f64 / 37.0;
            number.apply(settings, number.min + (number.max - number.min) * share);
            // Whole numbers of a short range may come to where they were.
            if (number.get)(settings) == number.default {
                number.apply(settings, number.max);
            }
        }
    }
    let mut settings = Settings::default();
    move_all(range::MCMC, &mut settings.mcmc);
    move_all(range::EBM, &mut settings.ebm);
    move_all(range::DIFFUSION, &mut settings.diffusion);
    move_all(range::TABLE, &mut settings.table);
    move_all(range::DATA, &mut settings.data);
    move_all(range::COMPARE, &mut settings.compare);
    settings.data.set = DataSet::Drawn;
    settings.data.drawing = Drawing::new(vec![vec![[0, 63], [12, 7]], vec![[63, 0]]]).expect("on the board");
    settings.compare.sampler = Sampler::Mala;
    settings.compare.walk = Walk::Hmc;
    settings.compare.denoiser = DiffusionSampler::Heun;
    settings.compare.start = CompareStart::OneMode;
    settings.compare.clock = CompareClock::Seconds;
    assert!(settings.compare.ticked.set(Method::Exact(Sampler::Nuts), true));
    settings.ebm.objective = Objective::Pcd;
    settings.ebm.beside = Beside::Rival;
    settings.ebm.rival = Objective::Implicit;
    settings.ebm.activation = Activation::Tanh;
    settings.ebm.slicing = Slicing::Plain;
    settings.ebm.walk = Walk::Annealed;
    settings.ebm.walk_start = WalkStart::OneMoon;
    settings.ebm.picture = Picture::Difference;
    settings.mcmc.target = Target::Funnel;
    settings.mcmc.sampler = Sampler::Nuts;
    settings.mcmc.race = true;
    settings.mcmc.rival = Sampler::RandomWalk;
    settings.mcmc.start = StartPlace::OneMode;
    settings.mcmc.tune = true;
    settings.mcmc.mass = Mass::Diagonal;
    settings.view.contours = false;
    settings.view.proposals = false;
    settings.view.negatives = false;
    settings.seed = u32::MAX;
    settings.chain_seed = 7;
    settings.engine = EngineChoice::Gpu;
    settings.chapter = crate::settings::Chapter::Compare;
    settings.diffusion.network = Network::ResidualMlp;
    settings.diffusion.schedule = ScheduleKind::RescaledLinear;
    settings.diffusion.learning_rate_schedule = LearningRateSchedule::Constant;
    settings.diffusion.layout = MoonsLayout::Grid;
    settings.diffusion.spacing = Spacing::Leading;
    settings.diffusion.clip = Clip::Unit;
    settings.diffusion.prediction = Prediction::Flow;
    settings.diffusion.conditional = true;
    settings.diffusion.timestep_draw = TimestepDraw::Importance;
    settings.diffusion.loss_weighting = LossWeighting::MinSnr;
    settings.diffusion.sampler = DiffusionSampler::Heun;
    settings.diffusion.asked = AskedMoon::Lower;
    settings.diffusion.beside = DiffusionBeside::Fork;
    settings.diffusion.fork = Fork::Clip;
    settings.view.score_form = ScoreForm::Heatmap;
    settings.view.ghosts = true;
    settings.view.noise_arrows = true;
    settings.view.density = false;
    settings.view.data = true;
    settings.view.samples = false;
    settings.view.trails = false;
    settings.view.score = ScoreLayer::Difference;
    settings.view.t = Some(0.25);
    settings.view.speed = 2.0;
    settings.embed = EmbedSettings {
        on: true,
        shown: Shown::Only(Names::read("layers,width").0),
        locked: Names::read("seed,width").0,
        title: true,
        prose: true,
        autoplay: true,
        theme: Theme::Dark,
        host: Host::new("https://school.example:8080").expect("an origin"),
    };
    let query = to_query(&settings);
    // What is shown is said in one of two ways: by `show` or by `hide`.
    assert_eq!(query.matches('=').count(), 1 + keys().count() - 1);
    assert_eq!(from_query(&query), (settings.clone(), vec![]));
    settings.embed.shown = Shown::AllBut(Names::default());
    assert_eq!(from_query(&to_query(&settings)), (settings, vec![]));
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
        "v=2",
        "whatever=1",
        "%F0%9F%98%80",
        "lock=nothing-such",
        &long,
    ] {
        let (settings, troubles) = from_query(junk);
        assert_eq!(settings, Settings::default(), "{junk}");
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
    assert_eq!(read("lock=width,widht").embed.locked, Names::read("width").0);
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
        "The link was not understood in all: width = 1e9 was taken as 256; network cannot be “x” and is mlp; “y” is not known."
    );
    assert!(line("a&b&c&d&e&f").ends_with("“d” is not known; and 2 more."));
}

/// Queries at random, from letters and from pieces of true ones: the worst that a link can hold.
#[test]
fn ten_thousand_random_queries_do_no_harm() {
    let keys: Vec<&str> = keys().collect();
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
    assert_eq!(to_query(&settings), "v=1&data_set=drawn&drawing=A_MH&curves=x-hmc");
    settings.compare.ticked.set(Method::Exact(Sampler::Hmc), false);
    assert_eq!(from_query(&to_query(&settings)), (settings, vec![]), "none is ticked");
}
