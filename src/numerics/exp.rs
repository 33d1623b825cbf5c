//! e^x for x ≤ 0 from additions and multiplications alone: it vectorises, and every platform gives the same bits.

const LOG2_E: f64 = std::f64::consts::LOG2_E;
// ln 2 in two parts, the first with so few digits that its product with a small integer is exact
// (Cody and Waite).
const LN_2_HIGH: f64 = 6.931_471_803_691_238e-1;
const LN_2_LOW: f64 = 1.908_214_929_270_587_7e-10;
/// Adding it leaves the nearest integer in the lowest bits of the sum.
const ROUND: f64 = 6_755_399_441_055_744.0;
/// Below it e^x is no longer a normal number, and counts as 0.
const LEAST: f64 = -708.0;

/// e^x for x ≤ 0, within 2 units in the last place; 0 below -708, not-a-number for not-a-number.
#[inline(always)]
pub fn exp_negative(x: f64) -> f64 {
    let shifted = x * LOG2_E + ROUND;
    let power = shifted - ROUND;
    let r = (x - power * LN_2_HIGH) - power * LN_2_LOW;
    // Taylor's series: |r| ≤ ln 2 / 2, where its 14th term is below 2⁻⁵³.
    let r2 = r * r;
    let low = 1.0 / 2.0 + r * (1.0 / 6.0) + r2 * (1.0 / 24.0 + r * (1.0 / 120.0));
    let high = 1.0 / 720.0 + r * (1.0 / 5_040.0) + r2 * (1.0 / 40_320.0 + r * (1.0 / 362_880.0));
    let top = 1.0 / 3_628_800.0
        + r * (1.0 / 39_916_800.0)
        + r2 * (1.0 / 479_001_600.0 + r * (1.0 / 6_227_020_800.0));
    let r4 = r2 * r2;
    let mantissa = 1.0 + (r + r2 * (low + r4 * (high + r4 * top)));
    let scale = f64::from_bits(shifted.to_bits().wrapping_add(1023) << 52);
    if x < LEAST { 0.0 } else { mantissa * scale }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_the_standard_library() {
        for step in 0..200_000 {
            // Dense near 0, and down to the least.
            let x = LEAST * (f64::from(step) / 200_000.0).powi(3);
            let (actual, exact) = (exp_negative(x), x.exp());
            assert!((actual - exact).abs() <= 2.0 * f64::EPSILON * exact, "e^{x}: {actual} for {exact}");
        }
        assert_eq!(exp_negative(0.0), 1.0);
        assert_eq!(exp_negative(-1e3), 0.0);
        assert_eq!(exp_negative(f64::NEG_INFINITY), 0.0);
        assert!(exp_negative(f64::NAN).is_nan());
    }
}
