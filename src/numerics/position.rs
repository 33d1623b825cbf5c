//! Places in R^d, of one chain and of several side by side.

use super::kernel::lanes::{LANES, Lanes};

/// A point of the plane.
pub type Point = [f64; 2];

/// A place in R^d: a [`Point`], or a `Vec<f64>` where d is not 2.
pub trait Position: Clone + AsRef<[f64]> + AsMut<[f64]> + 'static {
    /// Places of [`LANES`] chains, coordinate by coordinate.
    type Lanes: Clone + AsRef<[Lanes<LANES>]> + AsMut<[Lanes<LANES>]>;

    /// All chains here.
    fn splat(&self) -> Self::Lanes;

    /// The place of one chain.
    fn of_lane(places: &Self::Lanes, lane: usize) -> Self;
}

impl Position for Point {
    type Lanes = [Lanes<LANES>; 2];

    #[inline]
    fn splat(&self) -> Self::Lanes {
        self.map(Lanes::splat)
    }

    #[inline]
    fn of_lane(places: &Self::Lanes, lane: usize) -> Self {
        places.map(|coordinates| coordinates.0[lane])
    }
}

impl Position for Vec<f64> {
    type Lanes = Vec<Lanes<LANES>>;

    #[inline]
    fn splat(&self) -> Self::Lanes {
        self.iter().copied().map(Lanes::splat).collect()
    }

    #[inline]
    fn of_lane(places: &Self::Lanes, lane: usize) -> Self {
        places.iter().map(|coordinates| coordinates.0[lane]).collect()
    }
}

/// Several places, at least one and at most [`LANES`]; lanes beyond them repeat the first.
pub fn side_by_side<'a, P: Position>(mut places: impl Iterator<Item = &'a P>) -> P::Lanes {
    let mut lanes = places.next().expect("a place").splat();
    for (index, place) in places.enumerate() {
        for (coordinates, coordinate) in lanes.as_mut().iter_mut().zip(place.as_ref()) {
            coordinates.0[index + 1] = *coordinate;
        }
    }
    lanes
}
