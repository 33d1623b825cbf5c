//! Signal and noise at any noise level, and what they make of a point.

use crate::protocol::diffusion::Reference;

/// Signal a and noise b at level `t`, on a line between whole levels.
pub fn signal_and_noise(reference: &Reference, t: f32) -> Option<[f32; 2]> {
    let mut levels = reference.levels.chunks_exact(2);
    let last = levels.len().checked_sub(1)?;
    let t = t.clamp(0.0, last as f32);
    let before = t as usize;
    let from = levels.nth(before)?;
    // After the last level there is none, and nothing is to be taken of it.
    let to = levels.next().unwrap_or(from);
    let share = t - before as f32;
    Some([from[0] + (to[0] - from[0]) * share, from[1] + (to[1] - from[1]) * share])
}

/// What is known at the noise level nearest to `t`.
pub fn nearest<T>(known: &[T], t: f32, level: impl Fn(&T) -> f32) -> Option<&T> {
    known.iter().min_by(|one, other| (level(one) - t).abs().total_cmp(&(level(other) - t).abs()))
}

/// T, the last noise level.
pub fn last_level(reference: &Reference) -> f64 {
    (reference.levels.len() / 2).saturating_sub(1) as f64
}

/// mean + a (x − mean) + b ε.
pub fn noised([a, b]: [f32; 2], mean: [f32; 2], point: [f32; 2], noise: [f32; 2]) -> [f32; 2] {
    [0, 1].map(|axis| mean[axis] + a * (point[axis] - mean[axis]) + b * noise[axis])
}

/// Training points noised to level `t`, and the points they were.
pub fn noised_data(reference: &Reference, t: f32) -> (Vec<[f32; 2]>, Vec<[f32; 2]>) {
    let Some(level) = signal_and_noise(reference, t) else { return Default::default() };
    let pairs = reference.exact.data.chunks_exact(2).zip(reference.forward_noise.chunks_exact(2));
    pairs
        .map(|(point, noise)| {
            let point = [point[0], point[1]];
            (noised(level, reference.mean, point, [noise[0], noise[1]]), point)
        })
        .unzip()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::exact::Exact;

    fn reference() -> Reference {
        Reference {
            mean: [0.5, 0.25],
            exact: Exact { data: vec![1.5, 0.25, 0.5, -0.75], ..Exact::default() },
            forward_noise: vec![2.0, -1.0],
            levels: vec![1.0, 0.0, 0.5, 0.5, 0.0, 1.0],
            ..Reference::default()
        }
    }

    #[test]
    fn levels_are_met_exactly_and_the_way_between_is_straight() {
        let reference = reference();
        assert_eq!(signal_and_noise(&reference, 0.0), Some([1.0, 0.0]));
        assert_eq!(signal_and_noise(&reference, 0.5), Some([0.75, 0.25]));
        assert_eq!(signal_and_noise(&reference, 2.0), Some([0.0, 1.0]));
        assert_eq!(signal_and_noise(&reference, 9.0), Some([0.0, 1.0]));
        assert_eq!(last_level(&reference), 2.0);
        assert_eq!(signal_and_noise(&Reference::default(), 1.0), None);
    }

    #[test]
    fn only_points_with_noise_are_noised() {
        assert_eq!(noised_data(&reference(), 1.0), (vec![[2.0, -0.25]], vec![[1.5, 0.25]]));
        assert_eq!(noised_data(&reference(), 0.0).0, [[1.5, 0.25]]);
        assert!(noised_data(&Reference::default(), 1.0).0.is_empty());
    }
}
