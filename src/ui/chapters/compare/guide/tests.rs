//! What the guide says of a comparison.

use super::super::activity::Activity;
use super::super::model::tests::{HMC, LANGEVIN, score};
use super::super::summary::tests::scored;
use super::super::timeline::tests::recording;
use super::*;
use crate::protocol::compare::{Claim, ClaimKind, CompareRealVsReal, ModelState, Recording};
use crate::protocol::exact::Exact;
use crate::settings::DiffusionSampler;
use crate::ui::chapter::guide::Is;
use crate::ui::chapter::guide::table::{Row, assert_table};
use std::sync::Arc;

const DDPM: Method = Method::Diffusion(DiffusionSampler::Ddpm);

fn now() -> Model {
    let of = |method, value: f32, first: f32| {
        let mut set = score(method, 0, value);
        set.distances.first_share = first;
        set
    };
    let mut real_vs_real = CompareRealVsReal { mmd2_q95: 0.001, ..CompareRealVsReal::default() };
    real_vs_real.gaussian_baseline.mmd2 = [0.01; 4];
    Model {
        scores: Arc::new(vec![of(HMC, 0.0005, 0.5), of(LANGEVIN, 0.05, 0.9), of(DDPM, 0.002, 0.51)]),
        real_vs_real: Some(real_vs_real),
        reference: Some(Exact { shares: vec![0.5, 0.5], ..Exact::default() }),
        ..Model::default()
    }
}

#[test]
fn before_anything_is_measured_only_what_stands_in_is_told() {
    let words = sentences(&Model::default(), &CompareSettings::default(), &DataSettings::default());
    assert_eq!(words.len(), 1);
    assert!(words[0].starts_with("The exact density stands in"), "{words:?}");
}

#[test]
fn nearness_cost_and_shares_are_told_of_each_column() {
    let mut settings = CompareSettings::default();
    let words = sentences(&now(), &settings, &DataSettings::default()).join(" ");
    assert!(words.contains("Only exact density is as near"), "{words}");
    assert!(words.contains("No better than one Gaussian: learned energy"), "{words}");
    assert!(words.contains("learned energy 90") && words.contains("Evaluations of each walker"), "{words}");
    settings.start = CompareStart::OneMode;
    let words = sentences(&now(), &settings, &DataSettings::default()).join(" ");
    assert!(
        words.contains("All started in the upper moon") && words.contains("stay where they started"),
        "{words}"
    );
}

#[test]
fn what_training_took_is_told_once_both_models_are_trained() {
    let settings = CompareSettings::default();
    let mut now = now();
    let of = |now: &Model| about_cost(now, &settings).expect("all columns are scored");
    assert!(of(&now).contains("the other two do"), "{}", of(&now));
    now.models =
        [28.0, 4.0].map(|seconds| ModelState { origin: Origin::Trained, seconds, ..ModelState::default() });
    assert!(of(&now).contains("took 28 s for the energy and 4 s for the denoiser"), "{}", of(&now));
}

#[test]
fn claims_are_counted() {
    let claim = |kind, low, high| Claim {
        kind,
        one: 1.0,
        two: 1.0,
        effect: low,
        low,
        high,
        walkers: 1,
        evaluations: 1,
        why_not: None,
    };
    let mut now = now();
    now.claims = vec![claim(ClaimKind::HmcExploresBetter, 2.0, 3.0)];
    assert!(about_claims(&now).is_some_and(|words| words.contains("1 of 1 hold")));
    now.claims.push(claim(ClaimKind::NeitherCrosses, 0.5, 0.9));
    assert!(about_claims(&now).is_some_and(|words| words.contains("1 of 2 hold")));
}

#[rustfmt::skip]
#[test]
fn every_situation_has_its_verdict() {
    use Is::{Good, Open};
    let of = |means, origin, running| advice(&scored(means, origin), &Settings::default(), running);
    // Of each model, of 2,000; what its column shows is learned once it is done.
    let trained = |steps: [u32; 2], running| {
        let columns = [HMC, LANGEVIN, DDPM].map(|method| {
            let learned = method == LANGEVIN && steps[0] == 2000;
            Some(Recording { learned, ..recording(method) })
        });
        let model = |steps| {
            let origin = if steps > 0 { Origin::Trained } else { Origin::Exact };
            ModelState { origin, steps, goal: 2000, ..ModelState::default() }
        };
        let (step, models) = (steps.iter().sum(), steps.map(model));
        advice(&Model { step, models, columns, goal: 4000, ..Model::default() }, &Settings::default(), running)
    };
    let half = {
        let mut now = scored([0.05, 0.02, 0.002], Origin::Trained);
        now.models[1].origin = Origin::Exact;
        advice(&now, &Settings::default(), false)
    };
    let scored_by = |activity| {
        let now = Model { scores: Arc::default(), activity, ..scored([0.1; 3], Origin::Trained) };
        advice(&now, &Settings::default(), false)
    };
    let row = |state, advice, is, says, never| Row { state, advice, is, says, never };
    assert_table(&[
        row("before", trained([0, 0], false), Open, &["Nothing is trained yet"], &["wins"]),
        row("Train is pressed", trained([0, 0], true), Open, &["The energy model is training", "0 of 2,000"], &["wins", "scored"]),
        row("the energy trains", trained([1200, 0], true), Open, &["The energy model is training", "1,200 of 2,000", "two columns show exact answers"], &["wins", "scored"]),
        row("both train", trained([1200, 300], true), Open, &["Both models are training", "the diffusion model has 300"], &["wins", "scored"]),
        row("the denoiser trains", trained([2000, 300], true), Open, &["The diffusion model is training", "300 of 2,000", "third column shows an exact"], &["wins", "energy model has", "scored"]),
        row("paused", trained([1200, 0], false), Open, &["stands still", "1,200"], &["wins", "diffusion model has"]),
        row("paused between the two", trained([2000, 0], false), Open, &["The diffusion model is not trained yet"], &["wins", "stands still"]),
        row("stand-ins, far apart", of([0.05, 0.02, 0.002], Origin::Exact, false), Open, &["Nothing is trained"], &["wins", "best"]),
        row("one stand-in", half, Open, &["stands in"], &["wins"]),
        row("being scored", scored_by(Activity::Measuring), Open, &["still being scored", "at least 5 runs"], &["wins"]),
        row("trained, scoring stopped", scored_by(Activity::Paused), Open, &["not scored yet"], &["wins", "being scored"]),
        row("all is scored, in too few runs", scored_by(Activity::Done), Open, &["Too few runs"], &["wins", "being scored"]),
        row("diffusion wins", of([0.05, 0.02, 0.002], Origin::Trained, false), Good, &["Diffusion wins on quality"], &["No column wins"]),
        row("the exact density wins", of([0.0005, 0.02, 0.02], Origin::Trained, false), Good, &["Exact density wins on quality"], &["No column wins"]),
        row("the energy wins", of([0.05, 0.002, 0.02], Origin::TakenAlong, false), Good, &["Learned energy wins on quality"], &[]),
        row("tie", of([0.05, 0.051, 0.05], Origin::Trained, false), Open, &["No column wins on quality"], &["✓", "worst"]),
        row("one is worst", of([0.02, 0.05, 0.0201], Origin::Trained, false), Open, &["No column wins on quality; learned energy is clearly worst"], &["✓"]),
        row("two as good as real data", of([0.0003, 0.05, 0.00032], Origin::Trained, false), Open, &["are as near to the data as real data"], &[]),
    ]);
}
