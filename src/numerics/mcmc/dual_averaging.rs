//! Dual averaging of a step size towards an acceptance rate (Nesterov 2009; Hoffman & Gelman 2014, §3.2).

/// γ, t₀ and κ of Hoffman & Gelman 2014.
const SHRINKAGE: f64 = 0.05;
const STABILISER: f64 = 10.0;
const FORGETTING: f64 = 0.75;

#[derive(Clone, Debug, PartialEq)]
pub struct DualAveraging {
    /// δ, the acceptance rate wanted.
    target: f64,
    /// μ = log(10 ε₀): where the search shrinks to.
    mu: f64,
    count: f64,
    /// H̄, the averaged shortfall.
    shortfall: f64,
    log_step: f64,
    /// log ε̄.
    log_average: f64,
}

impl DualAveraging {
    /// A search from the positive `step_size`.
    pub fn new(step_size: f64, target: f64) -> Self {
        Self {
            target,
            mu: (10.0 * step_size).ln(),
            count: 0.0,
            shortfall: 0.0,
            log_step: step_size.ln(),
            log_average: step_size.ln(),
        }
    }

    /// Learns from one acceptance probability, or the mean over several chains.
    pub fn update(&mut self, acceptance: f64) {
        self.count += 1.0;
        let weight = 1.0 / (self.count + STABILISER);
        self.shortfall += weight * (self.target - acceptance - self.shortfall);
        self.log_step = self.mu - self.count.sqrt() / SHRINKAGE * self.shortfall;
        let weight = self.count.powf(-FORGETTING);
        self.log_average += weight * (self.log_step - self.log_average);
    }

    /// ε to try next.
    pub fn step_size(&self) -> f64 {
        self.log_step.exp()
    }

    /// ε̄ to keep once the search ends.
    pub fn average(&self) -> f64 {
        self.log_average.exp()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A sampler whose acceptance is known: e^(−ε).
    fn tune(target: f64, updates: usize) -> DualAveraging {
        let mut search = DualAveraging::new(3.0, target);
        for _ in 0..updates {
            search.update((-search.step_size()).exp());
        }
        search
    }

    #[test]
    fn finds_the_step_size_of_the_wanted_acceptance() {
        for target in [0.234, 0.574, 0.8] {
            let found = (-tune(target, 2000).average()).exp();
            assert!((found - target).abs() < 0.01, "{target}: {found}");
            // Control: it does take the updates.
            assert!(((-tune(target, 1).average()).exp() - target).abs() > 0.05);
        }
    }
}
