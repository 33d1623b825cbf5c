//! Maximum mean discrepancy (Gretton et al. 2012) with Gaussian kernels.

use crate::numerics::Point;
use crate::numerics::exp::exp_2;
use crate::numerics::kernel::lanes::Lanes;

/// Points are taken so many at a time, so that the compiler can use vector instructions.
const LANES: usize = 8;

/// weight · exp(−gamma |x − y|²).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Kernel {
    /// 1 / (2 bandwidth²), data units⁻².
    pub gamma: f64,
    pub weight: f64,
}

impl Kernel {
    /// A Gaussian kernel of bandwidth `sigma`, data units, and weight 1.
    pub fn rbf(sigma: f64) -> Self {
        Self { gamma: 0.5 / (sigma * sigma), weight: 1.0 }
    }
}

/// Squared maximum mean discrepancy of two sets of points.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Mmd2 {
    /// V-statistic: a point's kernel with itself counts. Never below 0 but for rounding.
    pub biased: f64,
    /// U-statistic: on average right, so below 0 about half of the time for two sets of one law.
    pub unbiased: f64,
}

/// MMD² with the sum of the given kernels.
pub fn mmd2(x: &[Point], y: &[Point], kernels: &[Kernel]) -> Mmd2 {
    let gammas: Vec<f64> = kernels.iter().map(|kernel| kernel.gamma).collect();
    let mut total = Mmd2::default();
    for (kernel, one) in kernels.iter().zip(each(x, y, &gammas)) {
        total.biased += kernel.weight * one.biased;
        total.unbiased += kernel.weight * one.unbiased;
    }
    total
}

/// MMD² for each of several bandwidths, data units.
pub fn mmd2_each(x: &[Point], y: &[Point], sigmas: &[f64]) -> Vec<Mmd2> {
    let gammas: Vec<f64> = sigmas.iter().map(|&sigma| Kernel::rbf(sigma).gamma).collect();
    each(x, y, &gammas)
}

/// The median distance between two of the pooled points, data units: the usual bandwidth when nothing is known.
pub fn median_distance(x: &[Point], y: &[Point]) -> f64 {
    let pooled = [x, y].concat();
    let mut distances: Vec<f64> = Vec::with_capacity(pooled.len() * pooled.len().saturating_sub(1) / 2);
    for (index, a) in pooled.iter().enumerate() {
        distances.extend(pooled[..index].iter().map(|b| (a[0] - b[0]).hypot(a[1] - b[1])));
    }
    if distances.is_empty() {
        return f64::NAN;
    }
    let middle = distances.len() / 2;
    let even = distances.len().is_multiple_of(2);
    let (below, &mut upper, _) = distances.select_nth_unstable_by(middle, f64::total_cmp);
    let lower = below.iter().copied().max_by(f64::total_cmp).filter(|_| even).unwrap_or(upper);
    0.5 * (lower + upper)
}

fn each(x: &[Point], y: &[Point], gammas: &[f64]) -> Vec<Mmd2> {
    // Only rounding may lie between them.
    let is = |gamma: f64, exact: f64| (gamma - exact).abs() < 1e-14 * exact;
    match *gammas {
        // Bandwidths of .1, .25, .5 and 1, or multiples: the narrower kernels are powers of the widest, which costs a few
        // products in place of an exponential each.
        [a, b, c, least] if is(a, 100.0 * least) && is(b, 16.0 * least) && is(c, 4.0 * least) => {
            let kernels = |square| {
                let widest = gaussian(square, least);
                let k4 = (widest * widest) * (widest * widest);
                let k16 = (k4 * k4) * (k4 * k4);
                let k32 = k16 * k16;
                [(k32 * k32) * (k32 * k4), k16, k4, widest]
            };
            statistics(x, y, kernels).into()
        }
        _ => gammas.iter().flat_map(|&gamma| statistics(x, y, |square| [gaussian(square, gamma)])).collect(),
    }
}

#[inline(always)]
fn gaussian(square: f64, gamma: f64) -> f64 {
    let Lanes([kernel]) = exp_2(Lanes([square * (-gamma * std::f64::consts::LOG2_E)]));
    kernel
}

/// For each of `K` kernels, functions of the square of a distance, in one pass over the pairs.
fn statistics<const K: usize>(x: &[Point], y: &[Point], kernels: impl Fn(f64) -> [f64; K]) -> [Mmd2; K] {
    let (columns_x, columns_y) = (Columns::of(x), Columns::of(y));
    let [mut within_x, mut within_y, mut between] = [[[0.0; LANES]; K]; 3];
    for (index, &point) in x.iter().enumerate() {
        columns_x.add_kernels(index + 1, point, &kernels, &mut within_x);
        columns_y.add_kernels(0, point, &kernels, &mut between);
    }
    for (index, &point) in y.iter().enumerate() {
        columns_y.add_kernels(index + 1, point, &kernels, &mut within_y);
    }
    let (n, m) = (x.len() as f64, y.len() as f64);
    std::array::from_fn(|k| {
        let [xx, yy, xy] = [&within_x, &within_y, &between].map(|sums| sums[k].iter().sum::<f64>());
        // Each pair within a set was met once.
        let (xx, yy, xy) = (2.0 * xx, 2.0 * yy, xy / (n * m));
        Mmd2 {
            biased: (xx + n) / (n * n) + (yy + m) / (m * m) - 2.0 * xy,
            unbiased: xx / (n * (n - 1.0)) + yy / (m * (m - 1.0)) - 2.0 * xy,
        }
    })
}

/// Coordinates of points, padded with points too far off to have any kernel with the others.
struct Columns {
    x: Vec<f64>,
    y: Vec<f64>,
}

impl Columns {
    fn of(points: &[Point]) -> Self {
        const FAR: f64 = 1e100;
        let column = |axis: usize| -> Vec<f64> {
            points.iter().map(|point| point[axis]).chain([FAR; LANES - 1]).collect()
        };
        Self { x: column(0), y: column(1) }
    }

    /// Adds the kernels of `point` with the points from `first` on to `sums`.
    fn add_kernels<const K: usize>(
        &self,
        first: usize,
        point: Point,
        kernels: impl Fn(f64) -> [f64; K],
        sums: &mut [[f64; LANES]; K],
    ) {
        let (x, _) = self.x[first..].as_chunks::<LANES>();
        let (y, _) = self.y[first..].as_chunks::<LANES>();
        for (x, y) in x.iter().zip(y) {
            for lane in 0..LANES {
                let (dx, dy) = (x[lane] - point[0], y[lane] - point[1]);
                for (sum, kernel) in sums.iter_mut().zip(kernels(dx * dx + dy * dy)) {
                    sum[lane] += kernel;
                }
            }
        }
    }
}
