//! The charts of runs of every kind.

use super::*;
use crate::protocol::Frame;
use crate::protocol::diffusion::{
    Denoiser, DiffusionFrame, DiffusionLane, LOSS_BINS, Marginal, Quality, RealVsReal, Reference,
};
use crate::settings::DiffusionSampler;
use crate::ui::chapters::diffusion::model::Model;
use crate::ui::chapters::diffusion::plots::PLOTS;
use crate::ui::plot::lines::Chart;
use crate::ui::plot::palette::Palette;
use crate::ui::plot::scale::Rise;

fn model(real_vs_real: Option<RealVsReal>, lanes: Vec<DiffusionLane>) -> Model {
    let step = lanes.first().map_or(0, |lane| lane.losses.len()) as u32;
    let content = DiffusionFrame { lanes, real_vs_real, ..DiffusionFrame::default() };
    let mut model = Model::default();
    model.take(Frame { run: 1, step, more: false, halt: None, content: content.into() });
    model
}

fn lane(losses: Vec<f32>, ideal_loss: f32) -> DiffusionLane {
    let reference = Reference {
        ideal_loss,
        levels: vec![1.0, 0.0, 0.5, 0.5, 0.0, 1.0],
        ideal_by_timestep: vec![0.3; LOSS_BINS],
        ..Reference::default()
    };
    let excess_by_timestep = (0..LOSS_BINS).map(|bin| if bin == 0 { f32::NAN } else { 0.1 }).collect();
    DiffusionLane { losses, excess_by_timestep, reference: Some(reference), ..DiffusionLane::default() }
}

fn alone(model: &Model) -> Plotted<'_> {
    Plotted { model, t: 1.0, names: vec![], comparable: true }
}

fn heights(chart: &Chart) -> Vec<f64> {
    chart.lines.iter().flat_map(|line| &line.points).map(|point| point.1).collect()
}

#[test]
fn nothing_yet_is_still_a_chart_with_sound_limits() {
    for model in [Model::default(), model(None, vec![DiffusionLane::default()])] {
        for chart in PLOTS.iter().map(|plot| (plot.chart)(&alone(&model), &Palette::new(false))) {
            assert!(chart.x[0] < chart.x[1] && chart.y[0] < chart.y[1], "{chart:?}");
        }
    }
}

#[test]
fn limits_hold_every_loss_and_the_ideal() {
    let model = model(None, vec![lane(vec![1.1, 0.9, 0.35], 0.387)]);
    let chart = loss(&alone(&model), &Palette::new(false));
    assert!(chart.y[0] < 0.35 && chart.y[1] > 1.1 && chart.rise_y == Rise::Linear);
    assert_eq!(chart.lines.len(), 3);
}

#[test]
fn an_exploding_loss_turns_the_axis_logarithmic() {
    let model = model(None, vec![lane(vec![1.0, 500.0], 0.387)]);
    assert_eq!(loss(&alone(&model), &Palette::new(true)).rise_y, Rise::Log(None));
}

#[test]
fn losses_that_cannot_be_compared_are_told_by_their_distance_to_the_ideal() {
    let mut model = model(None, vec![lane(vec![0.5], 0.4), lane(vec![0.7], 0.6)]);
    if let Some(reference) = &mut model.lanes[1].reference {
        reference.levels[2] = 0.6;
    }
    let names = vec!["Cosine schedule", "Linear schedule"];
    let forked = Plotted { names, comparable: false, ..alone(&model) };
    let chart = loss(&forked, &Palette::new(false));
    assert_eq!(chart.lines.len(), 4, "no line of the ideal: it is zero");
    assert!(heights(&chart).iter().all(|height| (height - 0.1).abs() < 1e-6), "{chart:?}");
    assert!(chart.lines.iter().any(|line| line.label.as_deref() == Some("Linear schedule")));
    let signals = levels(&forked, &Palette::new(false));
    assert_eq!(signals.lines.len(), 4, "noise, two signals, and the marker");
    model.lanes[1].reference = model.lanes[0].reference.clone();
    let forked = Plotted { names: vec!["predicts ε", "predicts v"], comparable: false, ..alone(&model) };
    assert_eq!(levels(&forked, &Palette::new(false)).lines.len(), 3, "the same signal is drawn once");
}

#[test]
fn a_score_below_zero_is_drawn_where_it_is() {
    let mut model = model(Some(RealVsReal::default()), vec![lane(vec![1.0], 0.4)]);
    model.lanes[0].scores.push(1, -2e-4);
    let chart = mmd(&alone(&model), &Palette::new(false));
    let drawn = heights(&chart);
    let below = drawn.iter().filter(|&&height| (height + 2e-4).abs() < 1e-9).count();
    assert!(chart.y[0] < -2e-4 && below == 1, "{chart:?}");
}

#[test]
fn parts_of_the_timesteps_without_a_row_are_gaps_and_the_rest_spans_the_levels() {
    let model = model(None, vec![lane(vec![1.0], 0.4)]);
    let chart = loss_by_timestep(&alone(&model), &Palette::new(false));
    let [ideal, network] = &chart.lines[..] else { panic!("{chart:?}") };
    assert!(network.points[0].1.is_nan() && ideal.points.len() == LOSS_BINS);
    assert!((network.points[LOSS_BINS - 1].0 - 1.98).abs() < 1e-9, "T is 2");
}

#[test]
fn samplers_have_a_line_each_in_the_order_of_evaluations() {
    let of = |sampler, evaluations, mmd2| Quality {
        denoiser: Denoiser::Learned,
        sampler,
        evaluations,
        mmd2,
        ..Quality::default()
    };
    let quality = vec![
        of(DiffusionSampler::Heun, 50, 1e-3),
        of(DiffusionSampler::Heun, 5, 0.1),
        of(DiffusionSampler::Ddpm, 5, f32::NAN),
    ];
    let model = model(None, vec![DiffusionLane { quality, ..DiffusionLane::default() }]);
    let chart = super::quality(&alone(&model), &Palette::new(false));
    let [ddpm, heun] = &chart.lines[..] else { panic!("{chart:?}") };
    assert_eq!(heun.points.iter().map(|point| point.0).collect::<Vec<_>>(), [5.0, 50.0]);
    assert!(ddpm.stroke != heun.stroke && ddpm.label.as_deref() == Some("DDPM"));
    assert!(matches!((chart.rise_x, chart.rise_y), (Rise::Log(Some(_)), Rise::Symlog(_))));
}

#[test]
fn the_noise_level_shown_is_marked() {
    let mut lane = lane(vec![], 0.4);
    lane.marginal = Some(Marginal { t: 2.0, barrier: 7.0, ..Marginal::default() });
    let model = model(None, vec![lane]);
    for chart in [barrier(&alone(&model), &Palette::new(true)), levels(&alone(&model), &Palette::new(true))] {
        let marker = chart.lines.last().expect("a marker");
        assert_eq!(marker.points.iter().map(|point| point.0).collect::<Vec<_>>(), [1.0, 1.0]);
        assert!(chart.x == [0.0, 2.0] && chart.y[1] > 1.0);
    }
}
