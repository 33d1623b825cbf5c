//! The chains' charts hold what they are given, whatever that is.

use super::*;
use crate::protocol::exact::Exact;
use crate::protocol::log_z::LogZEstimate;
use crate::settings::DataSettings;
use crate::ui::chapters::mcmc::plots::PLOTS;

const NAN: f64 = f64::NAN;

fn square() -> StageSquare {
    DataSettings::default().stage()
}

fn palette() -> Palette {
    Palette::new(false)
}

fn diagnostics() -> Diagnostics {
    let mut histograms = vec![0.0; 2 * BINS];
    histograms[3] = 0.25;
    histograms[BINS + 5] = 0.5;
    Diagnostics {
        draws: 800.0,
        // Two of each draw of both chains.
        evaluations: 3200.0,
        // Two chains of five draws.
        trace: vec![0.0, 1.0, f32::NAN, 3.5, 0.5, -2.5, 0.0, 0.0, 0.0, 0.0],
        autocorrelation: vec![1.0, 0.5, -0.4],
        lag: 20.0,
        histograms,
        ..Diagnostics::default()
    }
}

fn history() -> Vec<Measured> {
    let at = |evaluations, r_hat, ess_within, shares| Measured {
        evaluations,
        ess_bulk: evaluations / 100.0,
        ess_within,
        r_hat,
        shares,
    };
    vec![
        at(1000.0, 9.0, NAN, vec![]),
        at(2000.0, NAN, 30.0, vec![1.0, 0.0]),
        at(3000.0, 1.2, 70.0, vec![0.75, 0.25]),
        at(4000.0, 1.1, 90.0, vec![0.6, 0.4]),
    ]
}

fn reference() -> McmcReference {
    McmcReference {
        log_densities: Vec::new(),
        marginals: vec![1.0 / BINS as f32; 2 * BINS],
        modes: vec!["upper".to_owned(), "lower".to_owned()],
        exact: Exact { shares: vec![0.5, 0.5], ..Exact::default() },
    }
}

fn plotted<'a>(lanes: &'a [LaneView], reference: Option<&'a McmcReference>) -> Plotted<'a> {
    Plotted { lanes, reference, log_z: None, square: square() }
}

/// All charts of the same lanes.
fn all(lanes: &[LaneView], reference: Option<&McmcReference>) -> Vec<Chart> {
    let of = plotted(lanes, reference);
    PLOTS.iter().map(|plot| (plot.chart)(&of, &palette())).collect()
}

fn with_lane(check: impl Fn(&[LaneView], &McmcReference)) {
    let (diagnostics, history) = (diagnostics(), history());
    let lane = LaneView { name: "MALA", chains: 2, diagnostics: Some(&diagnostics), history: &history };
    check(&[lane], &reference());
}

#[test]
fn nothing_yet_is_still_a_chart_with_sound_limits() {
    let empty = Diagnostics::default();
    let lane = |diagnostics| LaneView { name: "HMC", chains: 0, diagnostics, history: &[] };
    for lanes in [vec![], vec![lane(None)], vec![lane(Some(&empty)), lane(Some(&empty))]] {
        for chart in all(&lanes, None).into_iter().chain(all(&lanes, Some(&McmcReference::default()))) {
            assert!(chart.x[0] < chart.x[1] && chart.y[0] < chart.y[1], "{chart:?}");
        }
    }
}

#[test]
fn every_number_lies_within_the_limits_but_the_first_r_hats() {
    with_lane(|lanes, reference| {
        for (index, chart) in all(lanes, Some(reference)).iter().enumerate() {
            let points = chart.lines.iter().flat_map(|line| &line.points);
            for &(x, y) in points.filter(|point| point.1.is_finite()) {
                assert!(chart.x[0] <= x && x <= chart.x[1], "{index}: {x} in {:?}", chart.x);
                assert!(chart.y[0] <= y && (y <= chart.y[1] || y == 9.0), "{index}: {y} in {:?}", chart.y);
            }
        }
    });
}

#[test]
fn numbers_that_are_not_defined_are_gaps() {
    with_lane(|lanes, reference| {
        let gaps = |chart: &Chart| {
            let points = chart.lines.iter().flat_map(|line| &line.points);
            points.filter(|point| point.1.is_nan()).count()
        };
        let gaps: Vec<_> = all(lanes, Some(reference)).iter().map(gaps).collect();
        // In the trace one, of ESS the first within, one R-hat, of the visits the first.
        assert_eq!(gaps, [1, 0, 1, 1, 1, 0, 0, 0]);
    });
}

#[test]
fn a_trace_spreads_its_draws_and_the_first_chain_is_on_top() {
    with_lane(|lanes, _| {
        let chart = trace(&plotted(lanes, None), &palette());
        assert_eq!((chart.x, chart.y), ([0.0, 1600.0], [-2.5, 3.5]));
        assert_eq!(chart.lines.len(), 2);
        let first = &chart.lines[1];
        assert_eq!(
            (first.stroke, first.points[1], first.points[4]),
            (Stroke::Thick, (400.0, 1.0), (1600.0, 0.5))
        );
    });
}

#[test]
fn in_a_race_each_sampler_has_its_colour() {
    let (diagnostics, history) = (diagnostics(), history());
    let lane = |name| LaneView { name, chains: 2, diagnostics: Some(&diagnostics), history: &history };
    // The last is of no lane.
    let all = all(&[lane("MALA"), lane("HMC")], None);
    for chart in &all[..all.len() - 1] {
        for (colour, name) in [(palette().samples, "MALA"), (palette().rival, "HMC")] {
            let labels: Vec<_> = chart
                .lines
                .iter()
                .filter(|line| line.colour == colour)
                .filter_map(|line| line.label.as_deref())
                .collect();
            assert!(!labels.is_empty() && labels.iter().all(|label| label.starts_with(name)), "{labels:?}");
        }
    }
}

#[test]
fn two_estimates_of_a_mass_stand_beside_the_exact_one_with_their_errors() {
    let estimate = |rungs, value| LogZEstimate {
        rungs,
        importance: [value, 0.25],
        integral: [value + 0.5, 0.125],
        effective: 100.0,
    };
    let estimates = vec![estimate(4, -50.0), estimate(8, -1.0), estimate(16, 0.25)];
    let known = LogZ { exact: 0.5, estimates, ..LogZ::default() };
    let chart = log_z(Some(&known), &palette());
    assert_eq!(chart.y, [-1.5, 1.25], "the first ladder may leave it");
    let named: Vec<_> = chart.lines.iter().filter_map(|line| line.label.as_deref()).collect();
    assert_eq!(named, ["exact", "importance", "integral"]);
    let bars = &chart.lines[2].points;
    assert_eq!((bars.len(), bars[6].1, bars[7].1), (9, 0.0, 0.5));
    let empty = log_z(None, &palette());
    assert!(empty.lines.is_empty());
}

#[test]
fn a_histogram_has_steps_at_the_edges_of_its_bins() {
    with_lane(|lanes, reference| {
        let chart = marginal(&plotted(lanes, Some(reference)), 1, &palette());
        assert_eq!((chart.x, chart.x_label), ([-2.25, 2.75], Some("y")));
        let [steps, exact] = &chart.lines[..] else { panic!("{chart:?}") };
        assert_eq!((steps.stroke, steps.points.len()), (Stroke::Filled, 2 * BINS));
        let width = 5.0 / BINS as f64;
        assert_eq!(steps.points[10..12], [(-2.25 + 5.0 * width, 0.5), (-2.25 + 6.0 * width, 0.5)]);
        assert_eq!((exact.points.len(), exact.points[0]), (BINS, (-2.25 + 0.5 * width, 1.0 / BINS as f64)));
    });
}

#[test]
fn lags_are_counted_in_evaluations() {
    with_lane(|lanes, _| {
        let chart = autocorrelation(&plotted(lanes, None), &palette());
        assert_eq!(chart.lines[1].points[2], (80.0, f64::from(-0.4_f32)));
        assert!(chart.x[1] == 80.0 && chart.y[0] <= -0.4);
    });
}

#[test]
fn r_hat_is_scaled_to_its_later_half_and_holds_its_goal() {
    with_lane(|lanes, _| {
        let chart = r_hat(&plotted(lanes, None), &palette());
        assert!(chart.y[0] < 1.0 && (chart.y[1] - 1.22).abs() < 1e-9, "{:?}", chart.y);
        assert_eq!(chart.lines[0].points, [(0.0, 1.01), (4000.0, 1.01)]);
    });
}

#[test]
fn equal_modes_have_one_exact_line_and_two_share_one_of_visits() {
    with_lane(|lanes, reference| {
        let chart = visits(&plotted(lanes, Some(reference)), &palette());
        let labels: Vec<_> = chart.lines.iter().filter_map(|line| line.label.as_deref()).collect();
        assert_eq!(labels, ["exact", "MALA: upper"]);
        assert_eq!(chart.lines[1].points[3], (4000.0, f64::from(0.6_f32)));
    });
}
