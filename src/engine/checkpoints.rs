//! Weights of earlier training steps, kept ever farther apart.

/// From one step whose weights are kept to the next, by ratio.
const APART: f64 = 1.25;

/// In the order of their steps.
pub struct Checkpoints<T>(Vec<(u32, T)>);

impl<T> Checkpoints<T> {
    /// With the weights of step 0.
    pub fn new(first: T) -> Self {
        Self(vec![(0, first)])
    }

    /// Keeps the weights of `step` if it is time.
    pub fn offer(&mut self, step: u32, weights: impl FnOnce() -> T) {
        if step >= self.due() {
            self.0.push((step, weights()));
        }
    }

    /// The newest step whose weights are kept.
    pub fn newest(&self) -> u32 {
        self.0.last().map_or(0, |(newest, _)| *newest)
    }

    /// The first step whose weights are to be kept next.
    pub fn due(&self) -> u32 {
        let newest = self.newest();
        ((f64::from(newest) * APART).ceil() as u32).max(newest + 1)
    }

    /// Forgets what comes after `step`.
    pub fn take_back(&mut self, step: u32) {
        self.0.retain(|(kept, _)| *kept <= step);
    }

    pub fn steps(&self) -> Vec<u32> {
        self.0.iter().map(|(step, _)| *step).collect()
    }

    /// The kept step nearest to `step`.
    pub fn nearest(&self, step: u32) -> u32 {
        let steps = self.0.iter().map(|(kept, _)| *kept);
        steps.min_by_key(|kept| kept.abs_diff(step)).unwrap_or_default()
    }

    /// The weights of a step that is kept.
    pub fn at(&self, step: u32) -> Option<&T> {
        self.0.iter().find(|(kept, _)| *kept == step).map(|(_, weights)| weights)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_lie_ever_farther_apart_and_are_forgotten_from_behind() {
        let mut checkpoints = Checkpoints::new(0);
        (1..=12).for_each(|step| checkpoints.offer(step, || 10 * step));
        assert_eq!(checkpoints.steps(), [0, 1, 2, 3, 4, 5, 7, 9, 12]);
        assert_eq!((checkpoints.nearest(8), checkpoints.at(9), checkpoints.at(8)), (7, Some(&90), None));
        assert_eq!((checkpoints.newest(), checkpoints.due()), (12, 15));
        checkpoints.take_back(6);
        assert_eq!(checkpoints.steps().last(), Some(&5));
    }
}
