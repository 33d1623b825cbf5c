//! Where the ticks of an axis stand, and their labels.

use crate::ui::words::format;

/// Multiples of 1, 2 or 5 times a power of ten inside the limits, about `wanted` of them.
pub fn linear([low, high]: [f64; 2], wanted: f64) -> Vec<f64> {
    let step = round_step((high - low) / wanted);
    // What rounding leaves at the ends still counts as inside.
    let (first, last) = ((low / step - 1e-9).ceil(), (high / step + 1e-9).floor());
    // Dividing by a whole number where the step is a fraction keeps 0.3 from being 0.30000000000000004.
    let multiple = |index: usize| {
        let count = first + index as f64;
        if step < 1.0 { count / (1.0 / step).round() } else { count * step }
    };
    (0..=(last - first).max(0.0) as usize).map(multiple).collect()
}

/// Powers of ten inside the limits, at most `wanted`; where there are fewer than three also twice and five times them, and
/// where those are still too few, as on a linear axis.
pub fn log([low, high]: [f64; 2], wanted: usize) -> Vec<f64> {
    let exponents = low.log10().floor() as i32..=high.log10().ceil() as i32;
    let of = |digits: &[f64]| -> Vec<f64> {
        let ticks =
            exponents.clone().flat_map(|exponent| digits.iter().map(move |digit| digit * power(exponent)));
        ticks.filter(|tick| (low * (1.0 - 1e-9)..=high * (1.0 + 1e-9)).contains(tick)).collect()
    };
    let (powers, finer) = (of(&[1.0]), of(&[1.0, 2.0, 5.0]));
    match (powers.len(), finer.len()) {
        (3.., _) => thinned(powers, wanted),
        (_, 3..) => finer,
        _ => linear([low, high], wanted as f64),
    }
}

/// 0, and on either side powers of ten from a third of the threshold on, at most `wanted` in all; where there are none, as on
/// a linear axis.
pub fn symlog([low, high]: [f64; 2], threshold: f64, wanted: usize) -> Vec<f64> {
    let first = (threshold / 3.0).log10().ceil() as i32;
    let side = |end: f64| -> Vec<f64> {
        (first..).map(power).take_while(|tick| *tick <= end * (1.0 + 1e-9)).collect()
    };
    let (below, above) = (side(-low), side(high));
    if below.len() + above.len() == 0 {
        return linear([low, high], wanted as f64);
    }
    // Both sides are thinned alike, from 0 on.
    let each = (below.len() + above.len()).div_ceil(wanted.max(2) - 1).max(1);
    let below: Vec<_> = below.into_iter().step_by(each).map(|tick| -tick).collect();
    below.into_iter().rev().chain([0.0]).chain(above.into_iter().step_by(each)).collect()
}

/// 0.001 and the like as they are written: powers of a tenth leave traces.
fn power(exponent: i32) -> f64 {
    if exponent < 0 { 1.0 / 10_f64.powi(-exponent) } else { 10_f64.powi(exponent) }
}

fn thinned(ticks: Vec<f64>, wanted: usize) -> Vec<f64> {
    let each = ticks.len().div_ceil(wanted.max(1)).max(1);
    ticks.into_iter().step_by(each).collect()
}

/// The 1, 2 or 5 times a power of ten that is nearest to `step` by ratio.
fn round_step(step: f64) -> f64 {
    let power = 10_f64.powf(step.log10().floor());
    let digit = match step / power {
        // Between the geometric means of neighbours.
        ..1.414 => 1.0,
        ..3.162 => 2.0,
        ..7.071 => 5.0,
        _ => 10.0,
    };
    digit * power
}

/// Labels of the ticks of one axis, with as many digits as it takes to tell them apart.
pub fn labels(ticks: &[f64]) -> Vec<String> {
    let with = |digits| ticks.iter().map(|tick| label(*tick, digits)).collect::<Vec<_>>();
    let differ = |labels: &Vec<String>| {
        let different = |index: usize| ticks[index] == ticks[index - 1] || labels[index] != labels[index - 1];
        (1..labels.len()).all(different)
    };
    // No two numbers differ only beyond 17 digits.
    (0..17).map(with).find(differ).unwrap_or_else(|| with(17))
}

/// Short, whatever its size, with so many digits more than most axes need; counts in full while they are short.
fn label(value: f64, digits: usize) -> String {
    let scaled = |unit: f64, name: &str| format!("{}{name}", label(value / unit, digits));
    let decimals = |decimals: usize| {
        format!("{value:.decimals$}").trim_end_matches('0').trim_end_matches('.').to_owned()
    };
    match value.abs() {
        // What rounding leaves of 0 where ticks are counted up to it.
        ..1e-12 => "0".to_owned(),
        1e9.. => format!("{value:.digits$e}"),
        1e6.. => scaled(1e6, "M"),
        1e4.. => scaled(1e3, "k"),
        1e3.. if value.fract() == 0.0 => format::count(value),
        0.01.. => decimals(2 + digits),
        _ => format!("{value:.digits$e}"),
    }
    .replace('-', "−")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_short() {
        assert_eq!(labels(&[-0.5, 2000.0, 1.5e5, 2.5e6]), ["−0.5", "2,000", "150k", "2.5M"]);
        assert_eq!(labels(&[-0.25, -1e-17, 2e-5]), ["−0.25", "0", "2e−5"]);
        assert_eq!(labels(&[0.014, 0.016, 0.018]), ["0.014", "0.016", "0.018"]);
    }

    #[test]
    fn no_two_ticks_of_an_axis_are_written_alike_whatever_its_range() {
        let apart = |ticks: Vec<f64>, range: [f64; 2]| {
            let written = labels(&ticks);
            assert!((2..=13).contains(&ticks.len()), "{range:?}: {ticks:?}");
            assert!(ticks.windows(2).all(|pair| pair[0] < pair[1]), "{range:?}: {ticks:?}");
            for (index, label) in written.iter().enumerate() {
                assert!(!written[..index].contains(label), "{range:?}: {written:?}");
            }
        };
        for exponent in -6..8 {
            for low in [0.0, 0.1, 0.97, 1.0, 1.004, 3.7, 9.99] {
                for span in [1e-3, 0.01, 0.03, 0.2, 1.0, 7.0, 40.0, 3e4] {
                    let scale = 10_f64.powi(exponent);
                    let range = [low * scale, (low + span) * scale];
                    apart(linear(range, 5.0), range);
                    apart(linear([-range[1], range[0]], 5.0), range);
                    if low > 0.0 && span >= 0.01 {
                        apart(log(range, 6), range);
                    }
                }
            }
        }
        for threshold in [4e-4, 1e-3, 0.0014, 0.05] {
            for [low, high] in [[-3e-4, 0.05], [-2.0, 2.0], [-0.02, 0.3]] {
                let ticks = symlog([low, high], threshold, 6);
                assert!(ticks.contains(&0.0));
                apart(ticks, [low, high]);
            }
        }
    }

    #[test]
    fn ticks_are_few_and_round_and_lie_inside() {
        assert_eq!(linear([-6.5, 6.5], 5.0), [-6.0, -4.0, -2.0, 0.0, 2.0, 4.0, 6.0]);
        assert_eq!(linear([0.05, 1.05], 5.0), [0.2, 0.4, 0.6, 0.8, 1.0]);
        assert_eq!(linear([0.0, 0.5], 5.0), [0.0, 0.1, 0.2, 0.3, 0.4, 0.5]);
        assert_eq!(log([1e-3, 30.0], 6), [1e-3, 1e-2, 0.1, 1.0, 10.0]);
        assert_eq!(log([0.3, 8.0], 6), [0.5, 1.0, 2.0, 5.0]);
        assert_eq!(symlog([-0.002, 0.05], 1e-3, 6), [-1e-3, 0.0, 1e-3, 1e-2]);
        for (step, round) in [(1.3, 1.0), (0.016, 0.02), (40.0, 50.0), (0.8, 1.0)] {
            assert!((round_step(step) / round - 1.0).abs() < 1e-9, "{step}");
        }
    }
}
