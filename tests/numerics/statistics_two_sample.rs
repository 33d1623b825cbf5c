//! What the distances say of sets from one law and from two.

use crate::common::{Point, assert_close, mean_and_error};
use mcmc_to_diffusion::numerics::dataset::TwoMoons;
use mcmc_to_diffusion::numerics::two_sample::energy_distance::energy_distance;
use mcmc_to_diffusion::numerics::two_sample::mmd::{Kernel, mmd2, mmd2_each};
use mcmc_to_diffusion::numerics::two_sample::mode_occupancy::{first_share, off_share};
use mcmc_to_diffusion::numerics::two_sample::sliced_wasserstein::{along, directions, sliced_wasserstein};
use mcmc_to_diffusion::numerics::{Rng, Stream};

const SIZE: usize = 100;

fn moons(rng: &mut Rng) -> Vec<Point> {
    TwoMoons::new(0.05).independent(SIZE, rng)
}

#[test]
fn unbiased_statistics_average_to_zero_on_one_law() {
    let mut rng = Rng::new(6, Stream::RealVsReal);
    let pairs: Vec<_> = (0..300).map(|_| (moons(&mut rng), moons(&mut rng))).collect();
    let statistic = |value: &dyn Fn(&[Point], &[Point]) -> f64| {
        let values: Vec<f64> = pairs.iter().map(|(x, y)| value(x, y)).collect();
        let (mean, error) = mean_and_error(&values);
        mean / error
    };
    for sigma in [0.1, 0.5, 1.0] {
        let unbiased = statistic(&|x, y| mmd2_each(x, y, &[sigma])[0].unbiased);
        assert!(unbiased.abs() < 4.0, "bandwidth {sigma}: {unbiased} errors from 0");
        // Control: the biased form is far off.
        let biased = statistic(&|x, y| mmd2_each(x, y, &[sigma])[0].biased);
        assert!(biased > 10.0, "bandwidth {sigma}: the biased form is only {biased} errors from 0");
    }
    let unbiased = statistic(&|x, y| energy_distance(x, y).squared_u);
    assert!(unbiased.abs() < 4.0, "energy distance: {unbiased} errors from 0");
    let biased = statistic(&|x, y| energy_distance(x, y).squared_v);
    assert!(biased > 10.0, "energy distance: the biased form is only {biased} errors from 0");
}

#[test]
fn distances_tell_moved_points() {
    let mut rng = Rng::new(7, Stream::RealVsReal);
    let (x, y) = (moons(&mut rng), moons(&mut rng));
    let moved: Vec<Point> = y.iter().map(|point| [point[0] + 0.5, point[1]]).collect();
    let directions = directions(64, &mut rng);
    let law = crate::common::moons(0.05);
    assert!(
        sliced_wasserstein(&x, &moved, &directions).w1 > 2.0 * sliced_wasserstein(&x, &y, &directions).w1
    );
    assert!(energy_distance(&x, &moved).root_v() > 2.0 * energy_distance(&x, &y).root_v());
    assert!(mmd2_each(&x, &moved, &[0.5])[0].biased > 4.0 * mmd2_each(&x, &y, &[0.5])[0].biased);
    assert!(off_share(&moved, &law) > 0.3 && off_share(&y, &law) == 0.0);
    // Moving all points moves their projection by as much.
    let shift: Vec<Point> = x.iter().map(|point| [point[0] + 0.3, point[1] - 0.4]).collect();
    let transport = along(&x, &shift, [0.6, -0.8]);
    assert_close(transport.w1, 0.5, 1e-12, "W₁ of a shift");
    assert_close(transport.w2_squared, 0.25, 1e-12, "W₂² of a shift");
}

#[test]
fn kernels_in_one_pass_are_kernels_one_by_one() {
    // Gammas that are multiples of the least, that are not, and an order that is neither.
    let mut rng = Rng::new(8, Stream::RealVsReal);
    let (x, y) = (moons(&mut rng), moons(&mut rng)[..37].to_vec());
    let sigmas = [0.25, 1.0, 0.1, 0.37, 0.5, 0.01];
    for (one, sigma) in mmd2_each(&x, &y, &sigmas).iter().zip(sigmas) {
        let kernel = |a: &Point, b: &Point| {
            let square = (a[0] - b[0]).powi(2) + (a[1] - b[1]).powi(2);
            (-square / (2.0 * sigma * sigma)).exp()
        };
        let mean = |x: &[Point], y: &[Point]| {
            x.iter().flat_map(|a| y.iter().map(move |b| kernel(a, b))).sum::<f64>()
                / (x.len() * y.len()) as f64
        };
        let biased = mean(&x, &x) + mean(&y, &y) - 2.0 * mean(&x, &y);
        assert_close(one.biased, biased, 1e-13, &format!("bandwidth {sigma}"));
        let alone = mmd2(&x, &y, &[Kernel::rbf(sigma)]);
        assert_close(one.unbiased, alone.unbiased, 1e-13, &format!("bandwidth {sigma}"));
    }
}

#[test]
fn too_few_points_and_lost_ones_give_not_a_number() {
    let (none, one, lost) = ([], [[0.0, 0.0]], [[f64::NAN, 0.0], [0.0, 1.0]]);
    let two = [[0.0, 0.0], [1.0, 1.0]];
    assert!(mmd2_each(&one, &two, &[1.0])[0].unbiased.is_nan());
    assert!(mmd2_each(&none, &two, &[1.0])[0].biased.is_nan());
    assert!(mmd2_each(&lost, &two, &[1.0])[0].biased.is_nan());
    assert!(energy_distance(&lost, &two).root_v().is_nan());
    assert!(sliced_wasserstein(&none, &two, &[[1.0, 0.0]]).w1.is_nan());
    assert!(sliced_wasserstein(&lost, &two, &[[1.0, 0.0]]).w1.is_nan());
    let wide = crate::common::moons(2.5);
    assert_eq!((off_share(&lost, &wide), first_share(&lost, &wide)), (0.5, 0.5));
}
