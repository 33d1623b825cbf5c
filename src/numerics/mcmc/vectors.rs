//! The few operations on positions that the samplers share; for a point of the plane they unroll.

use crate::numerics::kernel::lanes::Lanes;
use crate::numerics::{Position, Rng};
use std::ops::{AddAssign, Mul};

/// A coordinate of one chain, or of several side by side.
pub trait Number: Copy + AddAssign + Mul<f64, Output = Self> {}

impl Number for f64 {}

impl<const N: usize> Number for Lanes<N> {}

/// x += factor · s ∘ v.
#[inline]
pub fn add_scaled<T: Number, V, P>(x: &mut V, factor: f64, inverse_mass_sqrt: &P, v: &V)
where
    V: AsRef<[T]> + AsMut<[T]>,
    P: Position,
{
    for ((x, scale), v) in x.as_mut().iter_mut().zip(inverse_mass_sqrt.as_ref()).zip(v.as_ref()) {
        *x += *v * (factor * scale);
    }
}

/// x += v.
#[inline]
pub fn add<T: Number, V: AsRef<[T]> + AsMut<[T]>>(x: &mut V, v: &V) {
    for (x, v) in x.as_mut().iter_mut().zip(v.as_ref()) {
        *x += *v;
    }
}

#[inline]
pub fn dot<P: Position>(one: &P, other: &P) -> f64 {
    one.as_ref().iter().zip(other.as_ref()).map(|(one, other)| one * other).sum()
}

/// |(one − other) / s|².
#[inline]
pub fn square_distance<P: Position>(one: &P, other: &P, inverse_mass_sqrt: &P) -> f64 {
    let terms = one.as_ref().iter().zip(other.as_ref()).zip(inverse_mass_sqrt.as_ref());
    terms.map(|((one, other), scale)| ((one - other) / scale).powi(2)).sum()
}

/// factor · s.
pub fn scaled<P: Position>(inverse_mass_sqrt: &P, factor: f64) -> P {
    let mut result = inverse_mass_sqrt.clone();
    result.as_mut().iter_mut().for_each(|scale| *scale *= factor);
    result
}

/// s ∘ v.
#[inline]
pub fn product<P: Position>(inverse_mass_sqrt: &P, v: &P) -> P {
    let mut result = v.clone();
    for (part, scale) in result.as_mut().iter_mut().zip(inverse_mass_sqrt.as_ref()) {
        *part *= scale;
    }
    result
}

/// Independent standard normals in the form of `like`.
#[inline]
pub fn normals<P: Position>(like: &P, rng: &mut Rng) -> P {
    let mut draws = like.clone();
    draws.as_mut().iter_mut().for_each(|draw| *draw = rng.normal());
    draws
}
