//! Densities and chains as the settings ask for them.

use super::any_lane::AnyLane;
use super::lane::Chains;
use super::log_z::{AnyLogZ, LogZInProgress};
use super::trace::with_first_two;
use crate::numerics::Point;
use crate::numerics::dataset::Law;
use crate::numerics::density::marginal::bins;
use crate::numerics::density::{
    Banana, CorrelatedGaussian, DataDensity, EightGaussians, Funnel, Landscape, PairOfGaussians,
    Probabilities, RezendeMohamed, Ring, Squiggle, ThreeGaussians,
};
use crate::numerics::rng::{Rng, Stream};
use crate::settings::{DataSettings, McmcSettings, StageSquare, StartPlace, Target};
use std::rc::Rc;

type Bins = dyn Fn(usize, &StageSquare, usize) -> Vec<f64>;

/// What is known exactly of the density on the stage: for more dimensions, of the law of the first two coordinates.
pub struct Known {
    /// log p and its gradient.
    pub height: Box<dyn Fn(Point) -> (f64, Point)>,
    /// Probability of each of so many bins of a coordinate over a square's side.
    pub bins: Box<Bins>,
    /// The mode that a place belongs to.
    pub mode: Box<dyn Fn(Point) -> usize>,
    /// Whether the chains move in these two coordinates alone.
    pub is_all: bool,
    pub modes: Vec<String>,
    pub shares: Vec<f64>,
}

impl Known {
    /// Of a density of two dimensions, whatever its type of position.
    fn of<D: Probabilities + ?Sized + 'static>(target: Rc<D>) -> Self {
        let (modes, shares) = (target.modes(), target.shares());
        let (also, third) = (target.clone(), target.clone());
        let height = move |at: Point| {
            let (height, score) = target.log_density_and_score(&with_first_two(target.heart(0), at));
            (height, [score.as_ref()[0], score.as_ref()[1]])
        };
        let bins = move |axis, square: &StageSquare, count| bins(&*also, axis, square, count);
        let mode = move |at| third.mode_of(&with_first_two(third.heart(0), at));
        Self {
            height: Box::new(height),
            bins: Box::new(bins),
            mode: Box::new(mode),
            is_all: true,
            modes,
            shares,
        }
    }
}

/// One lane for each sampler that runs, all from the same places, and what is known of their density.
pub fn set_up(seed: u32, data: &DataSettings, settings: &McmcSettings) -> (Vec<Box<dyn AnyLane>>, Known) {
    if settings.target == Target::PairOfGaussians {
        let pair = Rc::new(PairOfGaussians::new(settings.dimension));
        let known = Known::of(Rc::new(PairOfGaussians::new(2)));
        return (lanes(pair, seed, data, settings), Known { is_all: settings.dimension == 2, ..known });
    }
    let target = plane(data, settings);
    (lanes(target.clone(), seed, data, settings), Known::of(target))
}

/// What estimates the mass of the density, where the reader wants to know it.
pub fn log_z(seed: u32, data: &DataSettings, settings: &McmcSettings) -> Option<Box<dyn AnyLogZ>> {
    if !settings.weighs() {
        return None;
    }
    let square = settings.target.stage(data);
    if settings.target == Target::PairOfGaussians {
        let pair = Rc::new(PairOfGaussians::new(settings.dimension));
        return Some(Box::new(LogZInProgress::new(pair, settings, &square, seed, 0.0)));
    }
    let target = plane(data, settings);
    let exact = target.log_mass();
    Some(Box::new(LogZInProgress::new(target, settings, &square, seed, exact)))
}

fn plane(data: &DataSettings, settings: &McmcSettings) -> Rc<dyn Probabilities<Position = Point>> {
    match settings.target {
        Target::RezendeMohamed => Rc::new(RezendeMohamed::default()),
        Target::Banana => Rc::new(Banana::default()),
        Target::Funnel => Rc::new(Funnel::default()),
        Target::Ring => Rc::new(Ring::default()),
        Target::EightGaussians => Rc::new(EightGaussians::default()),
        Target::ThreeGaussians => Rc::new(ThreeGaussians::default()),
        Target::Squiggle => Rc::new(Squiggle::default()),
        Target::CorrelatedGaussian => Rc::new(CorrelatedGaussian::default()),
        // The pair has more dimensions than the plane.
        Target::Data | Target::PairOfGaussians => Rc::new(DataDensity::new(&Law::new(data, settings.sigma))),
    }
}

fn lanes<D>(target: Rc<D>, seed: u32, data: &DataSettings, settings: &McmcSettings) -> Vec<Box<dyn AnyLane>>
where
    D: Landscape + ?Sized + 'static,
{
    let square = settings.target.stage(data);
    let starts = starts(&*target, &square, seed, settings);
    let samplers = settings.lanes().into_iter().enumerate();
    samplers
        .map(|(lane, sampler)| {
            let chains = Chains::new(target.clone(), sampler, settings, square, seed, lane, &starts);
            Box::new(chains) as Box<dyn AnyLane>
        })
        .collect()
}

/// Where each chain starts. Coordinates beyond the stage's two start at the first mode's heart.
fn starts<D: Landscape + ?Sized>(
    target: &D,
    square: &StageSquare,
    seed: u32,
    settings: &McmcSettings,
) -> Vec<D::Position> {
    let mut rng = Rng::new(seed, Stream::Starts);
    let start = |_| match settings.start {
        StartPlace::OneMode => target.heart(0),
        StartPlace::Scattered => {
            let mut middle_half = |low: f64| low + square.side * (0.25 + 0.5 * rng.uniform());
            let at = [middle_half(square.x), middle_half(square.y)];
            with_first_two(target.heart(0), at)
        }
    };
    (0..settings.chains.max(1)).map(start).collect()
}
