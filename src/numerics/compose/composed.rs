//! Two densities composed at one noise level: what adding their scores samples from, if anything does.

use super::factor::NoisedFactor;
use crate::numerics::density::{LogDensity, SideBySide};
use crate::numerics::kernel::lanes::{LANES, Lanes};
use crate::numerics::{Point, Position};

/// How a second density f acts on a first one p (Du et al. 2023, arXiv:2302.11552, §3: products, mixtures, negations).
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Composition {
    /// p f: what both allow.
    Product,
    /// p / f^α with α > 0: what p allows and f does not. Where f falls faster than p, α has to be so small that p wins: below
    /// 1 for two densities at the noisiest level, where they are alike.
    Negation { power: f64 },
    /// (1 − λ) p + λ f with λ in (0, 1): what either allows. Both have to be normalised.
    Mixture { share: f64 },
}

/// p and f at one noise level, composed there. Up to a constant; a mixture is normalised.
pub struct Composed<'a, P: ?Sized> {
    pub base: &'a P,
    pub factor: &'a NoisedFactor,
    pub composition: Composition,
}

impl<P: ?Sized> Composed<'_, P> {
    /// A length along each axis over which it may vary, for step sizes: `blur` is that of the base alone.
    pub fn scales(&self, blur: Point) -> Point {
        let tightness = self.factor.tightness();
        [0, 1].map(|axis| {
            let (own, other) = (1.0 / (blur[axis] * blur[axis]), tightness[axis]);
            let both = match self.composition {
                Composition::Product | Composition::Negation { .. } => own + other,
                Composition::Mixture { .. } => own.max(other),
            };
            1.0 / both.sqrt()
        })
    }

    /// log of the composition from log p and log f, and the weights of their scores in its own.
    fn compose(&self, [p, f]: [f64; 2]) -> (f64, [f64; 2]) {
        match self.composition {
            Composition::Product => (p + f, [1.0, 1.0]),
            Composition::Negation { power } => (p - power * f, [1.0, -power]),
            Composition::Mixture { share } => {
                let [p, f] = [p + (1.0 - share).ln(), f + share.ln()];
                // 1 + e^−|p − f| overflows nowhere.
                let log = p.max(f) + (-(p - f).abs()).exp().ln_1p();
                (log, [(p - log).exp(), (f - log).exp()])
            }
        }
    }
}

impl<P: LogDensity<Position = Point> + ?Sized> LogDensity for Composed<'_, P> {
    type Position = Point;

    fn log_density(&self, x: &Point) -> f64 {
        self.compose([self.base.log_density(x), self.factor.log_density(x)]).0
    }

    fn log_density_and_score(&self, x: &Point) -> (f64, Point) {
        let ((p, own), (f, other)) =
            (self.base.log_density_and_score(x), self.factor.log_density_and_score(x));
        let (log, [one, two]) = self.compose([p, f]);
        (log, [0, 1].map(|axis| one * own[axis] + two * other[axis]))
    }

    fn side_by_side(&self) -> Option<&dyn SideBySide<Point>> {
        self.base.side_by_side().map(|_| self as _)
    }
}

/// Where the base can: a network takes several points in one go.
impl<P: LogDensity<Position = Point> + ?Sized> SideBySide<Point> for Composed<'_, P> {
    fn log_densities_and_scores(&self, x: &[Lanes<LANES>; 2]) -> (Lanes<LANES>, [Lanes<LANES>; 2]) {
        let base = self.base.side_by_side().expect("else nobody asks");
        let (mut logs, mut scores) = base.log_densities_and_scores(x);
        for lane in 0..LANES {
            let (f, other) = self.factor.log_density_and_score(&Point::of_lane(x, lane));
            let (log, [one, two]) = self.compose([logs.0[lane], f]);
            logs.0[lane] = log;
            for (score, other) in scores.iter_mut().zip(other) {
                score.0[lane] = one * score.0[lane] + two * other;
            }
        }
        (logs, scores)
    }

    fn scores(&self, x: &[Lanes<LANES>; 2]) -> [Lanes<LANES>; 2] {
        self.log_densities_and_scores(x).1
    }
}
