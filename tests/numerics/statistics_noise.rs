//! Seeded draws: the same for ever, separate streams, and the laws they are said to have.

use crate::common::{Point, mean_and_error};
use mcmc_to_diffusion::numerics::{Rng, Stream};

const GOLDEN_UNIFORM: [f64; 2] = [0.40248566366484806, 0.08038370892978197];
const GOLDEN_NORMAL: [f64; 3] = [0.3330286294792717, -1.1267663243742092, -0.33383222444035554];
const GOLDEN_BELOW: [usize; 2] = [710, 3];
const GOLDEN_HALF_CIRCLE: Point = [0.6499094629854313, 0.7600116380174637];
const GOLDEN_NORMALS: [f32; 2] = [0.12251068, -1.8841162];
const GOLDEN_PERMUTATION: [usize; 6] = [0, 3, 4, 5, 2, 1];
const GOLDEN_HASH: u32 = 0x38a4_91a1;

#[test]
fn draws_never_change() {
    // Printed by this code on x86-64; a change of any crate that moved them would change every shared link.
    let mut rng = Rng::new(1, Stream::Data);
    assert_eq!([rng.uniform(), rng.uniform()], GOLDEN_UNIFORM);
    assert_eq!([rng.normal(), rng.normal(), rng.normal()], GOLDEN_NORMAL);
    assert_eq!([rng.below(1000), rng.below(7)], GOLDEN_BELOW);
    assert_eq!(rng.half_circle(), GOLDEN_HALF_CIRCLE);
    assert_eq!(rng.normals(2), GOLDEN_NORMALS);
    assert_eq!(rng.permutation(6), GOLDEN_PERMUTATION);
    // A hundred thousand normals in one number, so that rare branches of the Ziggurat count too.
    let bits = rng.normals(100_000).into_iter().fold(0u32, |hash, x| hash.rotate_left(5) ^ x.to_bits());
    assert_eq!(bits, GOLDEN_HASH);
}

#[test]
fn streams_and_seeds_are_separate() {
    let first = |seed, stream| Rng::new(seed, stream).normals(8);
    let base = first(1, Stream::Data);
    assert_eq!(base, first(1, Stream::Data));
    assert_ne!(base, first(2, Stream::Data));
    let streams = [
        Stream::Data,
        Stream::Weights,
        Stream::Batches,
        Stream::Sampling,
        Stream::FreshData,
        Stream::Projections,
        Stream::RealVsReal,
        Stream::LeastLoss,
    ];
    for (index, &one) in streams.iter().enumerate() {
        for &other in &streams[..index] {
            assert_ne!(first(1, one), first(1, other), "{one:?} is {other:?}");
        }
    }
}

#[test]
fn laws() {
    const COUNT: usize = 200_000;
    let mut rng = Rng::new(5, Stream::Batches);
    let normals: Vec<f64> = (0..COUNT).map(|_| rng.normal()).collect();
    let uniforms: Vec<f64> = (0..COUNT).map(|_| rng.uniform()).collect();
    let sines: Vec<f64> = (0..COUNT).map(|_| rng.half_circle()[1]).collect();
    let below: Vec<f64> = (0..COUNT).map(|_| rng.below(3) as f64).collect();
    assert!(uniforms.iter().all(|&u| (0.0..1.0).contains(&u)));
    assert!(below.iter().all(|&k| k < 3.0));

    // Moment, its exact value, and a near value that the same test must refuse.
    let moment = |values: &[f64], power: i32| values.iter().map(|x| x.powi(power)).collect::<Vec<_>>();
    let checks = [
        (moment(&normals, 1), 0.0, 0.02),
        (moment(&normals, 2), 1.0, 0.98),
        (moment(&normals, 4), 3.0, 2.8),
        (moment(&uniforms, 1), 0.5, 0.51),
        (moment(&uniforms, 2), 1.0 / 3.0, 0.34),
        (moment(&sines, 1), std::f64::consts::FRAC_2_PI, 0.63),
        (moment(&sines, 2), 0.5, 0.51),
        (moment(&below, 1), 1.0, 1.02),
        (moment(&below, 2), 5.0 / 3.0, 1.7),
    ];
    for (index, (values, exact, wrong)) in checks.iter().enumerate() {
        let (mean, error) = mean_and_error(values);
        assert!((mean - exact).abs() < 4.0 * error, "{index}: {mean} ± {error} for {exact}");
        assert!(
            (mean - wrong).abs() > 4.0 * error,
            "{index}: {mean} ± {error} cannot tell {exact} from {wrong}"
        );
    }
}
