//! Links, both ways.

use super::*;
use crate::settings::{
    Activation, AskedMoon, Beside, Clip, CompareClock, CompareStart, DataSet, DiffusionBeside,
    DiffusionSampler, Drawing, EngineChoice, Fork, LearningRateSchedule, LossWeighting, Mass, Method,
    MoonsLayout, Network, Objective, Picture, Prediction, Sampler, ScheduleKind, ScoreForm, ScoreLayer,
    Slicing, Spacing, StartPlace, Target, TimestepDraw, Walk, WalkStart,
};

#[test]
fn no_two_settings_share_a_key() {
    let mut keys: Vec<&str> = CHOICES.iter().map(|choice| choice.key).collect();
    keys.extend(range::MCMC.iter().map(|number| number.key));
    keys.extend(range::EBM.iter().map(|number| number.key));
    keys.extend(range::DIFFUSION.iter().map(|number| number.key));
    keys.extend(range::TABLE.iter().map(|number| number.key));
    keys.extend(range::DATA.iter().map(|number| number.key));
    keys.extend(range::COMPARE.iter().map(|number| number.key));
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
    let query = to_query(&settings);
    assert_eq!(
        query.matches('=').count(),
        1 + CHOICES.len()
            + range::MCMC.len()
            + range::EBM.len()
            + range::DIFFUSION.len()
            + range::TABLE.len()
            + range::DATA.len()
            + range::COMPARE.len()
    );
    assert_eq!(from_query(&query), (settings, vec![]));
}

#[test]
fn junk_leaves_the_default_and_is_reported() {
    for junk in [
        "width=",
        "width=many",
        "width=1e9",
        "width=NaN",
        "learning_rate=-1",
        "network=transformer",
        "seed=-1",
        "seed=99999999999",
        "clip=yes",
        "data_set=three-moons",
        "gap=9",
        "drawing=",
        "drawing=A",
        "drawing=AA..AA",
        "drawing=%41%41",
        "curves=x-hmc.x-hmd",
        "v=2",
        "whatever=1",
        "%F0%9F%98%80",
        "score=\u{1F600}\u{1F600}\u{1F600}\u{1F600}\u{1F600}\u{1F600}\u{1F600}\u{1F600}\u{1F600}\u{1F600}\u{1F600}\u{1F600}\u{1F600}\u{1F600}\u{1F600}\u{1F600}\u{1F600}\u{1F600}\u{1F600}\u{1F600}\u{1F600}\u{1F600}\u{1F600}\u{1F600}\u{1F600}",
    ] {
        let (settings, troubles) = from_query(junk);
        assert_eq!(settings, Settings::default(), "{junk}");
        assert_eq!(troubles.len(), 1, "{junk}: {troubles:?}");
        assert!(troubles[0].len() < 200, "{junk}: {}", troubles[0]);
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
    for method in Method::ALL {
        settings.compare.ticked.set(method, matches!(method, Method::Exact(Sampler::Hmc)));
    }
    assert_eq!(to_query(&settings), "v=1&data_set=drawn&drawing=A_MH&curves=x-hmc");
    settings.compare.ticked.set(Method::Exact(Sampler::Hmc), false);
    assert_eq!(from_query(&to_query(&settings)), (settings, vec![]), "none is ticked");
}
