//! What a run says to the question of a step: a number with its error, as soon as there is enough of the run.

use crate::settings::story::Measured;
use crate::ui::metrics::{Metrics, share_error};

/// Effective samples of each sampler before their numbers are compared.
const ENOUGH: f64 = 100.0;
/// Training steps after which a loss, and a model's weights of the moons, are read.
const LOSS_AT: f64 = 300.0;
const SHARE_AT: f64 = 600.0;
/// Training steps after which a network of few points has had the time to learn them by heart.
const COPIES_AT: f64 = 3000.0;
/// Temperatures on the way with which a mass is read.
const RUNGS: f64 = 128.0;
/// A share of draws this near to the truth is not called wrong.
const NEAR: f64 = 0.1;
/// Samples of a cloud.
const SAMPLES: f64 = crate::protocol::diffusion::WALKERS as f64;

/// Chains that crossed: counted, so without error.
pub fn crossed_chains(of: &Metrics) -> Option<Measured> {
    of.get("crossed_in_5000").map(|value| Measured { value, error: 0.0 })
}

/// How many times as many effective samples per gradient the rival gets. The relative variance of an effective sample size is
/// about 10 divided by it, with a window of five autocorrelation times (Sokal 1997, "Monte Carlo methods in statistical
/// mechanics", equation 3.19).
pub fn times_as_many(of: &Metrics) -> Option<Measured> {
    let per_gradient = |ess: &str, evaluations: &str| {
        let ess = of.get(ess).filter(|&ess| ess >= ENOUGH)?;
        Some((ess / of.get(evaluations)?, 10.0 / ess))
    };
    let (own, own_variance) = per_gradient("ess_within", "evaluations")?;
    let (rival, rival_variance) = per_gradient("rival_ess_within", "rival_evaluations")?;
    let value = rival / own;
    Some(Measured { value, error: value * (own_variance + rival_variance).sqrt() })
}

/// Whether the draws are right (0) or not (1), where the chains agree.
pub fn are_wrong(of: &Metrics) -> Option<Measured> {
    let off = (of.get("first_share")? - of.get("exact_share")?).abs();
    (of.get("ess_within")? >= ENOUGH).then(|| Measured { value: f64::from(u8::from(off > NEAR)), error: 0.0 })
}

/// Percent of the walkers that crossed, with the error of a share (Agresti & Coull 1998).
pub fn crossed_walkers(of: &Metrics) -> Option<Measured> {
    Some(percent(of.get("crossed_in_300")?, of.get("walkers")?))
}

/// Percent of the mass in the first part: worked out on a grid, so without error.
pub fn share_of_mass(of: &Metrics) -> Option<Measured> {
    let share = of.get("first_share").filter(|_| of.get("map_step").is_some_and(|step| step >= SHARE_AT))?;
    Some(Measured { value: 100.0 * share, error: 0.0 })
}

/// The smoothed loss.
pub fn loss(of: &Metrics) -> Option<Measured> {
    let is_enough = of.get("step").is_some_and(|step| step >= LOSS_AT);
    let (value, error) = of.get("loss").zip(of.get("loss_error")).filter(|_| is_enough)?;
    Some(Measured { value, error })
}

/// Of a hundred samples those off the data, of five steps.
pub fn off_the_data(of: &Metrics) -> Option<Measured> {
    let is_of_five = of.get("sampler_steps") == Some(5.0) && of.get("is_learned") == Some(1.0);
    Some(percent(SAMPLES * of.get("off_share").filter(|_| is_of_five)?, SAMPLES))
}

/// Whose samples come nearest: the place of the least MMD² among the three.
pub fn nearest(of: &Metrics) -> Option<Measured> {
    let all = ["mmd2_exact", "mmd2_energy", "mmd2_diffusion"].map(|name| of.get(name));
    let [Some(exact), Some(energy), Some(diffusion)] = all else { return None };
    let least = exact.min(energy).min(diffusion);
    let place = [exact, energy, diffusion].iter().position(|&one| one == least)?;
    Some(Measured { value: place as f64, error: 0.0 })
}

/// Of a hundred samples those that come home from half of the noise levels.
pub fn came_home(of: &Metrics) -> Option<Measured> {
    let [value, error] = ["home_from_half", "home_from_half_error"].map(|name| of.get(name));
    Some(Measured { value: 100.0 * value?, error: 100.0 * error? })
}

/// How far samples are from the nearest training point, over how far fresh data are.
pub fn nearest_training(of: &Metrics) -> Option<Measured> {
    let [value, error] = ["nearest_training", "nearest_training_error"].map(|name| of.get(name));
    let is_enough = of.get("copying_step").is_some_and(|step| step >= COPIES_AT);
    Some(Measured { value: value.filter(|_| is_enough)?, error: error? })
}

/// Of a hundred samples of a composition, corrected, those in the first part; none before it is known how many there should be.
pub fn composed(of: &Metrics) -> Option<Measured> {
    of.get("exact_composed_share")?;
    let is_corrected = of.get("composed_is_corrected") == Some(1.0);
    let [value, error] = ["composed_share", "composed_share_error"].map(|name| of.get(name));
    Some(Measured { value: 100.0 * value.filter(|_| is_corrected)?, error: 100.0 * error? })
}

/// log of the mass under the density, by the longest ladder.
pub fn log_mass(of: &Metrics) -> Option<Measured> {
    let is_long = of.get("log_z_rungs").is_some_and(|rungs| rungs >= RUNGS);
    let [value, error] = ["log_z", "log_z_error"].map(|name| of.get(name));
    Some(Measured { value: value.filter(|_| is_long)?, error: error? })
}

/// The bug that the diagnostics of all chains name, in the order of the museum; none comes last.
pub fn bug_named(of: &Metrics) -> Option<Measured> {
    let number = of.get("bug_named")?;
    let none = crate::settings::SamplerBug::BUGS.len() as f64;
    Some(Measured { value: if number == 0.0 { none } else { number - 1.0 }, error: 0.0 })
}

fn percent(count: f64, of: f64) -> Measured {
    Measured { value: 100.0 * count / of, error: 100.0 * share_error(count, of) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(numbers: &[(&'static str, f64)]) -> Metrics {
        let mut metrics = Metrics::default();
        numbers.iter().for_each(|&(name, value)| metrics.add(name, value));
        metrics
    }

    #[test]
    fn nothing_is_said_before_there_is_enough() {
        let race = |ess: f64| {
            of(&[
                ("ess_within", ess),
                ("evaluations", 1e5),
                ("rival_ess_within", 2000.0),
                ("rival_evaluations", 1e5),
            ])
        };
        assert_eq!(times_as_many(&race(99.0)), None);
        let Measured { value, error } = times_as_many(&race(200.0)).expect("enough");
        assert!((value - 10.0).abs() < 1e-9 && (error - 10.0 * (0.05_f64 + 0.005).sqrt()).abs() < 1e-9);
        assert_eq!(share_of_mass(&of(&[("first_share", 0.1), ("map_step", 599.0)])), None);
        assert_eq!(
            off_the_data(&of(&[("off_share", 0.1), ("sampler_steps", 100.0), ("is_learned", 1.0)])),
            None
        );
        assert_eq!(nearest(&of(&[("mmd2_exact", 0.1), ("mmd2_energy", 0.1)])), None);
    }

    #[test]
    fn shares_have_the_error_of_a_share_and_none_is_certain() {
        let Measured { value, error } = percent(0.0, 128.0);
        assert!(value == 0.0 && (1.0..1.2).contains(&error), "{error}");
        let place = |numbers: [f64; 3]| {
            let [a, b, c] = numbers;
            nearest(&of(&[("mmd2_exact", a), ("mmd2_energy", b), ("mmd2_diffusion", c)])).map(|of| of.value)
        };
        assert_eq!((place([3.0, 2.0, 1.0]), place([0.0, 2.0, 1.0])), (Some(2.0), Some(0.0)));
    }
}
