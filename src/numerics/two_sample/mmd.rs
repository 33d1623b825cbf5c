//! Maximum mean discrepancy (Gretton et al. 2012) with Gaussian kernels.

use crate::numerics::Point;
use crate::numerics::exp::exp_negative;

/// Points are taken so many at a time, so that the compiler can use vector instructions.
const LANES: usize = 32;

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

/// MMD² for each of several bandwidths, data units, in one pass over the pairs.
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
    let kernels = Family::of(gammas);
    let (columns_x, columns_y) = (Columns::of(x), Columns::of(y));
    let [mut within_x, mut within_y, mut between] = [(); 3].map(|()| vec![Lanes::default(); gammas.len()]);
    for (index, &point) in x.iter().enumerate() {
        columns_x.add_kernels(index + 1, point, &kernels, &mut within_x);
        columns_y.add_kernels(0, point, &kernels, &mut between);
    }
    for (index, &point) in y.iter().enumerate() {
        columns_y.add_kernels(index + 1, point, &kernels, &mut within_y);
    }
    let (n, m) = (x.len() as f64, y.len() as f64);
    let statistics = within_x.iter().zip(&within_y).zip(&between).map(|((xx, yy), xy)| {
        // Each pair within a set was met once.
        let (xx, yy, xy) = (2.0 * total(xx), 2.0 * total(yy), total(xy) / (n * m));
        Mmd2 {
            biased: (xx + n) / (n * n) + (yy + m) / (m * m) - 2.0 * xy,
            unbiased: xx / (n * (n - 1.0)) + yy / (m * (m - 1.0)) - 2.0 * xy,
        }
    });
    statistics.collect()
}

/// Several gammas. Where one is a multiple of the least, its kernel is a power of the least one's, which is
/// quicker than an exponential of its own.
struct Family {
    least: f64,
    members: Vec<Member>,
}

enum Member {
    /// Multiple of the least gamma.
    Power(u32),
    Gamma(f64),
}

impl Family {
    fn of(gammas: &[f64]) -> Self {
        let least = gammas.iter().copied().fold(f64::INFINITY, f64::min);
        let member = |&gamma: &f64| {
            let ratio = gamma / least;
            let whole = ratio.round();
            // Only rounding may lie between them; and few multiplications.
            let is_power = (1.0..=1024.0).contains(&whole) && (ratio - whole).abs() < 1e-14 * whole;
            if is_power { Member::Power(whole as u32) } else { Member::Gamma(gamma) }
        };
        Self { least, members: gammas.iter().map(member).collect() }
    }
}

type Lanes = [f64; LANES];

fn total(lanes: &Lanes) -> f64 {
    lanes.iter().sum()
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

    /// Adds the kernels of `point` with the points from `first` on to `sums`, one for each kernel.
    fn add_kernels(&self, first: usize, point: Point, kernels: &Family, sums: &mut [Lanes]) {
        let (x, _) = self.x[first..].as_chunks::<LANES>();
        let (y, _) = self.y[first..].as_chunks::<LANES>();
        for (x, y) in x.iter().zip(y) {
            let mut square = Lanes::default();
            for lane in 0..LANES {
                let (dx, dy) = (x[lane] - point[0], y[lane] - point[1]);
                square[lane] = dx * dx + dy * dy;
            }
            let widest = gaussian(&square, kernels.least);
            for (member, sum) in kernels.members.iter().zip(sums.iter_mut()) {
                let kernel = match *member {
                    Member::Power(exponent) => power(widest, exponent),
                    Member::Gamma(gamma) => gaussian(&square, gamma),
                };
                for lane in 0..LANES {
                    sum[lane] += kernel[lane];
                }
            }
        }
    }
}

#[inline(always)]
fn gaussian(square: &Lanes, gamma: f64) -> Lanes {
    let mut kernel = Lanes::default();
    for lane in 0..LANES {
        kernel[lane] = exp_negative(-gamma * square[lane]);
    }
    kernel
}

/// By repeated squaring; `exponent` ≥ 1.
#[inline(always)]
fn power(mut base: Lanes, mut exponent: u32) -> Lanes {
    let mut result = [1.0; LANES];
    loop {
        if exponent & 1 == 1 {
            result = multiply(&result, &base);
        }
        exponent >>= 1;
        if exponent == 0 {
            return result;
        }
        base = multiply(&base, &base);
    }
}

#[inline(always)]
fn multiply(a: &Lanes, b: &Lanes) -> Lanes {
    std::array::from_fn(|lane| a[lane] * b[lane])
}
