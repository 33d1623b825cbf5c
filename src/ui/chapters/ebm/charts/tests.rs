//! The energies' charts hold what they are given, whatever that is.

use super::*;
use crate::protocol::Frame;
use crate::protocol::ebm::{
    EbmFrame, EbmLane, EbmRealVsReal, EbmReference, EbmScore, EnergyMap, EnergyMetrics, SampleScore,
};
use crate::protocol::exact::Exact;
use crate::protocol::mcmc::{Cost, Diagnostics, Lane};
use crate::settings::Objective;
use crate::ui::chapters::ebm::plots::PLOTS;

fn lane(objective: Objective) -> EbmLane {
    let metrics = EnergyMetrics { kl: 0.0, first_share: 0.1, barrier: 3.0, ..EnergyMetrics::default() };
    let map = EnergyMap { step: 3, metrics, ..EnergyMap::default() };
    let sample = SampleScore { mmd2: -2e-4, first_share: 0.55, off_share: 0.0 };
    let negatives = objective.is_contrastive().then_some(sample);
    let negative_energies = if negatives.is_some() { vec![9.0, 2.0, 1.0] } else { Vec::new() };
    let diagnostics =
        Diagnostics { draws: 200.0, crossed: 2, first_crossings: vec![1.0, 200.0], ..Diagnostics::default() };
    EbmLane {
        objective: Some(objective),
        losses: vec![80.0, 1.5, 0.5],
        data_energies: vec![1.0, 0.5, 0.25],
        negative_energies,
        gradient_norms: vec![2.0, 0.0, 1e4],
        map: Some(Box::new(map)),
        score: Some(EbmScore { step: 3, walkers: sample, negatives }),
        walkers: Lane {
            positions: vec![0.0; 8],
            cost: Cost { transitions: 200.0, ..Cost::default() },
            diagnostics: Some(Box::new(diagnostics)),
            ..Lane::default()
        },
        ..EbmLane::default()
    }
}

fn model(lanes: Vec<EbmLane>) -> Model {
    let real_vs_real = Some(EbmRealVsReal { points: 128, mmd2_q95: 1e-3, gaussian_baseline: 5e-3 });
    let reference = Some(EbmReference {
        exact: Exact { shares: vec![0.5, 0.5], ..Exact::default() },
        ..EbmReference::default()
    });
    let content = EbmFrame { lanes, real_vs_real, reference, ..EbmFrame::default() }.into();
    let mut model = Model::default();
    model.take(Frame { run: 0, step: 3, more: false, halt: None, content });
    model
}

fn palette() -> Palette {
    Palette::new(false)
}

fn labels(chart: &Chart) -> Vec<&str> {
    chart.lines.iter().filter_map(|line| line.label.as_deref()).collect()
}

#[test]
fn charts_of_nothing_and_of_anything_have_sound_limits() {
    let fork = || vec![lane(Objective::Cd), lane(Objective::Denoising)];
    for model in [Model::default(), model(Vec::new()), model(vec![EbmLane::default()]), model(fork())] {
        for chart in PLOTS.iter().map(|plot| (plot.chart)(&model, &palette())) {
            assert!(chart.x[0] < chart.x[1] && chart.y[0] < chart.y[1], "{:?} {:?}", chart.x, chart.y);
            assert!(chart.rise_y != Rise::Log(None) || chart.y[0] > 0.0);
            let points = chart.lines.iter().flat_map(|line| &line.points);
            assert!(points.clone().all(|point| chart.rise_y != Rise::Log(None) || point.1 > 0.0));
        }
    }
}

#[test]
fn early_values_do_not_press_the_rest_flat() {
    let chart = loss(&model(vec![lane(Objective::Cd)]), &palette());
    assert!(chart.y[1] < 80.0 && chart.y[1] > 1.5, "{:?}", chart.y);
}

#[test]
fn score_matching_has_no_negatives_to_draw() {
    let model = model(vec![lane(Objective::Sliced)]);
    assert!(energies(&model, &palette()).lines.is_empty());
    assert!(labels(&gap(&model, &palette())).is_empty());
    assert_eq!(labels(&kl(&model, &palette())), ["Sliced score matching"]);
    assert!(!labels(&shares(&model, &palette())).iter().any(|label| label.contains("negatives")));
}

#[test]
fn two_lanes_are_told_apart_by_name_and_colour() {
    let model = model(vec![lane(Objective::Cd), lane(Objective::Denoising)]);
    let chart = shares(&model, &palette());
    assert_eq!(
        labels(&chart),
        [
            "true",
            "CD-k, negatives",
            "CD-k, walkers",
            "CD-k, density",
            "Denoising score matching, walkers",
            "Denoising score matching, density"
        ]
    );
    let chart = loss(&model, &palette());
    assert_ne!(chart.lines[1].colour, chart.lines[3].colour);
}

#[test]
fn walkers_that_never_crossed_are_missing_from_the_histogram() {
    let chart = first_crossings(&model(vec![lane(Objective::Cd)]), &palette());
    let points = &chart.lines[0].points;
    assert_eq!(points.len(), 2 * BINS);
    let share: f64 = points.iter().step_by(2).map(|point| point.1).sum();
    assert!((share - 0.5).abs() < 1e-12, "two of four: {share}");
    assert!(points[0].1 > 0.0 && points[2 * BINS - 1].1 > 0.0, "the first step and the last");
    assert_eq!(labels(&chart), ["CD-k: 2 of 4 never"]);
}
