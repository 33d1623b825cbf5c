//! The one timeline of three columns: how far each has come for a cost, and where a cost lies on the slider. Pure.

use crate::protocol::compare::Recording;
use crate::settings::CompareClock;

/// Costs nearer than this, as a share, are one: what the way to the slider and back rounds away.
const ROUNDING: f64 = 1e-9;

/// What each state of a recording has cost until then.
pub fn costs(recording: &Recording, clock: CompareClock) -> &[f32] {
    match clock {
        CompareClock::Evaluations => &recording.evaluations,
        CompareClock::Seconds => &recording.seconds,
    }
}

/// The newest state that has cost no more than `cost`.
pub fn state_at(costs: &[f32], cost: f64) -> usize {
    let within = costs.partition_point(|&of_state| f64::from(of_state) <= cost * (1.0 + ROUNDING));
    within.saturating_sub(1)
}

/// Where the walkers are in a state, `[walkers, 2]`; none where the recording has no such state.
pub fn points(recording: &Recording, state: usize) -> &[f32] {
    let size = recording.points.len() / recording.evaluations.len().max(1);
    recording.points.get(state * size..(state + 1) * size).unwrap_or_default()
}

/// The cost at which the last column arrives.
pub fn end<'a>(columns: impl Iterator<Item = &'a Recording>, clock: CompareClock) -> f64 {
    let ends = columns.filter_map(|recording| costs(recording, clock).last());
    ends.fold(0.0, |most, &end| most.max(f64::from(end)))
}

/// The nearest cost after `cost` at which any column has another state, or before it.
pub fn next<'a>(
    columns: impl Iterator<Item = &'a Recording>,
    clock: CompareClock,
    cost: f64,
    forward: bool,
) -> Option<f64> {
    let all = columns.flat_map(|recording| costs(recording, clock)).map(|&cost| f64::from(cost));
    if forward {
        all.filter(|&other| other > cost * (1.0 + ROUNDING)).min_by(f64::total_cmp)
    } else {
        all.filter(|&other| other < cost * (1.0 - ROUNDING)).max_by(f64::total_cmp)
    }
}

/// The cost at a share of the slider. Evaluations are stretched as squares: most happens early, while the longest column
/// takes several times as many as the shortest. Seconds are even, so that paces can be seen.
pub fn cost_at(clock: CompareClock, end: f64, share: f64) -> f64 {
    match clock {
        CompareClock::Evaluations => end * share * share,
        CompareClock::Seconds => end * share,
    }
}

/// Where on the slider a cost lies, 0 to 1.
pub fn share_of(clock: CompareClock, end: f64, cost: f64) -> f64 {
    let share = if end > 0.0 { (cost / end).clamp(0.0, 1.0) } else { 0.0 };
    match clock {
        CompareClock::Evaluations => share.sqrt(),
        CompareClock::Seconds => share,
    }
}

/// Round costs along the slider, few enough to have labels.
pub fn ticks(clock: CompareClock, end: f64) -> Vec<f64> {
    let steps: &[f64] = match clock {
        CompareClock::Evaluations => &[0.0, 0.05, 0.25, 1.0],
        CompareClock::Seconds => &[0.0, 0.5, 1.0],
    };
    let round = |cost: f64| match clock {
        CompareClock::Evaluations => cost.round(),
        CompareClock::Seconds => cost,
    };
    let mut ticks: Vec<f64> = steps.iter().map(|part| round(part * end)).collect();
    ticks.dedup();
    if end > 0.0 { ticks } else { Vec::new() }
}

#[cfg(test)]
pub mod tests {
    use super::*;
    use crate::settings::{CompareStart, DiffusionSampler, Method, Sampler};

    /// Two walkers in three states, at 0, 20 and 40 evaluations, and at 0, 1 and 2 seconds.
    pub fn recording(method: Method) -> Recording {
        Recording {
            method,
            learned: false,
            start: CompareStart::Noise,
            evaluations: vec![0.0, 20.0, 40.0],
            seconds: vec![0.0, 1.0, 2.0],
            points: (0..12).map(|number| number as f32).collect(),
        }
    }

    fn two() -> [Recording; 2] {
        let denoiser = Recording {
            evaluations: vec![0.0, 1.0, 2.0],
            seconds: vec![0.0, 1.5, 3.0],
            ..recording(Method::Diffusion(DiffusionSampler::Ddim))
        };
        [recording(Method::Exact(Sampler::Hmc)), denoiser]
    }

    #[test]
    fn the_newest_state_within_the_cost_is_shown() {
        let costs = [0.0, 20.0, 40.0];
        assert_eq!(
            [0.0, 19.9, 20.0, 39.0, 40.0, 99.0].map(|cost| state_at(&costs, cost)),
            [0, 0, 1, 1, 2, 2]
        );
        assert_eq!(state_at(&[], 3.0), 0);
        assert_eq!(state_at(&costs, f64::NAN), 0);
        let recording = recording(Method::Exact(Sampler::Hmc));
        assert_eq!(points(&recording, 1), [4.0, 5.0, 6.0, 7.0]);
        assert!(points(&recording, 3).is_empty());
    }

    #[test]
    fn a_step_goes_to_the_next_state_of_any_column() {
        let columns = two();
        let next = |cost, forward| next(columns.iter(), CompareClock::Evaluations, cost, forward);
        assert_eq!((next(0.0, true), next(2.0, true), next(40.0, true)), (Some(1.0), Some(20.0), None));
        assert_eq!((next(20.0, false), next(0.0, false)), (Some(2.0), None));
        assert_eq!(end(columns.iter(), CompareClock::Evaluations), 40.0);
        assert_eq!(end(columns.iter(), CompareClock::Seconds), 3.0);
    }

    #[test]
    fn a_cost_comes_back_from_the_slider_onto_its_state() {
        for clock in [CompareClock::Evaluations, CompareClock::Seconds] {
            for cost in [0.0_f32, 1.0, 7.3, 20.1, 333.3, 500.0] {
                let share = share_of(clock, 500.0, f64::from(cost));
                let back = cost_at(clock, 500.0, share);
                assert_eq!(state_at(&[-1.0, cost], back), 1, "{cost} came back as {back}");
            }
        }
        assert_eq!(share_of(CompareClock::Seconds, 0.0, 1.0), 0.0);
        assert_eq!(cost_at(CompareClock::Evaluations, 500.0, 0.5), 125.0);
    }

    #[test]
    fn ticks_are_round_and_end_at_the_end() {
        assert_eq!(ticks(CompareClock::Evaluations, 500.0), [0.0, 25.0, 125.0, 500.0]);
        assert_eq!(ticks(CompareClock::Evaluations, 10.0), [0.0, 1.0, 3.0, 10.0]);
        assert_eq!(ticks(CompareClock::Seconds, 0.5), [0.0, 0.25, 0.5]);
        assert!(ticks(CompareClock::Seconds, 0.0).is_empty());
    }
}
