//! What the data are composed with.

use crate::numerics::Point;
use crate::numerics::dataset::{Law, Part, Standardise};
use crate::numerics::density::{DataDensity, HalfPlane, LogDensity};
use std::f64::consts::TAU;

/// A second model of the plane, data units.
#[derive(Clone, Debug)]
pub enum Factor {
    /// One side of a line: for products and negations, as it is no density.
    HalfPlane(HalfPlane),
    /// The density of other data.
    Law(Law),
}

impl Factor {
    /// Points of a circle, blurred by `width`.
    pub fn ring(centre: Point, radius: f64, width: f64) -> Self {
        let circle = Part::Spiral { centre, radii: [radius; 2], angles: [0.0, TAU] };
        Self::Law(Law::of_parts(vec![(1.0, circle)], vec!["ring".to_owned()], true, width))
    }

    /// A mixture of equal round Gaussians with standard deviation `width`.
    pub fn gaussians(centres: &[Point], width: f64) -> Self {
        let weight = 1.0 / centres.len() as f64;
        let parts = centres.iter().map(|&centre| (weight, Part::Points(vec![centre])));
        let names = (1..=centres.len()).map(|part| format!("Gaussian {part}"));
        Self::Law(Law::of_parts(parts.collect(), names.collect(), false, width))
    }

    /// In the units of x_t at one noise level: f as seen through the noise. At ᾱ = 1 and [`Standardise::NONE`] the factor itself,
    /// in data units.
    pub fn noised(&self, units: &Standardise, alpha_bar: f64) -> NoisedFactor {
        match self {
            Self::HalfPlane(half_plane) => NoisedFactor::HalfPlane(half_plane.noised(units, alpha_bar)),
            Self::Law(law) => NoisedFactor::Law(DataDensity::noised(law, units, alpha_bar)),
        }
    }

    /// [`Self::noised`] at each of several ᾱ.
    pub fn noised_levels(&self, units: &Standardise, alpha_bars: &[f64]) -> Vec<NoisedFactor> {
        match self {
            Self::HalfPlane(_) => alpha_bars.iter().map(|&alpha_bar| self.noised(units, alpha_bar)).collect(),
            Self::Law(law) => {
                let levels = DataDensity::noised_levels(law, units, alpha_bars);
                levels.into_iter().map(NoisedFactor::Law).collect()
            }
        }
    }
}

/// A factor at one noise level, standardised.
#[derive(Clone, Debug)]
pub enum NoisedFactor {
    HalfPlane(HalfPlane),
    Law(DataDensity),
}

impl NoisedFactor {
    /// The most that −log f bends along each axis where it is a ridge or an edge: 1 over a squared length.
    pub fn tightness(&self) -> Point {
        match self {
            Self::HalfPlane(HalfPlane { normal, width, .. }) => normal.map(|part| (part / width).powi(2)),
            Self::Law(density) => density.blur().map(|blur| 1.0 / (blur * blur)),
        }
    }
}

/// log f and its gradient: of a half-plane at most 0, of a law normalised.
impl LogDensity for NoisedFactor {
    type Position = Point;

    fn log_density(&self, x: &Point) -> f64 {
        match self {
            Self::HalfPlane(half_plane) => half_plane.log_density(x),
            Self::Law(density) => density.log_density(x),
        }
    }

    fn log_density_and_score(&self, x: &Point) -> (f64, Point) {
        match self {
            Self::HalfPlane(half_plane) => half_plane.log_density_and_score(x),
            Self::Law(density) => density.log_density_and_score(x),
        }
    }
}
