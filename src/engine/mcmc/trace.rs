//! The inside of a transition as the page is told of it.

use crate::numerics::mcmc::{State, StepTrace, Transition};
use crate::numerics::{Point, Position};
use crate::protocol::mcmc::{Detail, Outcome};

/// A transition with where it set out from and what it did inside.
pub struct Watched<P> {
    pub from: State<P>,
    pub trace: StepTrace<P>,
    pub transition: Transition<P>,
}

/// The first two coordinates.
pub fn plane<P: Position>(x: &P) -> [f64; 2] {
    [x.as_ref()[0], x.as_ref()[1]]
}

/// A position with other first two coordinates.
pub fn with_first_two<P: AsMut<[f64]>>(mut x: P, at: Point) -> P {
    x.as_mut()[..2].copy_from_slice(&at);
    x
}

pub fn outcome<P>(transition: &Transition<P>) -> Outcome {
    match (transition.divergent, transition.accepted) {
        (true, _) => Outcome::Divergent,
        (false, true) => Outcome::Accepted,
        (false, false) => Outcome::Rejected,
    }
}

pub fn detail<P: Position>(watched: &Watched<P>) -> Detail {
    let Watched { from, trace, transition } = watched;
    Detail {
        from: seen(&from.x),
        proposal: seen(&transition.proposal),
        outcome: outcome(transition),
        acceptance: transition.acceptance as f32,
        cloud: trace.cloud.as_ref().map(|[mean, deviation]| [seen(mean), seen(deviation)]),
        velocity: trace.velocity.as_ref().map(seen),
        path: trace
            .path
            .iter()
            .flat_map(|(x, energy_error)| {
                let [x, y] = plane(x).map(|coordinate| coordinate as f32);
                [x, y, *energy_error as f32]
            })
            .collect(),
    }
}

/// A place that is nowhere, or too far to be drawn, is very far off the stage.
fn seen<P: Position>(x: &P) -> [f32; 2] {
    const FAR: f64 = 1e30;
    plane(x)
        .map(|coordinate| if coordinate.is_nan() { FAR as f32 } else { coordinate.clamp(-FAR, FAR) as f32 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_proposal_that_is_nowhere_is_far_off_the_stage() {
        let state = |x: [f64; 2]| State { x, log_density: 0.0, score: [0.0; 2] };
        let transition = Transition {
            proposal: [f64::NAN, f64::NEG_INFINITY],
            acceptance: 0.0,
            accepted: false,
            divergent: true,
            evaluations: 1,
        };
        let trace = StepTrace { cloud: Some([[1e300, 0.0], [1.0, 1.0]]), velocity: None, path: Vec::new() };
        let told = detail(&Watched { from: state([0.0, 1.0]), trace, transition });
        assert_eq!((told.proposal, told.from), ([1e30, -1e30], [0.0, 1.0]));
    }
}
