//! How long work takes, and how much of it is left.

use web_time::Duration;

/// Of what work is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// A training step of either model.
    EnergyStep,
    DiffusionStep,
    /// An evaluation of the exact density, of the energy model and of the diffusion model, for one walker.
    Exact,
    Energy,
    Diffusion,
    /// Two sets of points are compared.
    Comparison,
}

/// How many there are.
pub const UNITS: usize = 6;

/// So much of each unit.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Amounts([f64; UNITS]);

impl Amounts {
    pub fn add(&mut self, unit: Unit, amount: f64) {
        let sum = &mut self.0[unit as usize];
        // What is taken away may have been guessed too low.
        *sum = (*sum + amount).max(0.0);
    }

    pub fn add_all(&mut self, other: &Self) {
        self.0.iter_mut().zip(other.0).for_each(|(sum, amount)| *sum += amount);
    }
}

/// What each unit has cost so far.
#[derive(Clone, Debug, Default)]
pub struct Costs {
    /// Seconds, and units that took them.
    measured: [(f64, f64); UNITS],
}

impl Costs {
    pub fn note(&mut self, unit: Unit, amount: f64, time: Duration) {
        if amount > 0.0 {
            let (seconds, units) = &mut self.measured[unit as usize];
            *seconds += time.as_secs_f64();
            *units += amount;
        }
    }

    /// Forgets what a unit has cost: it is another one now.
    pub fn forget(&mut self, unit: Unit) {
        self.measured[unit as usize] = (0.0, 0.0);
    }

    /// Whether anything has been measured.
    pub fn are_known(&self) -> bool {
        self.measured.iter().any(|(seconds, _)| *seconds > 0.0)
    }

    /// Seconds that all of it takes. A unit that has not been measured yet is taken for as much dearer or cheaper than
    /// `guesses`, seconds a unit, as those are that have been.
    pub fn seconds(&self, amounts: &Amounts, guesses: &[f64; UNITS]) -> f64 {
        let (mut measured, mut guessed) = (0.0, 0.0);
        for ((seconds, units), guess) in self.measured.iter().zip(guesses) {
            measured += seconds;
            guessed += units * guess;
        }
        let slower = if measured > 0.0 { measured / guessed } else { 1.0 };
        let each = self
            .measured
            .iter()
            .zip(guesses)
            .map(|((seconds, units), guess)| if *units > 0.0 { seconds / units } else { guess * slower });
        amounts.0.iter().zip(each).map(|(amount, each)| amount * each).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_measured_is_guessed_from_what_is() {
        let guesses = [1.0, 2.0, 0.5, 1.0, 1.0, 1.0];
        let mut costs = Costs::default();
        let mut left = Amounts::default();
        left.add(Unit::EnergyStep, 10.0);
        left.add(Unit::DiffusionStep, 10.0);
        assert!(!costs.are_known());
        assert_eq!(costs.seconds(&left, &guesses), 30.0);
        costs.note(Unit::EnergyStep, 4.0, Duration::from_secs(12));
        assert!(costs.are_known());
        assert_eq!(costs.seconds(&left, &guesses), 30.0 + 60.0, "three times as slow as guessed");
        costs.note(Unit::DiffusionStep, 1.0, Duration::from_secs(1));
        assert_eq!(costs.seconds(&left, &guesses), 30.0 + 10.0);
        costs.forget(Unit::DiffusionStep);
        assert_eq!(costs.seconds(&left, &guesses), 90.0);
        left.add(Unit::EnergyStep, -11.0);
        left.add(Unit::DiffusionStep, -10.0);
        assert_eq!(left, Amounts::default());
    }
}
