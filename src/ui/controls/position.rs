//! Where a slider's handle stands for a value, and back; and what is typed beside it.

use crate::settings::setting::{Number, Scale};

/// Lowest, highest and step of the handle.
pub fn limits(number: &Number) -> [f64; 3] {
    match number.scale {
        Scale::Log => [0.0, (stops(number).len() - 1) as f64, 1.0],
        Scale::Linear => [number.min, number.max, number.step],
    }
}

/// On a log scale that of the stop nearest by ratio.
pub fn place_of(number: &Number, value: f64) -> f64 {
    match number.scale {
        Scale::Log => {
            let middles = |pair: &[f64]| (pair[0] * pair[1]).sqrt() < value;
            stops(number).windows(2).take_while(|pair| middles(pair)).count() as f64
        }
        Scale::Linear => value,
    }
}

/// The value at a place: legal, and with no more digits than a reader wants.
pub fn value_at(number: &Number, place: f64) -> f64 {
    match number.scale {
        Scale::Log => {
            let stops = stops(number);
            stops[(place.max(0.0).round() as usize).min(stops.len() - 1)]
        }
        // The handle's own arithmetic leaves traces such as 0.30000000000000004.
        Scale::Linear => number.legal((place * 1e4).round() / 1e4),
    }
}

/// The values that a logarithmic slider halts at: its ends, and between them round ones of two digits, a twentieth to a tenth
/// apart.
fn stops(number: &Number) -> Vec<f64> {
    let digits = || (10..20).chain((20..50).step_by(2)).chain((50..100).step_by(5));
    let [first, last] = [number.min, number.max].map(|end| end.log10().floor() as i32);
    // Read from its digits, for a product would leave traces.
    let value = |exponent: i32, digits: i32| format!("{digits}e{}", exponent - 1).parse().unwrap_or(f64::NAN);
    let round = (first..=last).flat_map(|exponent| digits().map(move |digits| value(exponent, digits)));
    let inside =
        round.filter(|&value| number.min < value && value < number.max && number.legal(value) == value);
    [number.min].into_iter().chain(inside).chain([number.max]).collect()
}

/// The value that is typed, as it is set.
///
/// # Errors
/// Says in words what belongs there.
pub fn typed(number: &Number, text: &str) -> Result<f64, String> {
    let whole = if number.step >= 1.0 { "whole number" } else { "number" };
    let value = text.trim().parse().ok().filter(|value| (number.min..=number.max).contains(value));
    value
        .filter(|value| number.legal(*value) == *value)
        .ok_or_else(|| format!("a {whole} from {} to {} belongs there", number.min, number.max))
}

/// By how much the arrows of a number field go up and down.
pub fn typed_step(number: &Number) -> f64 {
    if number.step > 0.0 { number.step } else { number.min }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::all;
    use crate::settings::setting::Kind;

    fn numbers() -> impl Iterator<Item = (&'static str, &'static Number)> {
        all().filter_map(|setting| match &setting.kind {
            Kind::Number(number) => Some((setting.key, number)),
            _ => None,
        })
    }

    #[test]
    fn the_ends_of_every_slider_are_the_ends_of_its_range() {
        for (key, number) in numbers() {
            let [low, high, step] = limits(number);
            assert_eq!(value_at(number, low), number.min, "{}", key);
            assert_eq!(value_at(number, high), number.max, "{}", key);
            assert!(step > 0.0, "{}", key);
        }
    }

    #[test]
    fn values_come_back_to_within_a_place() {
        for (key, number) in numbers() {
            let default = number.default();
            let place = place_of(number, default);
            let back = value_at(number, place);
            let allowed = 0.05 * default.max(0.1);
            assert!((back - default).abs() <= allowed, "{}: {back}", key);
        }
    }

    #[test]
    fn values_are_legal_and_rise_along_the_slider() {
        for (key, number) in numbers() {
            let [low, high, _] = limits(number);
            let values: Vec<f64> = (0..=100)
                .map(|part| value_at(number, low + (high - low) * f64::from(part) / 100.0))
                .collect();
            assert!(values.windows(2).all(|pair| pair[0] <= pair[1]), "{}", key);
            assert!(values.iter().all(|&value| value == number.legal(value)), "{}", key);
        }
    }

    #[test]
    fn logarithmic_sliders_halt_at_round_numbers() {
        for (key, wanted) in [
            ("sampler_steps", &[1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0][..]),
            ("timesteps", &[10.0, 100.0, 1000.0]),
            ("learning_rate", &[1e-5, 1e-3, 3e-3, 8e-3, 1e-2]),
            ("budget", &[10.0, 100.0, 500.0, 20_000.0]),
        ] {
            let number = numbers().find(|(name, _)| *name == key).expect("a number").1;
            for &value in wanted {
                let number_at = value_at(number, place_of(number, value));
                assert!(number_at == value, "{key}: {number_at} for {value}");
            }
        }
        for (key, number) in numbers().filter(|(_, number)| number.scale == Scale::Log) {
            for pair in stops(number).windows(2) {
                assert!(pair[0] < pair[1], "{key}: {pair:?}");
                assert!(
                    pair[1] <= 1.11 * pair[0] || (number.step >= 1.0 && pair[1] <= pair[0] + 1.0),
                    "{key}: {pair:?}"
                );
            }
        }
    }

    #[test]
    fn what_is_typed_is_a_legal_value_or_refused_in_words() {
        let number = |key| numbers().find(|(name, _)| *name == key).expect("a number").1;
        let (steps, rate) = (number("sampler_steps"), number("learning_rate"));
        assert_eq!([typed(steps, " 64 "), typed(rate, "0.00123")], [Ok(64.0), Ok(0.00123)]);
        for bad in ["", "ten", "0", "201", "2.5", "NaN", "inf"] {
            let why = typed(steps, bad).expect_err(bad);
            assert!(why.contains("whole number from 1 to 200"), "{bad}: {why}");
        }
        assert!(numbers().all(|(_, number)| typed_step(number) > 0.0));
        for (key, number) in numbers() {
            assert_eq!(typed(number, &number.default().to_string()), Ok(number.default()), "{key}");
        }
    }
}
