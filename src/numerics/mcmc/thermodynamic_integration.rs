//! Thermodynamic integration (Kirkwood 1935; Gelman & Meng 1998, Statistical Science 13): log Z = ∫₀¹ E_β[log f − log q] dβ along
//! the path q^(1 − β) f^β.

use super::annealed_importance::LogRatio;
use crate::numerics::estimate::Estimate;

/// From what independent chains have seen of log f − log q at each of `rungs`, β rising from 0 to 1: log ∫ f, nats, and the error of
/// the chains' mean.
///
/// The trapezoidal rule with the correction that the slope of the integrand allows, which is Var_β[log f − log q] (Friel, Hurn &
/// Wyse 2014, Statistics and Computing 24, equation 9). Chains that lag behind a rung's law make it too small, which their
/// error does not say.
pub fn integrate(rungs: &[f64], chains: &[&[LogRatio]]) -> Estimate {
    let count = chains.len() as f64;
    let mean = |rung: usize| chains.iter().map(|chain| chain[rung].mean).sum::<f64>() / count;
    let means: Vec<f64> = (0..rungs.len()).map(mean).collect();
    let of_chain = |chain: &&[LogRatio]| {
        // About the mean of all chains: E[(u − ū)²].
        let variance =
            |rung: usize| chain[rung].square - means[rung] * (2.0 * chain[rung].mean - means[rung]);
        let interval = |rung: usize| {
            let width = rungs[rung + 1] - rungs[rung];
            let trapezium = 0.5 * width * (chain[rung].mean + chain[rung + 1].mean);
            trapezium - width * width / 12.0 * (variance(rung + 1) - variance(rung))
        };
        (0..rungs.len() - 1).map(interval).sum()
    };
    Estimate::mean(chains.iter().map(of_chain).collect::<Vec<_>>().into_iter())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// From N(0, s²) to e^(−x²/2): E_β[log f − log q] = ½ (s² − 1)/s² · −v(β) + log s√2π, with 1/v = (1 − β)/s² + β.
    #[test]
    fn of_known_moments_it_is_the_closed_form() {
        let log_z = |rungs: usize| {
            let spread: f64 = 4.0;
            let rungs: Vec<f64> = (0..=rungs).map(|rung| (rung as f64 / rungs as f64).powi(2)).collect();
            let shift = spread.ln() + 0.5 * (2.0 * std::f64::consts::PI).ln();
            let gain = 0.5 * (1.0 - spread.powi(-2));
            let seen: Vec<LogRatio> = rungs
                .iter()
                .map(|beta| {
                    let variance = 1.0 / ((1.0 - beta) * spread.powi(-2) + beta);
                    let mean = shift - gain * variance;
                    LogRatio { mean, square: mean * mean + 2.0 * (gain * variance).powi(2) }
                })
                .collect();
            integrate(&rungs, &[&seen, &seen])
        };
        let exact = 0.5 * (2.0 * std::f64::consts::PI).ln();
        let error = |rungs: usize| (log_z(rungs).value - exact).abs();
        assert_eq!(log_z(8).error, 0.0, "chains that agree");
        // Of fourth order.
        assert!(error(32) < 1e-4 && error(32) < error(16) / 12.0, "{} {}", error(16), error(32));
    }
}
