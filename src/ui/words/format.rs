//! Numbers as people read them.

/// A whole number with thousands set apart: 12,345; one that nobody could read as a power of ten.
pub fn count(value: f64) -> String {
    if value.abs() >= 1e12 {
        return signed(value, power);
    }
    let digits = format!("{:.0}", value.abs());
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    if value < 0.0 && digits != "0" { format!("−{text}") } else { text }
}

/// Three decimals: losses, shares of signal, distances. Losses that explode have none.
pub fn decimals(value: f64) -> String {
    if value.abs() >= 1000.0 {
        return count(value);
    }
    signed(value, |size| format!("{size:.3}"))
}

/// One decimal, as of a noise level.
pub fn tenths(value: f64) -> String {
    format!("{value:.1}")
}

/// Five decimals: MMD², so that a column lines up.
pub fn fine(value: f64) -> String {
    signed(value, |size| format!("{size:.5}"))
}

/// One decimal; small shares have two digits that say something.
pub fn percent(value: f64) -> String {
    signed(value * 100.0, |size| {
        let digits = if is_tiny(size) { two_digits(size) } else { format!("{size:.1}") };
        format!("{digits}\u{a0}%")
    })
}

/// What one gets for some price: more decimals the smaller it is.
pub fn price(value: f64) -> String {
    match value.abs() {
        _ if is_tiny(value) => two_digits(value),
        ..10.0 => format!("{value:.2}"),
        100.0.. => count(value),
        _ => format!("{value:.1}"),
    }
}

/// Its first two digits, and zeros: a number that is only about right.
pub fn rough(value: f64) -> String {
    if value.abs() < 10.0 {
        return format!("{value:.1}");
    }
    let unit = 10_f64.powf(value.abs().log10().floor() - 1.0);
    count((value / unit).round() * unit)
}

/// “1 step”, “2 steps”, “1,000 steps”.
pub fn plural(number: f64, one: &str) -> String {
    let ending = if number == 1.0 { "" } else { "s" };
    format!("{} {one}{ending}", count(number))
}

/// Mean ± standard error, both with the digits of the mean; an error that those digits do not show is not told.
pub fn with_error(mean: f64, error: Option<f64>, show: fn(f64) -> String) -> String {
    let shown = show(mean);
    let number = |text: &str| text.trim_end_matches("\u{a0}%").to_owned();
    let digits = number(&shown).split_once('.').map_or(0, |(_, digits)| digits.len());
    let scale = if shown.ends_with('%') { 100.0 } else { 1.0 };
    let error = error.map(|error| format!("{:.digits$}", scale * error));
    match error.filter(|error| error.contains(|digit: char| ('1'..='9').contains(&digit))) {
        Some(error) if digits == 0 => format!("{shown} ± {}", count(error.parse().unwrap_or_default())),
        Some(error) if scale == 1.0 => format!("{shown} ± {error}"),
        Some(error) => format!("{} ± {error}\u{a0}%", number(&shown)),
        None => shown,
    }
}

/// In a sentence: a number that is none is not defined.
pub fn or_not_defined(value: f64, show: fn(f64) -> String) -> String {
    if value.is_finite() { show(value) } else { "not defined".into() }
}

/// R-hat below which chains are taken to agree: Vehtari et al. 2021.
pub const AGREE: f64 = 1.01;

/// Three decimals, or as many as show on which side of [`AGREE`] it is.
pub fn r_hat(value: f64) -> String {
    let tells = |text: &String| {
        text.parse::<f64>().is_ok_and(|shown| shown != AGREE && (shown < AGREE) == (value < AGREE))
    };
    let texts = (3..=6).map(|digits| format!("{value:.digits$}"));
    if value.abs() >= 1000.0 {
        count(value)
    } else {
        texts.clone().find(tells).unwrap_or_else(|| decimals(value))
    }
}

/// Whether one decimal would show nothing of it.
fn is_tiny(value: f64) -> bool {
    value != 0.0 && value.abs() < 0.095
}

fn two_digits(value: f64) -> String {
    if value.abs() < 1e-4 {
        return "under 0.0001".into();
    }
    let digits = (1.0 - value.abs().log10().floor()) as usize;
    format!("{value:.digits$}").trim_end_matches('0').to_owned()
}

/// A setting: as many digits as it needs, never an exponent, thousands set apart.
pub fn setting(value: f64) -> String {
    if value.abs() >= 1000.0 && value.fract() == 0.0 { count(value) } else { value.to_string() }
}

/// A share of signal: three decimals, or a power of ten where those would all be zero.
pub fn small(value: f64) -> String {
    if value == 0.0 || value.abs() >= 0.001 {
        return decimals(value);
    }
    signed(value, power)
}

/// 2.4·10⁻⁷.
fn power(value: f64) -> String {
    let text = format!("{value:.1e}");
    let (digits, power) = text.split_once('e').unwrap_or((&text, "0"));
    let raised = power.chars().map(|sign| match sign {
        '-' => '⁻',
        digit => digit
            .to_digit(10)
            .map_or(digit, |digit| ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'][digit as usize]),
    });
    format!("{digits}·10{}", raised.collect::<String>())
}

/// Steps a second.
pub fn rate(value: f64) -> String {
    if value < 10.0 { format!("{value:.1}") } else { count(value) }
}

/// Seconds as words: 8 s, 2 min 05 s, 1 h 10 min.
pub fn duration(seconds: f64) -> String {
    let seconds = seconds.max(0.0).round() as u64;
    match seconds {
        0..60 => format!("{seconds} s"),
        60..3600 => format!("{} min {:02} s", seconds / 60, seconds % 60),
        _ => format!("{} h {:02} min", seconds / 3600, seconds % 3600 / 60),
    }
}

/// A true minus sign, as wide as a digit.
fn signed(value: f64, of_size: impl Fn(f64) -> String) -> String {
    let text = of_size(value.abs());
    if value < 0.0 && text.contains(|digit: char| ('1'..='9').contains(&digit)) {
        format!("−{text}")
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_is_singular() {
        assert_eq!(
            [0.0, 1.0, 1200.0].map(|count| plural(count, "step")),
            ["0 steps", "1 step", "1,200 steps"]
        );
    }

    #[test]
    fn an_error_has_the_digits_of_its_mean() {
        assert_eq!(with_error(0.013, Some(0.00067), percent), "1.3 ± 0.1\u{a0}%");
        assert_eq!(with_error(0.5, Some(0.0163), percent), "50.0 ± 1.6\u{a0}%");
        assert_eq!(with_error(0.0004, Some(0.0001), percent), "0.04 ± 0.01\u{a0}%");
        assert_eq!(with_error(0.0123, Some(0.000004), fine), "0.01230");
        assert_eq!(with_error(0.0123, Some(0.00004), fine), "0.01230 ± 0.00004");
        assert_eq!(with_error(12_345.0, Some(1234.4), count), "12,345 ± 1,234");
        assert_eq!(with_error(0.25, None, decimals), "0.250");
    }

    #[test]
    fn numbers_read_well() {
        assert_eq!(count(1234567.0), "1,234,567");
        assert_eq!(count(-120.0), "−120");
        assert_eq!(count(-3.21e40), "−3.2·10⁴⁰");
        assert_eq!(decimals(-0.0004), "0.000");
        assert_eq!(decimals(54026480.25), "54,026,480");
        assert_eq!(decimals(-0.25), "−0.250");
        assert_eq!(fine(-0.00034), "−0.00034");
        assert_eq!(fine(-0.000001), "0.00000");
        assert_eq!(setting(0.00001), "0.00001");
        assert_eq!(setting(4000.0), "4,000");
        assert_eq!(small(2.4e-7), "2.4·10⁻⁷");
        assert_eq!(small(9.0e-10), "9.0·10⁻¹⁰");
        assert_eq!(small(0.364), "0.364");
        assert_eq!(
            [0.0004, 0.000432, 0.0, 0.5].map(percent),
            ["0.04\u{a0}%", "0.043\u{a0}%", "0.0\u{a0}%", "50.0\u{a0}%"]
        );
        assert_eq!([0.0, 0.04, 0.25, 12.34, 340.2].map(price), ["0.00", "0.04", "0.25", "12.3", "340"]);
        assert_eq!([1.0101, 1.0096, 1.3, 1.002].map(r_hat), ["1.0101", "1.0096", "1.300", "1.002"]);
        assert_eq!([454_472.0, 28.23, 6.04, 9.99, 99.6].map(rough), ["450,000", "28", "6.0", "10.0", "100"]);
        assert_eq!(duration(125.0), "2 min 05 s");
        assert_eq!(duration(4200.0), "1 h 10 min");
    }
}
