//! Where a slider's handle stands for a value, and back.

use crate::settings::setting::{Number, Scale};

/// Places of a logarithmic slider's handle, from 0.
pub const PLACES: f64 = 200.0;

/// Lowest, highest and step of the handle.
pub fn limits(number: &Number) -> [f64; 3] {
    match number.scale {
        Scale::Log => [0.0, PLACES, 1.0],
        Scale::Linear => [number.min, number.max, number.step],
    }
}

pub fn place_of(number: &Number, value: f64) -> f64 {
    match number.scale {
        Scale::Log => PLACES * (value / number.min).ln() / (number.max / number.min).ln(),
        Scale::Linear => value,
    }
}

/// The value at a place: legal, and with no more digits than a reader wants.
pub fn value_at(number: &Number, place: f64) -> f64 {
    match number.scale {
        // The ends are exact, whatever their digits.
        Scale::Log if place >= PLACES => number.max,
        Scale::Log => {
            let value = number.min * (number.max / number.min).powf(place / PLACES);
            number.legal(if value < 100.0 && number.step >= 1.0 { value } else { two_digits(value) })
        }
        // The handle's own arithmetic leaves traces such as 0.30000000000000004.
        Scale::Linear => number.legal((place * 1e4).round() / 1e4),
    }
}

/// Rounded to two significant digits.
fn two_digits(value: f64) -> f64 {
    format!("{value:.1e}").parse().unwrap_or(value)
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
    fn digits_are_few() {
        assert_eq!(two_digits(0.0019953), 0.002);
        assert_eq!(two_digits(8192.0), 8200.0);
    }
}
