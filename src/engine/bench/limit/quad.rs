//! Four numbers in one register.

#[cfg(target_arch = "wasm32")]
pub use simd128::Quad;

#[cfg(not(target_arch = "wasm32"))]
pub use array::Quad;

#[cfg(target_arch = "wasm32")]
mod simd128 {
    use core::arch::wasm32::{f32x4, f32x4_add, f32x4_extract_lane, f32x4_mul, f32x4_splat, v128};

    #[derive(Clone, Copy)]
    pub struct Quad(v128);

    impl Quad {
        pub const ZERO: Self = Self(f32x4(0.0, 0.0, 0.0, 0.0));

        #[inline(always)]
        pub fn splat(x: f32) -> Self {
            Self(f32x4_splat(x))
        }

        /// One instruction, as is [`store`](Self::store): the compiler sees that the four lie side by side.
        #[inline(always)]
        pub fn load(&[x, y, z, w]: &[f32; 4]) -> Self {
            Self(f32x4(x, y, z, w))
        }

        #[inline(always)]
        pub fn store(self, to: &mut [f32; 4]) {
            let of = self.0;
            *to = [
                f32x4_extract_lane::<0>(of),
                f32x4_extract_lane::<1>(of),
                f32x4_extract_lane::<2>(of),
                f32x4_extract_lane::<3>(of),
            ];
        }

        /// self + x·y, rounded twice: not every browser has one instruction for both.
        #[inline(always)]
        pub fn plus_product(self, x: Self, y: Self) -> Self {
            Self(f32x4_add(f32x4_mul(x.0, y.0), self.0))
        }
    }
}

#[cfg(not(target_arch = "wasm32"))]
mod array {
    /// The compiler finds the instructions.
    #[derive(Clone, Copy)]
    #[repr(align(16))]
    pub struct Quad([f32; 4]);

    impl Quad {
        pub const ZERO: Self = Self([0.0; 4]);

        #[inline(always)]
        pub fn splat(x: f32) -> Self {
            Self([x; 4])
        }

        #[inline(always)]
        pub fn load(from: &[f32; 4]) -> Self {
            Self(*from)
        }

        #[inline(always)]
        pub fn store(self, to: &mut [f32; 4]) {
            *to = self.0;
        }

        #[inline(always)]
        pub fn plus_product(self, x: Self, y: Self) -> Self {
            Self(std::array::from_fn(|i| x.0[i] * y.0[i] + self.0[i]))
        }
    }
}
