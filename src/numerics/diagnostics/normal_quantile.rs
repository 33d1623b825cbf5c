//! Quantiles of the standard normal: Wichura (1988), algorithm AS 241, routine PPND16.

/// Coefficients of a polynomial, from the constant up.
type Polynomial = [f64; 8];

const CENTRE: [Polynomial; 2] = [
    [
        3.387_132_872_796_366_5,
        133.141_667_891_784_38,
        1_971.590_950_306_551_3,
        13_731.693_765_509_46,
        45_921.953_931_549_87,
        67_265.770_927_008_7,
        33_430.575_583_588_13,
        2_509.080_928_730_122_7,
    ],
    [
        1.0,
        42.313_330_701_600_91,
        687.187_007_492_057_9,
        5_394.196_021_424_751,
        21_213.794_301_586_597,
        39_307.895_800_092_71,
        28_729.085_735_721_943,
        5_226.495_278_852_854,
    ],
];

const TAILS: [Polynomial; 2] = [
    [
        1.423_437_110_749_683_5,
        4.630_337_846_156_546,
        5.769_497_221_460_691,
        3.647_848_324_763_204_5,
        1.270_458_252_452_368_4,
        0.241_780_725_177_450_6,
        0.022_723_844_989_269_184,
        7.745_450_142_783_414e-4,
    ],
    [
        1.0,
        2.053_191_626_637_759,
        1.676_384_830_183_803_8,
        0.689_767_334_985_1,
        0.148_103_976_427_480_08,
        0.015_198_666_563_616_457,
        5.475_938_084_995_345e-4,
        1.050_750_071_644_416_9e-9,
    ],
];

/// Φ⁻¹(p) within 10⁻¹⁵ of its size, for p from 10⁻¹⁰ to 1 − 10⁻¹⁰: ranks come no nearer to 0 and 1. (The
/// original has a third piece beyond.)
pub fn normal_quantile(p: f64) -> f64 {
    let q = p - 0.5;
    if q.abs() <= 0.425 {
        return q * ratio(CENTRE, 0.180625 - q * q);
    }
    let tail = if q < 0.0 { p } else { 1.0 - p };
    ratio(TAILS, (-tail.ln()).sqrt() - 1.6).copysign(q)
}

fn ratio([numerator, denominator]: [Polynomial; 2], x: f64) -> f64 {
    let at_x = |polynomial: Polynomial| polynomial.iter().rev().fold(0.0, |sum, factor| sum * x + factor);
    at_x(numerator) / at_x(denominator)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tabulated_quantiles() {
        for (p, expected) in [
            (0.5, 0.0),
            (0.75, 0.674_489_750_196_081_7),
            (0.925, 1.439_531_470_938_456),
            (0.975, 1.959_963_984_540_054),
            (0.001, -3.090_232_306_167_813_5),
            (1e-10, -6.361_340_902_404_056),
        ] {
            let actual = normal_quantile(p);
            assert!(
                (actual - expected).abs() <= 4e-15 * (1.0 + expected.abs()),
                "{p}: {actual} for {expected}"
            );
        }
        assert_eq!(normal_quantile(0.25), -normal_quantile(0.75));
    }
}
