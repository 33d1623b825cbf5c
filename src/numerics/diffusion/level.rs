//! Noise levels, and the path that leads through them from data to noise.

use super::schedule::Schedule;
use crate::settings::{DiffusionBug, DiffusionSettings, Prediction};

/// Signal left at the far end of a straight path: none at all would leave its clean point undefined.
const LEAST_SIGNAL: f64 = 1e-4;

/// How much of the clean point and of noise a level holds: x = a x₀ + b ε.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Level {
    /// a.
    pub signal_rate: f64,
    /// b.
    pub noise_rate: f64,
}

impl Level {
    /// No noise at all.
    pub const DATA: Self = Self { signal_rate: 1.0, noise_rate: 0.0 };

    /// Noise over signal: the σ of Karras et al. 2022.
    pub fn sigma(&self) -> f64 {
        self.noise_rate / self.signal_rate
    }

    /// Half the log of the signal-to-noise ratio, −ln σ: the λ of Lu et al. 2022.
    pub fn half_log_snr(&self) -> f64 {
        -self.sigma().ln()
    }

    /// By what x is divided to have the variance of standardised data: √(a² + b²), 1 where variance is preserved.
    pub fn size(&self) -> f64 {
        self.signal_rate.hypot(self.noise_rate)
    }

    /// ᾱ: the share of variance that is signal.
    pub fn alpha_bar(&self) -> f64 {
        (self.signal_rate / self.size()).powi(2)
    }
}

/// The levels of the timesteps `0..T`, the least noise first.
#[derive(Clone, Debug, PartialEq)]
pub struct Path(Vec<Level>);

impl Path {
    /// The path of `settings`: that of their schedule, or the straight one of flow matching.
    pub fn of(settings: &DiffusionSettings) -> Self {
        match settings.prediction {
            Prediction::Flow => Self::straight(settings.timesteps),
            _ if settings.bug == DiffusionBug::BetaClipped && settings.has(settings.bug) => {
                Self::diffused(&Schedule::capped_cosine(settings.timesteps))
            }
            _ => Self::diffused(&Schedule::new(settings.schedule, settings.timesteps)),
        }
    }

    /// a = √ᾱ_t, b = √(1 − ᾱ_t): variance is preserved.
    pub fn diffused(schedule: &Schedule) -> Self {
        let level =
            |alpha_bar: &f64| Level { signal_rate: alpha_bar.sqrt(), noise_rate: (1.0 - alpha_bar).sqrt() };
        Self(schedule.alpha_bars.iter().map(level).collect())
    }

    /// a = 1 − s, b = s at s = (t + 1) / T (Lipman et al. 2023, arXiv:2210.02747, with optimal-transport paths).
    pub fn straight(timesteps: usize) -> Self {
        let level = |t: usize| {
            let noise = ((t + 1) as f64 / timesteps as f64).min(1.0 - LEAST_SIGNAL);
            Level { signal_rate: 1.0 - noise, noise_rate: noise }
        };
        Self((0..timesteps).map(level).collect())
    }

    /// T.
    pub fn timesteps(&self) -> usize {
        self.0.len()
    }

    /// # Panics
    /// If `t` is not below T.
    pub fn level(&self, t: usize) -> Level {
        self.0[t]
    }

    pub fn levels(&self) -> &[Level] {
        &self.0
    }

    /// The level with the most noise.
    ///
    /// # Panics
    /// If T is 0.
    pub fn last(&self) -> Level {
        self.0[self.0.len() - 1]
    }
}
