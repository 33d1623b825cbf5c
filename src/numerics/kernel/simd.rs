//! Several numbers at a time, and the activations on them. Only operations that every platform rounds alike: the same bits in
//! the browser and natively.

use crate::settings::Activation;
use bytemuck::{Pod, cast, cast_slice, pod_read_unaligned};
use std::ops::{Add, Mul};
use wide::i32x8;
pub use wide::{f32x4, f32x8};

/// Numbers side by side. Eight are one vector of a newer processor; of an older one, and in a browser, two.
pub trait Vector: Pod + From<f32> + Add<Output = Self> + Mul<Output = Self> {
    const LANES: usize = size_of::<Self>() / size_of::<f32>();
}

impl Vector for f32x4 {}
impl Vector for f32x8 {}

/// The first numbers of `from`.
#[inline(always)]
pub fn load<V: Vector>(from: &[f32]) -> V {
    pod_read_unaligned(cast_slice(&from[..V::LANES]))
}

/// Writes over the first four numbers of `to`.
#[inline(always)]
pub fn store(to: &mut [f32], four: f32x4) {
    let (place, _) = to.split_first_chunk_mut::<4>().expect("four places");
    *place = four.to_array();
}

/// φ, with its slope.
pub struct Curve {
    activation: Activation,
    /// See [`NUMBERS`].
    k: [f32x8; 13],
}

/// The limit that z is held to (beyond it σ is 0 or 1 to all digits, and numbers so small that processors stumble over them
/// must not come about), −log₂ e, 1.5 · 2²³, −ln 2, a minimax polynomial of e^r on |r| ≤ ½ ln 2 (relative error
/// 7.5e-8), highest power first, whose last is 1; then 2.
static NUMBERS: [f32; 13] = [
    40.0,
    -40.0,
    -std::f32::consts::LOG2_E,
    12_582_912.0,
    -std::f32::consts::LN_2,
    0.008_297_655,
    0.041_915_38,
    0.166_675_75,
    0.499_988_95,
    0.999_999_7,
    1.0,
    2.0,
    0.0,
];

impl Curve {
    pub fn new(activation: Activation) -> Self {
        // Where the compiler cannot see what they are it keeps them in registers; a wasm engine builds a constant vector from
        // integers at each use.
        Self { activation, k: std::hint::black_box(&NUMBERS).map(f32x8::splat) }
    }

    /// φ(z) and φ'(z) of every `z`, in place, eights of them; not-a-number stays not-a-number.
    pub fn apply(&self, z: &mut [f32], slopes: Option<&mut [f32]>) {
        match self.activation {
            Activation::Silu => each(z, slopes, |z| self.silu(z)),
            Activation::Softplus => each(z, slopes, |z| self.softplus(z)),
            Activation::Tanh => each(z, slopes, |z| self.tanh(z)),
        }
    }

    /// z σ(z), and σ (1 + z (1 − σ)).
    #[inline(always)]
    fn silu(&self, z: f32x8) -> (f32x8, f32x8) {
        let one = self.k[10];
        let gate = one / (one + self.exp_of_minus(z));
        let value = z * gate;
        (value, value * (one - gate) + gate)
    }

    /// max(z, 0) + ln(1 + e^−|z|), and σ.
    #[inline(always)]
    fn softplus(&self, z: f32x8) -> (f32x8, f32x8) {
        let [one, zero] = [self.k[10], self.k[12]];
        let gate = one / (one + self.exp_of_minus(z));
        // 0, but for what is not a number.
        let nan = z * zero;
        let value = z.fast_max(zero) + self.exp_of_minus(z.abs()).ln_1p() + nan;
        (value, gate + nan)
    }

    /// (1 − e^−2|z|) / (1 + e^−2|z|) with the sign of z, and 1 − tanh².
    #[inline(always)]
    fn tanh(&self, z: f32x8) -> (f32x8, f32x8) {
        let one = self.k[10];
        let small = self.exp_of_minus(z.abs() * self.k[11]);
        let value = ((one - small) / (one + small)).copysign(z) + z * self.k[12];
        (value, one - value * value)
    }

    /// e^−z within 2 units in the last place, for z held to ± 40.
    #[inline(always)]
    fn exp_of_minus(&self, z: f32x8) -> f32x8 {
        let k = &self.k;
        let z = z.fast_min(k[0]).fast_max(k[1]);
        // Adding 1.5 · 2²³ leaves the nearest integer in the lowest bits.
        let shifted = z * k[2] + k[3];
        // −z − n ln 2
        let r = (shifted - k[3]) * k[4] - z;
        let mantissa = ((((k[5] * r + k[6]) * r + k[7]) * r + k[8]) * r + k[9]) * r + k[10];
        let power: i32x8 = cast(shifted);
        mantissa * cast::<i32x8, f32x8>((power << 23) + i32x8::splat(0x3f80_0000))
    }
}

#[inline(always)]
fn each(z: &mut [f32], slopes: Option<&mut [f32]>, curve: impl Fn(f32x8) -> (f32x8, f32x8)) {
    let z = z.as_chunks_mut::<8>().0.iter_mut();
    match slopes {
        None => z.for_each(|z| *z = curve(f32x8::new(*z)).0.to_array()),
        Some(slopes) => z.zip(slopes.as_chunks_mut::<8>().0).for_each(|(z, to)| {
            let (value, slope) = curve(f32x8::new(*z));
            (*z, *to) = (value.to_array(), slope.to_array());
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn activations_and_their_slopes_are_those_of_f64() {
        let exact = |activation: Activation, z: f64| {
            let gate = 1.0 / (1.0 + (-z).exp());
            match activation {
                Activation::Silu => [z * gate, gate * (1.0 + z * (1.0 - gate))],
                Activation::Softplus => [z.max(0.0) + (-z.abs()).exp().ln_1p(), gate],
                Activation::Tanh => [z.tanh(), 1.0 - z.tanh().powi(2)],
            }
        };
        for activation in [Activation::Silu, Activation::Softplus, Activation::Tanh] {
            let zs: Vec<f32> = (-4000..4000).map(|step| step as f32 / 40.0).collect();
            let (mut values, mut slopes) = (zs.clone(), zs.clone());
            Curve::new(activation).apply(&mut values, Some(&mut slopes));
            for ((z, value), slope) in zs.iter().zip(&values).zip(&slopes) {
                let [exact_value, exact_slope] = exact(activation, f64::from(*z));
                let size = exact_value.abs().max(1.0);
                assert!((f64::from(*value) - exact_value).abs() < 4e-7 * size, "{activation:?} {z}: {value}");
                assert!((f64::from(*slope) - exact_slope).abs() < 1e-6, "{activation:?} {z}: slope {slope}");
            }
            let mut nan = [f32::NAN, 1.0, f32::NAN, -1.0, 0.0, 0.0, f32::NAN, 0.0];
            let lost = nan.map(f32::is_nan);
            Curve::new(activation).apply(&mut nan, None);
            assert_eq!(nan.map(f32::is_nan), lost);
        }
    }
}
