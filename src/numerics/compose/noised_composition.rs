//! A composition and then noise: the density that a diffusion sampler's path would have to follow.
//!
//! (p f)_t(x) ∝ ∫ p(x₀) f(x₀) N(x; √ᾱ x₀, 1 − ᾱ) dx₀, which is not p_t(x) f_t(x) (Du et al. 2023, arXiv:2302.11552, §4). By the
//! midpoint rule over data space, whose cells then are the nodes of a Gaussian mixture.

use super::composed::{Composed, Composition};
use super::factor::{Factor, NoisedFactor};
use crate::numerics::Point;
use crate::numerics::dataset::{Law, Standardise};
use crate::numerics::density::blurred::{Blurred, Nodes};
use crate::numerics::density::{DataDensity, LogDensity};

/// Cells as wide as this share of the shortest length over which what is integrated varies leave a relative error of about
/// 2 e^(−2π² / share²), 5e-11.
const SPACING: f64 = 0.9;
/// How many blurs beyond the data's parts the grid reaches.
const MARGIN: f64 = 8.0;

/// A grid over data space on its way to a [`NoisedComposition`]: filled some cells at a time.
pub struct CompositionGrid {
    base: DataDensity,
    factor: NoisedFactor,
    composition: Composition,
    units: Standardise,
    alpha_bar: f64,
    low: Point,
    step: Point,
    columns: usize,
    rows: usize,
    /// log of the composition at the middles of the cells so far, row by row.
    heights: Vec<f64>,
}

impl CompositionGrid {
    /// For the noise level ᾱ in [0, 1). The less noise, the finer the grid: of two moons as they usually are 30,000 cells where
    /// noise is .03 of signal, standardised, and 5,000 where it is .2 or more.
    pub fn new(
        law: &Law,
        factor: &Factor,
        composition: Composition,
        units: &Standardise,
        alpha_bar: f64,
    ) -> Self {
        let base = DataDensity::new(law);
        let factor_in_data_units = factor.noised(&Standardise::NONE, 1.0);
        let composed = Composed { base: &base, factor: &factor_in_data_units, composition };
        let scales = composed.scales(base.blur());
        let mut corners = extent(law);
        if let (Composition::Mixture { .. }, Factor::Law(other)) = (composition, factor) {
            let [low, high] = extent(other);
            for axis in 0..2 {
                corners[0][axis] = corners[0][axis].min(low[axis]);
                corners[1][axis] = corners[1][axis].max(high[axis]);
            }
        }
        let [low, high] = corners;
        let cells = [0, 1].map(|axis| {
            let noise = alpha_bar / ((1.0 - alpha_bar) * units.std[axis].powi(2));
            let shortest = 1.0 / (scales[axis].powi(-2) + noise).sqrt();
            ((high[axis] - low[axis]) / (SPACING * shortest)).ceil()
        });
        let [columns, rows] = cells.map(|count| count as usize);
        Self {
            factor: factor_in_data_units,
            base,
            composition,
            units: *units,
            alpha_bar,
            low,
            step: [0, 1].map(|axis| (high[axis] - low[axis]) / cells[axis]),
            columns,
            rows,
            heights: Vec::with_capacity(columns * rows),
        }
    }

    /// Cells in all.
    pub fn cells(&self) -> usize {
        self.columns * self.rows
    }

    /// Evaluates so many cells more, and says whether there are still others.
    pub fn advance(&mut self, cells: usize) -> bool {
        let composed = Composed { base: &self.base, factor: &self.factor, composition: self.composition };
        let end = self.cells().min(self.heights.len() + cells);
        for index in self.heights.len()..end {
            self.heights.push(composed.log_density(&self.middle(index)));
        }
        end < self.cells()
    }

    fn middle(&self, index: usize) -> Point {
        let place = [index % self.columns, index / self.columns];
        [0, 1].map(|axis| self.low[axis] + (place[axis] as f64 + 0.5) * self.step[axis])
    }

    /// What is left to be evaluated is evaluated here.
    pub fn finish(mut self) -> NoisedComposition {
        self.advance(self.cells());
        let peak = self.heights.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let sum: f64 = self.heights.iter().map(|height| (height - peak).exp()).sum();
        let log_sum = peak + sum.ln();
        let origin = self.middle(self.cells() / 2);
        let node = |(index, height): (usize, &f64)| {
            let x = self.middle(index);
            ([x[0] - origin[0], x[1] - origin[1]], height - log_sum)
        };
        let nodes: [Nodes; 1] = [self.heights.iter().enumerate().map(node).collect()];
        let signal = self.alpha_bar.sqrt();
        NoisedComposition {
            blurred: Blurred::new(
                self.units.std.map(|std| signal / std),
                self.units.to_standard(origin).map(|place| signal * place),
                [1.0 - self.alpha_bar; 2],
                &nodes,
                &nodes,
            ),
            log_mass: log_sum + (self.step[0] * self.step[1]).ln(),
        }
    }
}

/// Corners of a box that holds a law's mass, data units.
fn extent(law: &Law) -> [Point; 2] {
    let margin = MARGIN * law.sigma();
    let places = law.parts().iter().flat_map(|(_, part)| part.outline());
    places.fold([[f64::INFINITY; 2], [f64::NEG_INFINITY; 2]], |[low, high], x| {
        [
            [0, 1].map(|axis| low[axis].min(x[axis] - margin)),
            [0, 1].map(|axis| high[axis].max(x[axis] + margin)),
        ]
    })
}

/// A composition noised to one level, standardised. Exact within about 1e-9 relative, where its grid holds all mass.
pub struct NoisedComposition {
    blurred: Blurred,
    /// log Z: log ∫ of the composition over data space, of p and f as they are.
    pub log_mass: f64,
}

impl NoisedComposition {
    /// The whole grid at once: see [`CompositionGrid`] for the arguments, and to do it in slices.
    pub fn new(
        law: &Law,
        factor: &Factor,
        composition: Composition,
        units: &Standardise,
        alpha_bar: f64,
    ) -> Self {
        CompositionGrid::new(law, factor, composition, units, alpha_bar).finish()
    }
}

impl LogDensity for NoisedComposition {
    type Position = Point;

    /// Normalised.
    fn log_density(&self, x: &Point) -> f64 {
        self.blurred.height_and_score(*x, None).0
    }

    fn log_density_and_score(&self, x: &Point) -> (f64, Point) {
        let (log_density, score, _) = self.blurred.height_and_score(*x, None);
        (log_density, score)
    }
}
