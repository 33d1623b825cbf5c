//! A lane of chains on a density of any dimension.

use crate::protocol::draws::LaneDraws;
use crate::protocol::mcmc::Lane;
use crate::settings::{McmcSettings, Sampler};

/// What a run does with a lane, whatever its density's dimension.
pub trait AnyLane {
    /// One transition of the next chains; `watch` keeps the inside of the first one's. Whether every chain has now moved as
    /// often as the others.
    fn step(&mut self, watch: bool) -> bool;

    /// Whether the next transition belongs to the warm-up.
    fn warms_up(&self) -> bool;

    /// Evaluations of the density since what is measured began.
    fn evaluations(&self) -> f64;

    /// Takes over settings; a sampler that moves otherwise than before starts its diagnostics afresh, and is told.
    fn tune(&mut self, sampler: Sampler, settings: &McmcSettings) -> bool;

    /// Puts the first chain at a point of the first two coordinates, if the density is not zero there. No sampler made
    /// that jump, so measuring starts afresh.
    fn place(&mut self, at: [f64; 2]);

    /// Adds to the time this lane has taken.
    fn note_time(&mut self, seconds: f64);

    /// What the page is told; what it has been told is forgotten.
    fn report(&mut self, measure: bool) -> Lane;

    /// Whether something has been drawn since the last measurement.
    fn has_news(&self) -> bool;

    /// The draws that it is measured by.
    fn draws(&self) -> LaneDraws;
}
