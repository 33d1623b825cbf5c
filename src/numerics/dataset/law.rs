//! The law of a data set: parts with their shares of the mass, blurred by a Gaussian.

use super::part::Part;
use super::two_moons::TwoMoons;
use super::{Standardise, shapes};
use crate::numerics::diagnostics::normal_quantile::normal_quantile;
use crate::numerics::{Point, Rng};
use crate::settings::{DataSet, DataSettings};
use std::rc::Rc;

/// Quantiles along each axis of the blur where it is taken apart, and clean points of a part.
const BLURS: usize = 9;
const POINTS: usize = 200;

/// Σ_k w_k (uniform on part k) ⊛ N(0, σ²I). A clone is cheap.
#[derive(Clone, Debug)]
pub struct Law {
    sigma: f64,
    skeleton: Rc<Skeleton>,
}

/// What does not depend on the blur.
#[derive(Debug)]
struct Skeleton {
    /// With positive weights that sum to 1.
    parts: Vec<(f64, Part)>,
    /// What each part is called.
    names: Vec<String>,
    /// Of the clean points: mean, and xx, xy, yy of the covariance.
    mean: Point,
    covariance: [f64; 3],
    /// See [`Law::of_parts`].
    symmetric: bool,
    /// Two moons are drawn as they always were.
    moons: Option<TwoMoons>,
}

impl Law {
    /// The law of `data` blurred by `sigma`, data units.
    pub fn new(data: &DataSettings, sigma: f64) -> Self {
        match data.set {
            DataSet::TwoMoons => TwoMoons { noise: sigma, gap: data.gap }.into(),
            set => {
                let symmetric = matches!(set, DataSet::EightGaussians | DataSet::Pinwheel | DataSet::Spirals);
                Self::of_parts(shapes::parts(set, &data.drawing), data.modes(), symmetric, sigma)
            }
        }
    }

    /// From parts, with positive weights that sum to 1, and their names. Where they are alike and lie `symmetric`ally,
    /// each is the nearest of a point with its weight's probability.
    pub fn of_parts(parts: Vec<(f64, Part)>, names: Vec<String>, symmetric: bool, sigma: f64) -> Self {
        let (mean, covariance) = moments(&parts);
        let skeleton = Skeleton { parts, names, mean, covariance, symmetric, moons: None };
        Self { sigma, skeleton: Rc::new(skeleton) }
    }

    /// σ of the blur, data units.
    pub fn sigma(&self) -> f64 {
        self.sigma
    }

    pub fn parts(&self) -> &[(f64, Part)] {
        &self.skeleton.parts
    }

    /// What each part is called.
    pub fn modes(&self) -> &[String] {
        &self.skeleton.names
    }

    /// Exact mean, data units.
    pub fn mean(&self) -> Point {
        self.skeleton.mean
    }

    /// Exact standard deviation of each coordinate, data units.
    pub fn std(&self) -> Point {
        let [xx, _, yy] = self.skeleton.covariance;
        [xx, yy].map(|variance| (variance + self.sigma * self.sigma).sqrt())
    }

    /// Exact covariance of x and y, data units².
    pub fn covariance(&self) -> f64 {
        self.skeleton.covariance[1]
    }

    /// The units that networks see.
    pub fn units(&self) -> Standardise {
        Standardise { mean: self.mean(), std: self.std() }
    }

    /// Neither coordinate of the data is farther than this from its mean, in standardised units: 4σ outside the parts.
    pub fn reach(&self) -> f64 {
        let units = self.units();
        let out = |x: Point| {
            let out =
                [0, 1].map(|axis| ((x[axis] - units.mean[axis]).abs() + 4.0 * self.sigma) / units.std[axis]);
            out[0].max(out[1])
        };
        self.parts().iter().flat_map(|(_, part)| part.outline()).map(out).fold(0.0, f64::max)
    }

    /// `n` independent points, data units.
    pub fn independent(&self, n: usize, rng: &mut Rng) -> Vec<Point> {
        self.labelled(n, rng).0
    }

    /// The same with the part that each is of.
    pub fn labelled(&self, n: usize, rng: &mut Rng) -> (Vec<Point>, Vec<u8>) {
        match &self.skeleton.moons {
            Some(moons) => TwoMoons { noise: self.sigma, ..*moons }.labelled(n, rng),
            None => (0..n).map(|_| self.draw(rng)).unzip(),
        }
    }

    fn draw(&self, rng: &mut Rng) -> (Point, u8) {
        let mut left = rng.uniform();
        let chosen = self.parts().iter().position(|(weight, _)| {
            left -= weight;
            left < 0.0
        });
        // Rounding may leave a trifle after the last part.
        let part = chosen.unwrap_or(self.parts().len() - 1);
        let clean = self.parts()[part].1.draw(rng);
        (clean.map(|clean| clean + self.sigma * rng.normal()), part as u8)
    }

    /// `n` points of the Gaussian with the data's mean and covariance: what knowing no more than these gives.
    pub fn gaussian_blob(&self, n: usize, rng: &mut Rng) -> Vec<Point> {
        let (mean, [x_std, y_std]) = (self.mean(), self.std());
        let slope = self.covariance() / x_std;
        let rest = (y_std * y_std - slope * slope).sqrt();
        let mut draw = || {
            let (a, b) = (rng.normal(), rng.normal());
            [mean[0] + x_std * a, mean[1] + slope * a + rest * b]
        };
        (0..n).map(|_| draw()).collect()
    }

    /// The part nearest to a point, and its distance, data units; the first for not-a-number, as far as that is.
    pub fn nearest(&self, x: Point) -> (usize, f64) {
        let distances = self.parts().iter().map(|(_, part)| part.distance(x)).enumerate();
        distances.reduce(|best, one| if one.1 < best.1 { one } else { best }).unwrap_or((0, f64::NAN))
    }

    /// The part nearest to a point: the first for not-a-number.
    pub fn mode_of(&self, x: Point) -> usize {
        self.nearest(x).0
    }

    /// Distance from a point to the nearest part, data units.
    pub fn distance(&self, x: Point) -> f64 {
        self.nearest(x).1
    }

    /// A point in the middle of a part.
    pub fn heart(&self, mode: usize) -> Point {
        self.parts()[mode].1.heart()
    }

    /// Place along the nearest part: see [`Part::along`].
    pub fn along(&self, x: Point) -> Option<f64> {
        self.parts()[self.mode_of(x)].1.along(x)
    }

    /// The probability that a point is nearest to each of the parts. Where symmetry does not give it, from evenly spaced
    /// quantiles of the blur about even places of each part, within about .002.
    pub fn shares(&self) -> Vec<f64> {
        if self.skeleton.symmetric || self.parts().len() == 1 {
            return self.parts().iter().map(|(weight, _)| *weight).collect();
        }
        let blur: Vec<f64> = (0..BLURS)
            .map(|index| self.sigma * normal_quantile((index as f64 + 0.5) / BLURS as f64))
            .collect();
        let mut shares = vec![0.0; self.parts().len()];
        for (weight, part) in self.parts() {
            let places = even_places(part);
            let each = weight / (places.len() * BLURS * BLURS) as f64;
            for place in places {
                for dx in &blur {
                    for dy in &blur {
                        shares[self.mode_of([place[0] + dx, place[1] + dy])] += each;
                    }
                }
            }
        }
        shares
    }
}

impl From<TwoMoons> for Law {
    fn from(moons: TwoMoons) -> Self {
        let clean = TwoMoons { noise: 0.0, ..moons };
        let [x, y] = clean.std();
        let skeleton = Skeleton {
            parts: moons.arcs().map(|arc| (0.5, arc)).to_vec(),
            names: DataSettings::default().modes(),
            mean: moons.mean(),
            covariance: [x * x, moons.covariance(), y * y],
            symmetric: true,
            moons: Some(moons),
        };
        Self { sigma: moons.noise, skeleton: Rc::new(skeleton) }
    }
}

/// Mean and covariance of the clean points.
fn moments(parts: &[(f64, Part)]) -> (Point, [f64; 3]) {
    let mean_of = |f: &dyn Fn(Point) -> f64| -> f64 {
        let of_part = |(weight, part): &(f64, Part)| {
            let places = even_places(part);
            weight * places.iter().map(|&x| f(x)).sum::<f64>() / places.len() as f64
        };
        parts.iter().map(of_part).sum()
    };
    let mean = [mean_of(&|x| x[0]), mean_of(&|x| x[1])];
    let product = |a: usize, b: usize| mean_of(&|x| (x[a] - mean[a]) * (x[b] - mean[b]));
    (mean, [product(0, 0), product(0, 1), product(1, 1)])
}

/// Points spread evenly over a part, as its law is.
fn even_places(part: &Part) -> Vec<Point> {
    let middle = |index: usize, count: usize| (index as f64 + 0.5) / count as f64;
    match part {
        Part::Spiral { centre, radii, angles } => (0..POINTS)
            .map(|index| Part::on_spiral(*centre, *radii, *angles, middle(index, POINTS)))
            .collect(),
        Part::Square { corner: [x, y], side } => {
            let count = POINTS.isqrt();
            let place = |index: usize| {
                [x + side * middle(index % count, count), y + side * middle(index / count, count)]
            };
            (0..count * count).map(place).collect()
        }
        Part::Points(points) => points.clone(),
    }
}
