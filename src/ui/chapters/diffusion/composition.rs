//! What samples of the data composed with a second model should be, and what they are.

use super::levels::nearest;
use crate::protocol::composition::ComposedLevel;
use crate::protocol::diffusion::{Beside, WALKERS};
use crate::ui::metrics::share_error;

/// The composition at the noise levels told so far, all of one second model, in their order.
#[derive(Default)]
pub struct Composition {
    levels: Vec<ComposedLevel>,
}

impl Composition {
    pub fn take(&mut self, level: ComposedLevel) {
        self.levels.retain(|other| other.compose == level.compose && other.t != level.t);
        let place = self.levels.partition_point(|other| other.t < level.t);
        self.levels.insert(place, level);
    }

    pub fn levels(&self) -> &[ComposedLevel] {
        &self.levels
    }

    /// At the noise level nearest to `t` that is known.
    pub fn near(&self, t: f32) -> Option<&ComposedLevel> {
        nearest(&self.levels, t, |level| level.t)
    }

    /// Share of its mass nearest to the first part of the data, without noise.
    pub fn exact_share(&self) -> Option<f64> {
        self.levels.first().filter(|level| level.t == 0.0).map(|level| f64::from(level.share))
    }
}

impl Beside {
    /// Share of finished samples nearest to the first part of the data, and its standard error.
    pub fn share(&self) -> Option<[f64; 2]> {
        let share = f64::from(*self.composed.as_ref()?.shares.last()?);
        let all = WALKERS as f64;
        Some([share, share_error(share * all, all)])
    }

    /// The share at each noise level passed.
    pub fn shares(&self) -> impl Iterator<Item = (f64, f64)> + '_ {
        let shares = self.composed.iter().flat_map(|composed| &composed.shares);
        self.cloud.times.iter().zip(shares).map(|(&t, &share)| (f64::from(t), f64::from(share)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::composition::ComposedCloud;
    use crate::protocol::diffusion::Cloud;
    use crate::settings::Compose;

    #[test]
    fn levels_of_another_model_are_forgotten() {
        let level = |compose, t| ComposedLevel { compose, t, share: 0.3, ..ComposedLevel::default() };
        let mut all = Composition::default();
        for t in [50.0, 0.0, 100.0, 50.0] {
            all.take(level(Compose::HalfPlane, t));
        }
        assert_eq!(all.levels().iter().map(|level| level.t).collect::<Vec<_>>(), [0.0, 50.0, 100.0]);
        assert_eq!(all.near(60.0).map(|level| level.t), Some(50.0));
        assert!(all.exact_share().is_some_and(|share| (share - 0.3).abs() < 1e-6));
        all.take(level(Compose::Ring, 50.0));
        assert_eq!((all.levels().len(), all.exact_share()), (1, None));
    }

    #[test]
    fn a_share_comes_with_its_error() {
        let cloud = Cloud { times: vec![2.0, 0.0], points: vec![0.0; 4 * WALKERS], ..Cloud::default() };
        let composed = Some(ComposedCloud { shares: vec![0.5, 0.25], ..ComposedCloud::default() });
        let beside = Beside { cloud, composed, ..Beside::default() };
        let [share, error] = beside.share().expect("known");
        assert_eq!(share, 0.25);
        assert!((error - (0.25_f64 * 0.75 / 1000.0).sqrt()).abs() < 1e-4);
        assert_eq!(beside.shares().collect::<Vec<_>>(), [(2.0, 0.5), (0.0, 0.25)]);
        assert_eq!(Beside::default().share(), None);
    }
}
