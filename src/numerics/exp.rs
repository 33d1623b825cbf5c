//! 2^x from additions and multiplications alone: it vectorises, and every platform gives the same bits.

use super::kernel::lanes::Lanes;

/// Adding it leaves the nearest integer in the lowest bits of the sum.
const ROUND: f64 = 6_755_399_441_055_744.0;

/// 2^x on [−½, ½] is 1 + Σ cₖ xᵏ within 3e-16 of it (Remez).
// Its first is near ln 2, and is not it.
#[allow(clippy::approx_constant)]
const EXP_2: [f64; 10] = [
    0.693_147_180_559_95,
    0.240_226_506_959_100_97,
    0.055_504_108_664_447_72,
    0.009_618_129_107_606_888,
    0.001_333_355_823_016_497_4,
    1.540_353_044_173_605e-4,
    1.525_265_726_020_083_7e-5,
    1.321_544_258_792_169e-6,
    1.020_869_029_995_830_6e-7,
    7.072_585_949_269_223e-9,
];
/// Exponents below it count as it.
const LEAST_EXPONENT: f64 = -1000.0;

/// 2^x for x ≤ 1000, within 4 units in the last place; 2^−1000 for less, not-a-number for not-a-number.
#[inline(always)]
pub fn exp_2<const N: usize>(x: Lanes<N>) -> Lanes<N> {
    let x = x.at_least(Lanes::splat(LEAST_EXPONENT));
    let shifted = x + ROUND;
    let r = x - (shifted - ROUND);
    let c = &EXP_2;
    let (r2, pair) = (r * r, |k: usize| r * c[k + 1] + c[k]);
    let r4 = r2 * r2;
    let low = (r * c[0] + 1.0) + pair(1) * r2;
    let high = (pair(3) + pair(5) * r2) + (pair(7) + r2 * c[9]) * r4;
    let scale = shifted.map(|shifted| f64::from_bits(shifted.to_bits().wrapping_add(1023) << 52));
    (low + high * r4) * scale
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn powers_of_two_agree_with_the_standard_library() {
        for step in -200_000..=200_000 {
            let x = 1e3 * (f64::from(step) / 200_000.0).powi(3);
            let (Lanes([actual, _]), exact) = (exp_2(Lanes([x, 0.0])), x.exp2());
            assert!((actual - exact).abs() <= 4.0 * f64::EPSILON * exact, "2^{x}: {actual} for {exact}");
        }
        let Lanes(ends) = exp_2(Lanes([0.0, -1e6, f64::NEG_INFINITY, 10.0]));
        assert_eq!(ends, [1.0, LEAST_EXPONENT.exp2(), LEAST_EXPONENT.exp2(), 1024.0]);
        assert!(exp_2(Lanes([f64::NAN])).0[0].is_nan());
    }
}
