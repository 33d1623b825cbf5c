//! How long work takes, and how much of it is left.

use web_time::{Duration, Instant};

/// How fast frames of before are forgotten.
const MEMORY: f64 = 0.95;
/// A longer pause between two frames is no waiting for the page, but the reader's, in seconds.
const PAUSE: f64 = 1.0;

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

    /// That of these units alone.
    pub fn only(&self, units: &[Unit]) -> Self {
        let mut only = Self::default();
        units.iter().for_each(|&unit| only.add(unit, self.0[unit as usize]));
        only
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

    /// The same by two engines. Each model is trained by one of them, and its walkers wait for that; all else is halved.
    pub fn seconds_of_two(&self, amounts: &Amounts, guesses: &[f64; UNITS]) -> f64 {
        let of = |units: &[Unit]| self.seconds(&amounts.only(units), guesses);
        let models = [(Unit::EnergyStep, Unit::Energy), (Unit::DiffusionStep, Unit::Diffusion)];
        let of_models = models.map(|(step, walker)| of(&[step]) + 0.5 * of(&[walker]));
        of_models.into_iter().fold(0.5 * self.seconds(amounts, guesses), f64::max)
    }
}

/// How much of the time that passes is work: between two frames an engine waits for the page.
#[derive(Debug, Default)]
pub struct Waiting {
    /// Seconds.
    worked: f64,
    passed: f64,
    ended: Option<Instant>,
}

impl Waiting {
    /// Notes a frame that was worked on from `begin` to `end`.
    pub fn note(&mut self, begin: Instant, end: Instant) {
        let waited = self.ended.replace(end).map(|ended| (begin - ended).as_secs_f64());
        if let Some(waited) = waited.filter(|&waited| waited < PAUSE) {
            let worked = (end - begin).as_secs_f64();
            self.worked = MEMORY * self.worked + worked;
            self.passed = MEMORY * self.passed + worked + waited;
        }
    }

    /// Seconds that pass in a second of work.
    pub fn stretch(&self) -> f64 {
        if self.worked > 0.0 { self.passed / self.worked } else { 1.0 }
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
        let only = left.only(&[Unit::DiffusionStep]);
        assert_eq!(costs.seconds(&only, &guesses), 60.0);
        left.add(Unit::EnergyStep, -11.0);
        left.add(Unit::DiffusionStep, -10.0);
        assert_eq!(left, Amounts::default());
    }

    #[test]
    fn two_engines_halve_what_can_be_shared_but_not_the_training_of_one_model() {
        let guesses = [1.0; UNITS];
        let of = |energy_steps, diffusion_steps, walkers| {
            let mut left = Amounts::default();
            left.add(Unit::EnergyStep, energy_steps);
            left.add(Unit::DiffusionStep, diffusion_steps);
            left.add(Unit::Energy, walkers);
            Costs::default().seconds_of_two(&left, &guesses)
        };
        assert_eq!(of(10.0, 10.0, 0.0), 10.0);
        assert_eq!(of(28.0, 4.0, 0.0), 28.0, "the other engine cannot help");
        assert_eq!(of(28.0, 4.0, 6.0), 31.0, "its walkers wait for it");
        assert_eq!(of(0.0, 0.0, 6.0), 3.0);
    }

    #[test]
    fn waiting_for_the_page_counts_and_a_pause_of_the_reader_does_not() {
        let begin = Instant::now();
        let at = |ms| begin + Duration::from_millis(ms);
        let mut waiting = Waiting::default();
        assert_eq!(waiting.stretch(), 1.0);
        waiting.note(at(0), at(80));
        for frame in 1..4 {
            waiting.note(at(120 * frame), at(120 * frame + 80));
        }
        assert!((waiting.stretch() - 1.5).abs() < 1e-9);
        waiting.note(at(60_000), at(60_080));
        assert!((waiting.stretch() - 1.5).abs() < 1e-9);
    }
}
