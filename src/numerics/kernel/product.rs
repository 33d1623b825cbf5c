//! Products of matrices, a tile of the result at a time.
//!
//! A tile is 2 rows by 16 columns (8 by 4 for narrow layers) and lives in registers while a loop runs through the inner
//! dimension. Weights lie in panels of 16 columns, so that the loop reads one line a turn.

use super::simd::{Vector, f32x4, f32x8, load, store};
use bytemuck::cast_slice;

/// Columns of a wide panel, and of a narrow one for layers of at most as many.
const WIDE: usize = 16;
pub const NARROW: usize = 4;

fn panel(columns: usize) -> usize {
    if columns <= NARROW { NARROW } else { WIDE }
}

/// Columns filled up to whole panels.
pub fn padded(columns: usize) -> usize {
    columns.next_multiple_of(panel(columns))
}

/// Rows of numbers, each filled up to more than its columns: what lies there is any finite number.
#[derive(Clone, Debug)]
pub struct Rows {
    pub values: Vec<f32>,
    /// Numbers from one row to the next. Rows a power of two apart would fall into the same few lines of the cache.
    pub pitch: usize,
}

impl Rows {
    pub fn new(rows: usize, columns: usize) -> Self {
        // An activation takes eight numbers at a time, of narrow rows as well.
        let pitch = if columns <= NARROW { f32x8::LANES } else { columns.next_multiple_of(WIDE) + WIDE };
        // A tile of narrow columns reads up to 8 numbers from any of them.
        Self { values: vec![0.0; rows * pitch + 8], pitch }
    }

    pub fn row(&self, index: usize) -> &[f32] {
        &self.values[index * self.pitch..][..self.pitch]
    }

    pub fn row_mut(&mut self, index: usize) -> &mut [f32] {
        &mut self.values[index * self.pitch..][..self.pitch]
    }

    /// Where four numbers lie.
    #[inline(always)]
    pub fn four(&self, row: usize, column: usize) -> f32x4 {
        load(&self.values[row * self.pitch + column..])
    }

    #[inline(always)]
    pub fn set_four(&mut self, row: usize, column: usize, four: f32x4) {
        store(&mut self.values[row * self.pitch + column..], four);
    }
}

/// A matrix `[inner, columns]` in panels of columns, filled up with zeros.
#[derive(Clone, Debug)]
pub struct Packed {
    values: Vec<f32>,
    inner: usize,
    columns: usize,
}

impl Packed {
    /// Rows `rows` of a matrix with so many columns, row by row.
    pub fn new(matrix: &[f32], columns: usize) -> Self {
        let (inner, width) = (matrix.len() / columns, panel(columns));
        let mut values = vec![0.0; inner * padded(columns)];
        for (index, to) in values.chunks_exact_mut((inner * width).max(1)).enumerate() {
            let count = width.min(columns - index * width);
            for (row, to) in to.chunks_exact_mut(width).enumerate() {
                to[..count].copy_from_slice(&matrix[row * columns + index * width..][..count]);
            }
        }
        Self { values, inner, columns }
    }

    /// The transposed of such a matrix.
    pub fn transposed(matrix: &[f32], columns: usize) -> Self {
        let (rows, width) = (matrix.len() / columns, panel(matrix.len() / columns));
        let mut values = vec![0.0; columns * padded(rows)];
        for (index, to) in values.chunks_exact_mut(columns * width).enumerate() {
            for lane in 0..width.min(rows - index * width) {
                let row = &matrix[(index * width + lane) * columns..][..columns];
                to[lane..].iter_mut().step_by(width).zip(row).for_each(|(to, from)| *to = *from);
            }
        }
        Self { values, inner: columns, columns: rows }
    }
}

/// start + Σ_c a[i · row + c · step] · b[c · pitch + j], for `ROWS` i and `COUNT` vectors of j.
///
/// One loop, and not unrolled: unrolled it would need more registers than a wasm engine has.
///
/// # Safety
/// Every such place of `a` and `b` can be read.
#[inline(always)]
unsafe fn tile<V: Vector, const ROWS: usize, const COUNT: usize>(
    [mut a, mut b]: [*const f32; 2],
    row: usize,
    step: usize,
    pitch: usize,
    inner: usize,
    start: [V; COUNT],
) -> [[V; COUNT]; ROWS] {
    let mut sums = [start; ROWS];
    for _ in 0..inner {
        // SAFETY: the caller's, for this turn.
        unsafe {
            let columns: [V; COUNT] = std::array::from_fn(|j| b.cast::<V>().add(j).read_unaligned());
            for (i, sums) in sums.iter_mut().enumerate() {
                let factor = V::from(*a.add(i * row));
                for (sum, column) in sums.iter_mut().zip(columns) {
                    *sum = factor * column + *sum;
                }
            }
        }
        (a, b) = (a.wrapping_add(step), b.wrapping_add(pitch));
    }
    sums
}

/// A B + start for the first `rows` rows of A, four columns at a time: `end(row, column, sums)`.
#[inline(always)]
pub fn product(
    a: &Rows,
    rows: usize,
    b: &Packed,
    start: Option<&[f32]>,
    mut end: impl FnMut(usize, usize, f32x4),
) {
    let each = |row: usize, column: usize, fours: &[f32x4]| {
        fours.iter().enumerate().for_each(|(four, &sum)| end(row, column + 4 * four, sum));
    };
    if b.columns <= NARROW {
        tiles::<f32x4, 8, 1>(a, rows, b, start, each);
    } else {
        tiles::<f32x8, 2, 2>(a, rows, b, start, each);
    }
}

#[inline(always)]
fn tiles<V: Vector, const ROWS: usize, const COUNT: usize>(
    a: &Rows,
    rows: usize,
    b: &Packed,
    start: Option<&[f32]>,
    mut end: impl FnMut(usize, usize, &[f32x4]),
) {
    assert!(rows * a.pitch <= a.values.len() && b.inner <= a.pitch, "rows too short or too few");
    assert_eq!(b.values.len(), b.inner * padded(b.columns));
    for column in (0..b.columns).step_by(V::LANES * COUNT) {
        let start: [V; COUNT] = std::array::from_fn(|j| match start {
            Some(start) => load(&start[column + V::LANES * j..]),
            None => V::zeroed(),
        });
        let panel = b.values[column * b.inner..].as_ptr();
        let mut row = 0;
        while row < rows {
            let from = a.values[row * a.pitch..].as_ptr();
            // SAFETY: whole rows of A, of which there are at least these, are as long as B's inner dimension or longer;
            // a panel of B is as long as that times its width.
            unsafe {
                if row + ROWS <= rows {
                    let sums: [_; ROWS] = tile([from, panel], a.pitch, 1, V::LANES * COUNT, b.inner, start);
                    for (i, sums) in sums.iter().enumerate() {
                        end(row + i, column, cast_slice(sums));
                    }
                    row += ROWS;
                } else {
                    let [sums] = tile([from, panel], a.pitch, 1, V::LANES * COUNT, b.inner, start);
                    end(row, column, cast_slice(&sums));
                    row += 1;
                }
            }
        }
    }
}

/// G += Aᵀ D over the first `rows` rows, for columns of A from `first`, `inner` of them, and `columns` of D.
///
/// # Shapes
/// `gradient` `[inner, columns]`.
pub fn add_gradient(
    a: &Rows,
    [first, inner]: [usize; 2],
    d: &Rows,
    columns: usize,
    rows: usize,
    gradient: &mut [f32],
) {
    if columns <= NARROW {
        gradient_tiles::<f32x4, 8, 1>(a, [first, inner], d, columns, rows, gradient);
    } else {
        gradient_tiles::<f32x8, 2, 2>(a, [first, inner], d, columns, rows, gradient);
    }
}

fn gradient_tiles<V: Vector, const ROWS: usize, const COUNT: usize>(
    a: &Rows,
    [first, inner]: [usize; 2],
    d: &Rows,
    columns: usize,
    rows: usize,
    gradient: &mut [f32],
) {
    assert!(first + inner <= a.pitch && padded(columns) <= d.pitch && inner * columns <= gradient.len());
    // The last tile reads up to ROWS − 1 numbers beyond the last column it needs.
    assert!(rows * a.pitch + ROWS <= a.values.len() + 1 && rows * d.pitch <= d.values.len());
    for column in (0..columns).step_by(V::LANES * COUNT) {
        for i in (0..inner).step_by(ROWS) {
            let places = [a.values[first + i..].as_ptr(), d.values[column..].as_ptr()];
            // SAFETY: of each row of A, ROWS numbers from one of its columns on, and of each row of D a panel within its
            // padding.
            let sums: [[V; COUNT]; ROWS] =
                unsafe { tile(places, 1, a.pitch, d.pitch, rows, [V::zeroed(); COUNT]) };
            for (r, sums) in sums.iter().enumerate().take(inner - i) {
                let to = &mut gradient[(i + r) * columns..][..columns];
                let fours = cast_slice(sums).iter().enumerate();
                for (four, &sum) in fours.take((columns - column).div_ceil(4)) {
                    add_to(&mut to[column + 4 * four..], sum);
                }
            }
        }
    }
}

/// g += the sums of the first `rows` rows of D.
///
/// # Shapes
/// `sums` `[columns]`.
pub fn add_sums(d: &Rows, rows: usize, sums: &mut [f32]) {
    for column in (0..sums.len()).step_by(4) {
        let total = (0..rows).fold(f32x4::ZERO, |total, row| total + d.four(row, column));
        add_to(&mut sums[column..], total);
    }
}

/// Adds to four numbers, or to as many as there are.
#[inline(always)]
fn add_to(to: &mut [f32], four: f32x4) {
    match to.split_first_chunk_mut::<4>() {
        Some((to, _)) => *to = (f32x4::new(*to) + four).to_array(),
        None => to.iter_mut().zip(four.to_array()).for_each(|(to, part)| *to += part),
    }
}

#[cfg(test)]
mod tests;
