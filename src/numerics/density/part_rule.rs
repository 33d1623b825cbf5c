//! Quadrature over a part of a data set that a Gaussian blurs: how many nodes it needs, and where they are.

use super::gauss_legendre::gauss_legendre;
use crate::numerics::Point;
use crate::numerics::dataset::Part;
use std::f64::consts::FRAC_PI_2;

/// The fewest nodes along a curve, and along a square's side. Even the broadest Gaussian is integrated exactly by these.
const FEWEST: usize = 16;
const FEWEST_ON_SIDE: f64 = 6.0;
/// Keeps a blur of nearly 0 from taking for ever.
const MOST: f64 = 4096.0;

/// Blurs from a part, where fewer nodes do.
pub const NEAR: f64 = 6.0;
/// Square of what makes an error of 3e-9 one of 1e-10.
const DENSER: f64 = 1.17;

/// Gauss–Legendre rules that have been needed so far.
#[derive(Default)]
pub struct Rules(Vec<Vec<(f64, f64)>>);

impl Rules {
    /// Places in [0, 1] and weights that sum to 1.
    fn of(&mut self, count: usize) -> &[(f64, f64)] {
        let known = self.0.iter().position(|rule| rule.len() == count);
        let index = known.unwrap_or_else(|| {
            let rule = gauss_legendre(count);
            self.0.push(rule.into_iter().map(|(x, weight)| (0.5 + 0.5 * x, 0.5 * weight)).collect());
            self.0.len() - 1
        });
        &self.0[index]
    }
}

/// Nodes of a part with weights that sum to 1, neighbours in a row, for a blur of 1 / √`precision`, data units.
///
/// Along a curve of curvature κ, a Gaussian whose middle is at distance d from the curve is about blur / √(1 + κ d) wide.
/// Nodes of a rule with n of them are at most π/2n of the length apart, and a Gaussian summed at spacing s has a relative
/// error of e^(−2π² width² / s²). One node a width at the larger of 3 units and [`NEAR`] blurs from the curve keeps that
/// below 3e-9 there, and below 1e-10 all over the stage. Points within `NEAR` blurs of the curve need fewer nodes for that.
pub fn nodes(part: &Part, precision: f64, near: bool, rules: &mut Rules) -> Vec<(Point, f64)> {
    // Finite even where no signal is left: the squares of all over the blur.
    let curve = |speed: f64, curvature: f64| {
        let blurs = NEAR * precision.sqrt();
        let far = precision + curvature * (3.0 * precision).max(blurs);
        let bent = if near { far.min(DENSER * (precision + curvature * blurs)) } else { far };
        count(FRAC_PI_2 * speed * bent.sqrt())
    };
    match part {
        Part::Spiral { centre, radii, angles } => {
            let (speed, curvature) = fastest_and_most_bent(*radii, *angles);
            let rule = rules.of(curve(speed, curvature));
            rule.iter().map(|&(at, weight)| (Part::on_spiral(*centre, *radii, *angles, at), weight)).collect()
        }
        Part::Square { corner: [x, y], side } => {
            let wanted = FRAC_PI_2 * side * precision.sqrt();
            // There are as many again for each of them.
            let rule = rules.of(wanted.clamp(FEWEST_ON_SIDE, MOST).ceil() as usize);
            let column = |&(across, one): &(f64, f64)| {
                let cell = move |&(up, other): &(f64, f64)| ([x + side * across, y + side * up], one * other);
                rule.iter().map(cell)
            };
            rule.iter().flat_map(column).collect()
        }
        Part::Points(points) => points.iter().map(|&point| (point, 1.0 / points.len() as f64)).collect(),
    }
}

/// Rounded up to eighths of a power of two, so that few rules serve a whole schedule.
fn count(wanted: f64) -> usize {
    let count = wanted.clamp(FEWEST as f64, MOST).ceil() as usize;
    count.next_multiple_of((count.next_power_of_two() / 16).max(FEWEST))
}

/// The greatest length for a unit of the share of the way, and the greatest curvature, of a spiral.
fn fastest_and_most_bent(radii: [f64; 2], angles: [f64; 2]) -> (f64, f64) {
    let turn = angles[1] - angles[0];
    let slope = (radii[1] - radii[0]) / turn;
    let (least, most) = (radii[0].min(radii[1]), radii[0].max(radii[1]));
    let speed = turn * most.hypot(slope);
    let square = least * least + slope * slope;
    (speed, (square + slope * slope) / (square * square.sqrt()))
}
