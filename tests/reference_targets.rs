//! The exact density of two moons against automatic differentiation and quadrature.

mod common;

use common::{Point, assert_all_close, assert_close, cases, entries, list, number, numbers, point, points};
use mcmc_to_diffusion::numerics::dataset::TwoMoons;
use mcmc_to_diffusion::numerics::density::{LogDensity, TwoMoonsDensity};
use mcmc_to_diffusion::numerics::two_sample::mode_occupancy::{distance_to_lower, distance_to_upper};
use serde_json::Value;

/// The file's moons: other densities of the file are not two moons.
fn moons() -> Vec<(TwoMoonsDensity, Value)> {
    let targets = cases("targets.json", "targets").into_iter().filter(|target| target["name"] == "moons_kde");
    let moons: Vec<_> = targets
        .map(|target| {
            let moons = TwoMoons { noise: number(&target["params"]["sigma"]) };
            let per_moon = target["params"]["K_per_moon"].as_u64().expect("K_per_moon") as usize;
            (TwoMoonsDensity::of_grid(&moons, per_moon), target)
        })
        .collect();
    assert!(!moons.is_empty(), "targets.json holds no moons_kde");
    moons
}

#[test]
fn log_density_score_and_hessian_at_points() {
    // Eleven digits are printed.
    let tolerance = |expected: f64| 1e-9 * expected.abs().max(1.0);
    for (density, target) in moons() {
        let at = points(&target["points"]);
        assert!(!at.is_empty(), "{}: no points", target["params"]);
        let what = |quantity: &str| format!("{} {quantity}", target["params"]);
        let values: Vec<f64> = at.iter().map(|&x| density.log_density(x)).collect();
        assert_all_close(&values, &numbers(&target["logdensity"]), tolerance, &what("log density"));
        let scores: Vec<f64> = at.iter().flat_map(|&x| density.score(x)).collect();
        assert_all_close(&scores, points(&target["grad"]).as_flattened(), tolerance, &what("score"));
        let hessians: Vec<f64> = at.iter().flat_map(|&x| density.hessian(x)).flatten().collect();
        let expected: Vec<f64> = list(&target["hessian"]).iter().flat_map(points).flatten().collect();
        assert_all_close(&hessians, &expected, tolerance, &what("Hessian"));
        for &x in &at {
            assert_eq!(density.log_density_and_score(x), (density.log_density(x), density.score(x)));
        }
    }
}

#[test]
fn integrals_over_the_plane() {
    for (density, target) in moons() {
        let grid = Grid::of(&density, &target["quadrature_meta"]["box"]);
        for (field, value) in entries(&target["quadrature"]).chain(entries(&target["closed_form"])) {
            let what = format!("{} {field}", target["params"]);
            grid.check(field, value, &target["quadrature"], &what);
        }
    }
}

/// The density at the middles of equal cells of a box: a midpoint rule, exact to rounding for what is smooth.
struct Grid {
    low: Point,
    cell: Point,
    /// Point and its share of mass.
    cells: Vec<(Point, f64)>,
}

impl Grid {
    const SIDE: usize = 320;

    fn of(density: &TwoMoonsDensity, bounds: &Value) -> Self {
        let bounds = points(bounds);
        let low = [bounds[0][0], bounds[1][0]];
        let cell = [0, 1].map(|axis| (bounds[axis][1] - bounds[axis][0]) / Self::SIDE as f64);
        let middle = |axis: usize, index: usize| low[axis] + (index as f64 + 0.5) * cell[axis];
        let cells = (0..Self::SIDE * Self::SIDE).map(|index| {
            let x = [middle(0, index / Self::SIDE), middle(1, index % Self::SIDE)];
            (x, density.log_density(x).exp() * cell[0] * cell[1])
        });
        Self { low, cell, cells: cells.collect() }
    }

    fn mean(&self, value: impl Fn(Point) -> f64) -> f64 {
        self.cells.iter().map(|&(x, mass)| mass * value(x)).sum()
    }

    fn check(&self, field: &str, value: &Value, quadrature: &Value, what: &str) {
        // The files print eleven digits of what is smooth; kinks and edges cost a midpoint rule about cell².
        let smooth = |actual: f64| assert_close(actual, number(value), 1e-9, what);
        let kinked = |actual: f64| assert_close(actual, number(value), 1e-4, what);
        let average = [self.mean(|x| x[0]), self.mean(|x| x[1])];
        match field {
            "log_Z" => smooth(self.mean(|_| 1.0).ln()),
            "mean" => assert_all_close(&average, &point(value), |_| 1e-9, what),
            "cov" => {
                let moment = |i: usize, j: usize| self.mean(|x| (x[i] - average[i]) * (x[j] - average[j]));
                let actual = [moment(0, 0), moment(0, 1), moment(1, 0), moment(1, 1)];
                assert_all_close(&actual, points(value).as_flattened(), |_| 1e-9, what);
            }
            "E_x2" => smooth(self.mean(|x| x[0].powi(2))),
            "E_y2" => smooth(self.mean(|x| x[1].powi(2))),
            "E_x4" => smooth(self.mean(|x| x[0].powi(4))),
            "E_r" => kinked(self.mean(|x| x[0].hypot(x[1]))),
            "E_abs_xy" => kinked(self.mean(|x| (x[0] * x[1]).abs())),
            "entropy" => {
                let area = self.cell[0] * self.cell[1];
                let terms = self.cells.iter().filter(|(_, mass)| *mass > 0.0);
                smooth(-terms.map(|(_, mass)| mass * (mass / area).ln()).sum::<f64>());
            }
            "quantile_probs" => assert!(!numbers(value).is_empty(), "{what}: none"),
            "quantiles_x" | "quantiles_y" => {
                let axis = usize::from(field == "quantiles_y");
                let probabilities = numbers(&quadrature["quantile_probs"]);
                let actual: Vec<f64> =
                    probabilities.iter().map(|&share| self.quantile(axis, share)).collect();
                assert_all_close(&actual, &numbers(value), |_| 1e-4, what);
            }
            "region_mass" => {
                for (region, mass) in entries(value) {
                    let inside: fn(Point) -> bool = match region {
                        "nearest_outer_arc" => |x| distance_to_upper(x) < distance_to_lower(x),
                        "y>0.25" => |x| x[1] > 0.25,
                        other => panic!("unknown region {other}"),
                    };
                    let actual = self.mean(|x| f64::from(u8::from(inside(x))));
                    assert_close(actual, number(mass), 1e-3, &format!("{what} {region}"));
                }
            }
            other => panic!("unknown field {other}"),
        }
    }

    /// Where the distribution function of one coordinate reaches `share`, taking the density as linear inside a
    /// cell.
    fn quantile(&self, axis: usize, share: f64) -> f64 {
        let mut masses = vec![0.0; Self::SIDE];
        for (index, (_, mass)) in self.cells.iter().enumerate() {
            masses[if axis == 0 { index / Self::SIDE } else { index % Self::SIDE }] += mass;
        }
        // From the density at a cell's middle to its mean over the cell.
        let bend = |index: usize| masses[index - 1] - 2.0 * masses[index] + masses[index + 1];
        for (index, correction) in (1..Self::SIDE - 1).map(bend).collect::<Vec<_>>().into_iter().enumerate() {
            masses[index + 1] += correction / 24.0;
        }
        let mut left = share;
        let cell = masses.iter().position(|mass| {
            left -= mass;
            left < 0.0
        });
        let cell = cell.expect("the box holds all mass");
        left += masses[cell];
        let slope = (masses[cell + 1] - masses[cell - 1]) / 2.0;
        let at_edge = masses[cell] - slope / 2.0;
        // The root of slope / 2 · part² + at_edge · part = left, in the form that divides by no 0.
        let part = 2.0 * left / (at_edge + (at_edge * at_edge + 2.0 * slope * left).sqrt());
        self.low[axis] + (cell as f64 + part) * self.cell[axis]
    }
}
