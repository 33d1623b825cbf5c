//! A cloud between its states: positions, noise level and arrows at any place of the playhead.

use crate::protocol::diffusion::{Cloud, WALKERS};

/// The state at or before a position, and how far it is to the next.
fn between(states: usize, position: f64) -> (usize, usize, f32) {
    let last = states.saturating_sub(1);
    let before = (position.max(0.0) as usize).min(last);
    let share = (position - before as f64).clamp(0.0, 1.0) as f32;
    (before, (before + 1).min(last), share)
}

fn mix(from: f32, to: f32, share: f32) -> f32 {
    from + (to - from) * share
}

pub fn states(cloud: &Cloud) -> usize {
    cloud.times.len()
}

/// Noise level at a position.
pub fn time_at(cloud: &Cloud, position: f64) -> f32 {
    let (before, after, share) = between(states(cloud), position);
    match (cloud.times.get(before), cloud.times.get(after)) {
        (Some(&from), Some(&to)) => mix(from, to, share),
        _ => 0.0,
    }
}

/// Where `time` lies among the states of a cloud whose times fall.
pub fn position_of_time(cloud: &Cloud, time: f32) -> f64 {
    let after = cloud.times.partition_point(|&other| other > time);
    if after == 0 || after >= cloud.times.len() {
        return after.min(cloud.times.len().saturating_sub(1)) as f64;
    }
    let (from, to) = (cloud.times[after - 1], cloud.times[after]);
    (after - 1) as f64 + f64::from((from - time) / (from - to))
}

/// Rows of `[K, rows, 2]` between two states.
fn rows_at(values: &[f32], rows: usize, states: usize, position: f64) -> Vec<[f32; 2]> {
    let (before, after, share) = between(states, position);
    let size = rows * 2;
    if values.len() < states * size || states == 0 {
        return Vec::new();
    }
    let (from, to) = (&values[before * size..][..size], &values[after * size..][..size]);
    let pairs = from.chunks_exact(2).zip(to.chunks_exact(2));
    pairs.map(|(from, to)| [mix(from[0], to[0], share), mix(from[1], to[1], share)]).collect()
}

/// The walkers at a position.
pub fn points_at(cloud: &Cloud, position: f64) -> Vec<[f32; 2]> {
    rows_at(&cloud.points, WALKERS, states(cloud), position)
}

/// Where the denoiser sees each walker's clean point at a position.
pub fn clean_at(cloud: &Cloud, position: f64) -> Vec<[f32; 2]> {
    rows_at(&cloud.clean, WALKERS, states(cloud), position)
}

/// The way of one walker from noise to a position.
pub fn trail(cloud: &Cloud, walker: usize, position: f64) -> Vec<[f32; 2]> {
    let (before, after, share) = between(states(cloud), position);
    let point = |state: usize| {
        let at = (state * WALKERS + walker) * 2;
        cloud.points.get(at..at + 2).map(|point| [point[0], point[1]])
    };
    let mut way: Vec<[f32; 2]> = (0..=before).filter_map(point).collect();
    if share > 0.0
        && let (Some(from), Some(to)) = (point(before), point(after))
    {
        way.push([mix(from[0], to[0], share), mix(from[1], to[1], share)]);
    }
    way
}

/// The arrows at a noise level.
pub fn field_at(cloud: &Cloud, time: f32) -> Vec<[f32; 2]> {
    let states = states(cloud);
    let rows = cloud.field.len() / (2 * states.max(1));
    rows_at(&cloud.field, rows, states, position_of_time(cloud, time))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Three states at t = 10, 4, 0; every walker moves from (0, 0) by (2, 1) a state.
    fn cloud() -> Cloud {
        let state = |k: usize| [2.0 * k as f32, k as f32].repeat(WALKERS);
        Cloud {
            times: vec![10.0, 4.0, 0.0],
            points: (0..3).flat_map(state).collect(),
            field: (0..3).flat_map(|k| [k as f32, -(k as f32)].repeat(4)).collect(),
            ..Cloud::default()
        }
    }

    #[test]
    fn states_are_met_exactly_and_the_way_between_is_straight() {
        let cloud = cloud();
        assert_eq!(points_at(&cloud, 1.0)[7], [2.0, 1.0]);
        assert_eq!(points_at(&cloud, 1.5)[999], [3.0, 1.5]);
        assert_eq!(points_at(&cloud, 9.0)[0], [4.0, 2.0]);
        assert_eq!(points_at(&cloud, 1.0).len(), WALKERS);
        assert_eq!((time_at(&cloud, 0.0), time_at(&cloud, 0.5), time_at(&cloud, 2.0)), (10.0, 7.0, 0.0));
    }

    #[test]
    fn a_trail_ends_where_the_walker_is() {
        let way = trail(&cloud(), 3, 1.25);
        assert_eq!(way, [[0.0, 0.0], [2.0, 1.0], [2.5, 1.25]]);
        assert_eq!(trail(&cloud(), 3, 2.0).len(), 3);
    }

    #[test]
    fn arrows_follow_the_noise_level_of_another_cloud() {
        let cloud = cloud();
        assert_eq!(field_at(&cloud, 4.0), vec![[1.0, -1.0]; 4]);
        assert_eq!(field_at(&cloud, 7.0), vec![[0.5, -0.5]; 4]);
        assert_eq!(field_at(&cloud, 99.0), vec![[0.0, 0.0]; 4]);
        assert_eq!(field_at(&cloud, -1.0), vec![[2.0, -2.0]; 4]);
    }

    #[test]
    fn an_empty_cloud_gives_nothing() {
        let cloud = Cloud::default();
        assert!(
            points_at(&cloud, 0.5).is_empty()
                && trail(&cloud, 0, 1.0).is_empty()
                && field_at(&cloud, 1.0).is_empty()
        );
        assert_eq!(time_at(&cloud, 1.0), 0.0);
    }
}
