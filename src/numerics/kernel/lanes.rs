//! Numbers side by side, one a chain: every operation is done to each, so each lane gets the bits it would get alone.

use std::ops::{Add, AddAssign, Div, Mul, Neg, Sub};
use wide::f64x2;

/// Chains that move side by side.
pub const LANES: usize = 8;

/// `N` numbers; pairs of them share a vector instruction.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Lanes<const N: usize>(pub [f64; N]);

impl<const N: usize> Lanes<N> {
    pub const fn splat(number: f64) -> Self {
        Self([number; N])
    }

    #[inline(always)]
    pub fn map(self, f: impl Fn(f64) -> f64) -> Self {
        self.zip(self, |one, _| f(one))
    }

    #[inline(always)]
    pub fn zip(mut self, other: Self, f: impl Fn(f64, f64) -> f64) -> Self {
        for lane in 0..N {
            self.0[lane] = f(self.0[lane], other.0[lane]);
        }
        self
    }

    /// As `zip`, by twos, and the last of an odd number by itself. Left to find the pairs, the compiler finds none.
    #[inline(always)]
    fn by_twos(
        mut self,
        other: Self,
        two: impl Fn(f64x2, f64x2) -> f64x2,
        one: impl Fn(f64, f64) -> f64,
    ) -> Self {
        let (pairs, last) = self.0.as_chunks_mut();
        let (other_pairs, other_last) = other.0.as_chunks();
        for (pair, &other) in pairs.iter_mut().zip(other_pairs) {
            *pair = two(f64x2::new(*pair), f64x2::new(other)).to_array();
        }
        for (last, &other) in last.iter_mut().zip(other_last) {
            *last = one(*last, other);
        }
        self
    }

    #[inline(always)]
    pub fn abs(self) -> Self {
        self.by_twos(self, |one, _| one.abs(), |one, _| one.abs())
    }

    #[inline(always)]
    pub fn sqrt(self) -> Self {
        self.by_twos(self, |one, _| one.sqrt(), |one, _| one.sqrt())
    }

    /// The greater; this one where either is not a number.
    #[inline(always)]
    pub fn at_least(self, other: Self) -> Self {
        self.zip(other, |one, other| if one < other { other } else { one })
    }
}

macro_rules! operators {
    ($($name:ident $function:ident $operator:tt,)*) => {$(
        impl<const N: usize> $name for Lanes<N> {
            type Output = Self;

            #[inline(always)]
            fn $function(self, other: Self) -> Self {
                self.by_twos(other, |one, other| one $operator other, |one, other| one $operator other)
            }
        }

        impl<const N: usize> $name<f64> for Lanes<N> {
            type Output = Self;

            #[inline(always)]
            fn $function(self, other: f64) -> Self {
                self $operator Self::splat(other)
            }
        }
    )*};
}

operators! { Add add +, Sub sub -, Mul mul *, Div div /, }

impl<const N: usize> AddAssign for Lanes<N> {
    #[inline(always)]
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl<const N: usize> Neg for Lanes<N> {
    type Output = Self;

    #[inline(always)]
    fn neg(self) -> Self {
        self.by_twos(self, |one, _| -one, |one, _| -one)
    }
}
