//! An energy on a grid: its normalising constant, and how its density compares with the exact one.

use super::barrier::climb;
use crate::numerics::Point;
use crate::numerics::dataset::Law;
use crate::settings::StageSquare;

/// Cells of the surrounding grid along the square's side; it reaches over three sides.
const COARSE: usize = 32;

/// Where an energy is asked for: the middles of the square's equal cells, rows from the lowest y, and, for the mass
/// that lies off the square, those of larger cells around it.
pub struct EnergyGrid {
    square: StageSquare,
    side: usize,
    /// log p of the exact density at the square's cells.
    exact: Vec<f64>,
    places: Vec<Place>,
}

#[derive(Clone, Copy)]
struct Place {
    /// The part of the data that is nearest.
    mode: usize,
    /// Farther than 4σ from all parts.
    off: bool,
}

/// What can be said of a density whose energy is known on a grid.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GridMetrics {
    /// log ∫ e^(−E).
    pub log_z: f64,
    /// KL(exact ‖ this), nats.
    pub kl: f64,
    /// Share of the mass nearest to the first part of the data.
    pub first_share: f64,
    /// Share of the mass farther than 4σ from all parts.
    pub off_share: f64,
    /// Height of the lowest pass between the first two parts above the lowest place of the shallower one, nats:
    /// not-a-number where there is no second, or one of them is nowhere finite.
    pub barrier: f64,
}

impl EnergyGrid {
    /// `exact` is log p at the middles of the square's cells, `[side, side]`, of `law`.
    pub fn new(square: StageSquare, side: usize, exact: Vec<f64>, law: &Law) -> Self {
        let inner = cells(square, side);
        let places = inner.chain(surroundings(square)).map(|x| {
            let (mode, distance) = law.nearest(x);
            Place { mode, off: distance > 4.0 * law.sigma() }
        });
        Self { square, side, exact, places: places.collect() }
    }

    /// Where the energy is wanted, in the order of [`metrics`](Self::metrics)'s argument.
    pub fn points(&self) -> impl Iterator<Item = Point> + use<> {
        cells(self.square, self.side).chain(surroundings(self.square))
    }

    pub fn count(&self) -> usize {
        self.places.len()
    }

    /// Cells of the square, which come first.
    pub fn inner(&self) -> usize {
        self.exact.len()
    }

    /// # Panics
    /// If there is not one energy for each of [`points`](Self::points).
    pub fn metrics(&self, energies: &[f32]) -> GridMetrics {
        assert_eq!(energies.len(), self.count(), "one energy a point");
        let area = |cells: usize| (self.square.side / cells as f64).powi(2);
        let (fine, coarse) = (area(self.side), area(COARSE));
        let highest = energies.iter().map(|&energy| -f64::from(energy)).fold(f64::NEG_INFINITY, f64::max);
        let [mut z, mut first, mut off] = [0.0; 3];
        for (index, (&energy, place)) in energies.iter().zip(&self.places).enumerate() {
            let cell = if index < self.inner() { fine } else { coarse };
            let mass = cell * (-f64::from(energy) - highest).exp();
            z += mass;
            first += if place.mode == 0 { mass } else { 0.0 };
            off += if place.off { mass } else { 0.0 };
        }
        let log_z = highest + z.ln();
        let truth: f64 = self.exact.iter().map(|log_p| log_p.exp()).sum();
        let kl = self.exact.iter().zip(energies).map(|(&log_p, &energy)| {
            let p = log_p.exp() / truth;
            // Where there is no data nothing is asked of the model.
            if p > 0.0 { p * (log_p - (truth * fine).ln() + f64::from(energy) + log_z) } else { 0.0 }
        });
        GridMetrics {
            log_z,
            kl: kl.sum(),
            first_share: first / z,
            off_share: off / z,
            barrier: self.barrier(energies.iter().map(|&energy| f64::from(energy))),
        }
    }

    /// Entropy of the exact density, nats. The mean log density of a model at points of the data is minus this and its
    /// [`kl`](GridMetrics::kl).
    pub fn exact_entropy(&self) -> f64 {
        let area = (self.square.side / self.side as f64).powi(2);
        let mass: f64 = self.exact.iter().map(|log_p| area * log_p.exp()).sum();
        let terms = self.exact.iter().map(|log_p| area * log_p.exp() * log_p).filter(|term| !term.is_nan());
        mass.ln() - terms.sum::<f64>() / mass
    }

    /// The same of the exact density, whose energy is −log p.
    pub fn exact_barrier(&self) -> f64 {
        self.barrier(self.exact.iter().map(|log_p| -log_p))
    }

    fn barrier(&self, energies: impl Iterator<Item = f64>) -> f64 {
        let heights: Vec<f64> = energies.take(self.inner()).collect();
        let part_of =
            |cell: usize| Some(self.places[cell]).filter(|place| !place.off).map(|place| place.mode);
        climb(&heights, self.side, part_of).unwrap_or(f64::NAN)
    }
}

/// Middles of a square's cells, rows from the lowest y.
fn cells(square: StageSquare, side: usize) -> impl Iterator<Item = Point> {
    let along = move |low: f64, index: usize| low + square.side * (index as f64 + 0.5) / side as f64;
    (0..side * side).map(move |index| [along(square.x, index % side), along(square.y, index / side)])
}

/// Middles of the larger cells within one side of the square, but for the square itself.
fn surroundings(square: StageSquare) -> impl Iterator<Item = Point> {
    let StageSquare { x, y, side } = square;
    let around = StageSquare { x: x - side, y: y - side, side: 3.0 * side };
    let inside = move |at: &Point| (x..x + side).contains(&at[0]) && (y..y + side).contains(&at[1]);
    cells(around, 3 * COARSE).filter(move |at| !inside(at))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numerics::dataset::TwoMoons;
    use crate::numerics::density::{DataDensity, LogDensity, PlaneRule};
    use crate::settings::DataSettings;
    use std::f64::consts::{E, PI};

    fn moons(sigma: f64) -> Law {
        TwoMoons::new(sigma).into()
    }

    fn grid(sigma: f64) -> (EnergyGrid, Vec<f64>) {
        let density = DataDensity::new(&moons(sigma));
        let (square, side) = (DataSettings::default().stage(), 160);
        let exact: Vec<f64> = cells(square, side).map(|x| density.log_density(&x)).collect();
        let grid = EnergyGrid::new(square, side, exact, &moons(sigma));
        let all = grid.points().map(|x| -density.log_density(&x)).collect();
        (grid, all)
    }

    #[test]
    fn the_exact_density_is_its_own_best_model_whatever_its_constant() {
        for sigma in [0.05, 0.1] {
            let (grid, energies) = grid(sigma);
            for shift in [0.0, 7.5, -300.0] {
                let shifted: Vec<f32> = energies.iter().map(|energy| (energy + shift) as f32).collect();
                let metrics = grid.metrics(&shifted);
                assert!(metrics.kl.abs() < 1e-4, "{metrics:?}");
                assert!((metrics.log_z + shift).abs() < 1e-3, "{metrics:?}");
                assert!((metrics.first_share - 0.5).abs() < 1e-3 && metrics.off_share < 1e-3, "{metrics:?}");
                assert!((metrics.barrier - grid.exact_barrier()).abs() < 1e-3, "{metrics:?}");
            }
        }
    }

    /// Of two arcs of length π and a thin blur: log 2π and that of the blur across, and a little for their ends.
    #[test]
    fn the_entropy_is_that_of_quadrature() {
        for sigma in [0.05, 0.1] {
            let entropy = grid(sigma).0.exact_entropy();
            let (density, low, high) = (DataDensity::new(&moons(sigma)), [-2.0, -2.0], [3.0, 2.5]);
            let exact = PlaneRule::of(&density, low, high, 400).entropy();
            assert!((entropy - exact).abs() < 1e-3, "{entropy} for {exact}");
            let thin = (2.0 * PI).ln() + 0.5 * (2.0 * PI * E * sigma * sigma).ln();
            assert!((entropy - thin).abs() < 0.1, "{entropy} for about {thin}");
        }
    }

    /// At the saddle of the continuous density, found in another program as a root of its score.
    #[test]
    fn the_grid_is_fine_enough_for_the_bridge() {
        for (sigma, climb) in [(0.05, 13.0239), (0.1, 3.3398)] {
            let found = grid(sigma).0.exact_barrier();
            assert!((found - climb).abs() < 0.01, "sigma {sigma}: {found}");
        }
    }

    #[test]
    fn what_is_wrong_shows_in_the_number_that_says_so() {
        let (grid, energies) = grid(0.1);
        let points: Vec<Point> = grid.points().collect();
        let of = |change: &dyn Fn(Point) -> f64| {
            let changed = points.iter().zip(&energies).map(|(&x, energy)| (energy + change(x)) as f32);
            grid.metrics(&changed.collect::<Vec<_>>())
        };
        let law = moons(0.1);
        let upper = |x: Point| law.mode_of(x) == 0;
        // One moon e⁻² as heavy: its share is 1 / (1 + e²), and KL = ½ · 2 + log((1 + e⁻²) / 2).
        let lighter = of(&|x| if upper(x) { 2.0 } else { 0.0 });
        assert!((lighter.first_share - 1.0 / (1.0 + 2_f64.exp())).abs() < 1e-3, "{lighter:?}");
        assert!((lighter.kl - (1.0 + (0.5 * (1.0 + (-2_f64).exp())).ln())).abs() < 1e-3, "{lighter:?}");
        // Mass far off the square is counted: a pit of the same mass as the moons.
        let pit = of(&|x| if x[0] > 5.0 && x[0] < 6.0 && x[1] > 5.0 && x[1] < 6.0 { -1e4 } else { 0.0 });
        assert!(pit.off_share > 0.99 && pit.kl > 100.0, "{pit:?}");
        // Half the temperature doubles the bridge.
        let hot: Vec<f32> = energies.iter().map(|energy| (0.5 * energy) as f32).collect();
        let barrier = grid.metrics(&hot).barrier;
        assert!((2.0 * barrier / grid.exact_barrier() - 1.0).abs() < 1e-3, "{barrier}");
        assert!(grid.exact_barrier() > 1.0);
    }
}
