//! What a run is to the engine, whichever chapter it belongs to.

use crate::protocol::Frame;
use crate::protocol::draws::LaneDraws;
use crate::protocol::sharing::{Progress, Role};
use crate::protocol::weights::{NetworkWeights, Weights};
use crate::settings::Experiment;
use futures::future::LocalBoxFuture;

/// What the run of a chapter does. Most of it makes sense in some chapters only; in the others nothing happens.
pub trait ChapterRun {
    /// Works for about `budget_ms`, at most `steps` training steps or transitions, and `walk` steps of walkers beside.
    ///
    /// # Errors
    /// Says in words that the device is lost.
    fn advance(&mut self, steps: u32, walk: u32, budget_ms: f32) -> Answer<'_, Frame>;

    /// Takes over what acts live.
    fn tune(&mut self, _experiment: &Experiment) {}

    /// Moves the first Markov chain, or the first walker. A point that is not finite is nowhere.
    fn place(&mut self, _at: [f32; 2]) {}

    /// Shows the weights kept nearest to a training step, or again the newest.
    fn look_at(&mut self, _step: Option<u32>) {}

    /// Follows a point of the stage from a noise level. A point that is not finite is nowhere.
    fn hold(&mut self, _at: [f32; 2], _t: f32) {}

    /// Measures everything there is to measure, whenever nothing trains; or stops doing so.
    fn measure(&mut self, _on: bool) {}

    /// Puts walkers back to where they start.
    fn gather(&mut self) {}

    /// Takes a trained model along in the place of its family's. One that does not fit changes nothing, and the next frame
    /// says why.
    fn take_along(&mut self, _weights: &Weights) {}

    /// Shares the run with another engine, or does so no more.
    fn share(&mut self, _role: Role) {}

    /// Hears what the other engine of the run has done.
    fn hear(&mut self, _progress: Progress) {}

    /// What the other engine of the run has not been told yet.
    fn take_progress(&mut self) -> Option<Progress> {
        None
    }

    /// What its chains have drawn, lane by lane; none where there are no chains.
    fn draws(&self) -> Option<Vec<LaneDraws>> {
        None
    }

    /// The newest weights of all models that can be used elsewhere; none before the first training step.
    ///
    /// # Errors
    /// Says in words that the device is lost.
    fn export(&self) -> Answer<'_, Vec<Trained>> {
        Box::pin(async { Ok(Vec::new()) })
    }

    /// Goes on from weights that are [checked](Weights::check_for), in a run that has not trained. `seed` is the run's.
    fn restore(&mut self, _seed: u32, _weights: &Weights) {}
}

/// What a run works out, or words on why its device is lost.
pub type Answer<'a, T> = LocalBoxFuture<'a, Result<T, String>>;

/// Networks, the training steps behind each and the time these took.
pub struct Trained {
    /// What they were trained as, where that is not the run's own experiment.
    pub experiment: Option<Experiment>,
    pub networks: Vec<NetworkWeights>,
    pub step: u32,
    pub seconds: f64,
}
