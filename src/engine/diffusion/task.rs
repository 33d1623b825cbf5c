//! The units of work of a run beside its training.

/// What there is to do beside training, one unit of work each: tens of milliseconds at most. The most urgent first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Task {
    Probe,
    /// The network's cloud after a change of sampler.
    Redraw,
    IdealCloud,
    /// Samples of another denoiser.
    Beside,
    Reference,
    LearnedCloud,
    Score,
    /// The first report of real against real. While a network trains its cloud is always stale: what is drawn once must not wait
    /// for that to end.
    FirstFloor,
    Marginal,
    ComposedLevel,
    ExactFate,
    /// How far the network is from the ideal denoiser, once for each cloud.
    Excess,
    /// Whether it copies, as often.
    Copying,
    Measure,
    StaleCloud,
    /// Of the weights whose cloud is drawn: not while they change.
    LearnedFate,
    RealVsReal,
}

impl Task {
    /// Whether it is a part of drawing and scoring samples of the newest weights, which another engine can do.
    pub fn is_drawing(&self) -> bool {
        matches!(self, Self::StaleCloud | Self::LearnedCloud | Self::Score | Self::Excess | Self::Copying)
    }
}
