//! The yardstick's matrix product: one thread, blocked by hand, written apart from the kernels that it is held against.

use bytemuck::{Pod, cast_slice, pod_read_unaligned};
use std::ops::{Add, Mul};
use wide::{f32x4, f32x8};

/// C = A·B for one block of rows, with operands of its own that lie as the loop reads them: what the product costs where
/// nothing else has to be done.
pub struct Product {
    rows: usize,
    inner: usize,
    columns: usize,
    tile: Tile,
    /// Tiles of A's rows, each `[inner, tile.rows]`.
    a: Vec<f32>,
    /// Panels of B's columns, each `[inner, tile.columns]`, the last filled up with zeros.
    b: Vec<f32>,
    /// Panels of C's columns, each `[rows, tile.columns]`.
    c: Vec<f32>,
}

/// What of C is summed up in registers.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Tile {
    rows: usize,
    columns: usize,
}

impl Tile {
    /// The fastest with the 16 registers that V8 has on x86: 8 sums, and 4 operands beside.
    const WIDE: Self = Self { rows: 2, columns: 16 };
    /// For matrices of at most four columns.
    const NARROW: Self = Self { rows: 8, columns: 4 };
}

impl Product {
    /// A `[rows, inner]` times B `[inner, columns]`, their numbers in [−½, ½) and the same each time.
    ///
    /// # Panics
    /// If the rows are no multiple of 2, or of 8 where there are at most four columns.
    pub fn new(rows: usize, inner: usize, columns: usize) -> Self {
        let tile = if columns <= Tile::NARROW.columns { Tile::NARROW } else { Tile::WIDE };
        assert!(rows.is_multiple_of(tile.rows), "{rows} rows in tiles of {}", tile.rows);
        let padded = columns.next_multiple_of(tile.columns);
        let mut product = Self {
            a: vec![0.0; rows * inner],
            b: vec![0.0; inner * padded],
            c: vec![0.0; rows * padded],
            rows,
            inner,
            columns,
            tile,
        };
        // Multiples of the golden ratio, which spread evenly (Knuth, TAOCP 3, §6.4).
        let mut numbers = (1u32..).map(|i| i.wrapping_mul(0x9e37_79b9) as f32 / 2f32.powi(32) - 0.5);
        for (at, x) in (0..rows * inner).zip(&mut numbers) {
            product.a[at] = x;
        }
        for (at, x) in (0..inner * columns).zip(numbers) {
            let at = product.at_b(at / columns, at % columns);
            product.b[at] = x;
        }
        product
    }

    fn at_a(&self, row: usize, k: usize) -> usize {
        let Tile { rows, .. } = self.tile;
        (row / rows * self.inner + k) * rows + row % rows
    }

    fn at_b(&self, k: usize, column: usize) -> usize {
        let Tile { columns, .. } = self.tile;
        (column / columns * self.inner + k) * columns + column % columns
    }

    fn at_c(&self, row: usize, column: usize) -> usize {
        let Tile { columns, .. } = self.tile;
        (column / columns * self.rows + row) * columns + column % columns
    }

    /// Multiplications and additions of one [`run`](Self::run), those with padding left out.
    #[cfg(test)]
    pub fn flops(&self) -> f64 {
        2.0 * (self.rows * self.inner * self.columns) as f64
    }

    pub fn run(&mut self) {
        let Tile { columns, .. } = self.tile;
        let panels =
            self.b.chunks_exact(columns * self.inner).zip(self.c.chunks_exact_mut(columns * self.rows));
        for (b, c) in panels {
            match self.tile {
                Tile::NARROW => multiply::<f32x4, 8, 1>(&self.a, b, c),
                _ => multiply::<f32x8, 2, 2>(&self.a, b, c),
            }
        }
    }

    /// Whether C is A·B, up to rounding, in its corners; the last panel ends in one of them.
    pub fn is_right(&self) -> bool {
        let corners = [(0, 0), (0, self.columns - 1), (self.rows - 1, 0), (self.rows - 1, self.columns - 1)];
        corners.into_iter().all(|(row, column)| self.is_right_at(row, column))
    }

    fn is_right_at(&self, row: usize, column: usize) -> bool {
        let term = |k| f64::from(self.a[self.at_a(row, k)]) * f64::from(self.b[self.at_b(k, column)]);
        let exact: f64 = (0..self.inner).map(term).sum();
        let size: f64 = (0..self.inner).map(|k| term(k).abs()).sum();
        (f64::from(self.c[self.at_c(row, column)]) - exact).abs()
            <= f64::from(f32::EPSILON) * self.inner as f64 * size
    }
}

/// One panel of C, `[tiles, ROWS, columns]`, from A `[tiles, inner, ROWS]` and a panel of B, `[inner, columns]`, `COUNT` vectors
/// wide.
#[inline(never)]
fn multiply<V, const ROWS: usize, const COUNT: usize>(a: &[f32], b: &[f32], c: &mut [f32])
where
    V: Pod + From<f32> + Add<Output = V> + Mul<Output = V>,
{
    let lanes = size_of::<V>() / size_of::<f32>();
    let (a, columns) = (a.as_chunks::<ROWS>().0, lanes * COUNT);
    let inner = b.len() / columns;
    for (a, c) in a.chunks_exact(inner).zip(c.chunks_exact_mut(ROWS * columns)) {
        let mut sums = [[V::zeroed(); COUNT]; ROWS];
        for (a, b) in a.iter().zip(b.chunks_exact(columns)) {
            let b: [V; COUNT] =
                std::array::from_fn(|j| pod_read_unaligned(cast_slice(&b[lanes * j..][..lanes])));
            for (&a, sums) in a.iter().zip(&mut sums) {
                for (sum, b) in sums.iter_mut().zip(b) {
                    *sum = V::from(a) * b + *sum;
                }
            }
        }
        c.copy_from_slice(cast_slice(sums.as_flattened()));
    }
}

#[cfg(test)]
mod tests {
    use super::Product;

    #[test]
    fn every_entry_is_the_product_of_its_row_and_column() {
        for [rows, inner, columns] in
            [[64, 66, 128], [66, 64, 128], [80, 128, 2], [8, 1, 1], [2, 3, 5], [16, 7, 4], [4, 128, 17]]
        {
            let mut product = Product::new(rows, inner, columns);
            assert!(!product.is_right(), "nothing is multiplied yet");
            product.run();
            // A second run begins anew.
            product.run();
            for row in 0..rows {
                for column in 0..columns {
                    assert!(
                        product.is_right_at(row, column),
                        "({row}, {column}) of {rows} x {inner} x {columns}"
                    );
                }
            }
        }
    }

    #[test]
    fn one_wrong_entry_is_seen() {
        let mut product = Product::new(64, 128, 128);
        product.run();
        assert!(product.is_right());
        let last = product.at_c(63, 127);
        product.c[last] += 1e-3;
        assert!(!product.is_right());
    }
}
