use super::*;

/// Small whole numbers: their products and sums are exact.
fn matrix(rows: usize, columns: usize, seed: usize) -> Vec<f32> {
    (0..rows * columns).map(|index| ((index * 7 + seed) % 11) as f32 - 5.0).collect()
}

fn filled(matrix: &[f32], columns: usize) -> Rows {
    let mut rows = Rows::new(matrix.len() / columns, columns);
    for (index, from) in matrix.chunks_exact(columns).enumerate() {
        rows.row_mut(index)[..columns].copy_from_slice(from);
    }
    rows
}

/// Rows, inner dimension, columns: whole tiles, parts of tiles, and narrow ones. Miri reads each of them too.
const SIZES: [[usize; 3]; 7] =
    [[2, 3, 16], [1, 1, 1], [9, 5, 4], [3, 20, 5], [8, 16, 17], [5, 4, 33], [17, 2, 2]];

#[test]
fn a_product_is_the_sum_it_stands_for_whatever_its_sizes() {
    for [rows, inner, columns] in SIZES {
        let (a, b, start) = (matrix(rows, inner, 1), matrix(inner, columns, 2), matrix(1, columns, 3));
        let mut padded_start = vec![0.0; padded(columns)];
        padded_start[..columns].copy_from_slice(&start);
        let transposed: Vec<f32> =
            (0..columns * inner).map(|at| b[at % inner * columns + at / inner]).collect();
        for packed in [Packed::new(&b, columns), Packed::transposed(&transposed, inner)] {
            let mut found = Rows::new(rows, columns);
            product(&filled(&a, inner), rows, &packed, Some(&padded_start), |row, column, four| {
                found.set_four(row, column, four);
            });
            for (row, column) in (0..rows * columns).map(|at| (at / columns, at % columns)) {
                let terms = (0..inner).map(|i| a[row * inner + i] * b[i * columns + column]);
                assert_eq!(
                    found.row(row)[column],
                    start[column] + terms.sum::<f32>(),
                    "{rows} {inner} {columns}"
                );
            }
        }
    }
}

#[test]
fn gradients_and_sums_are_added_to_what_is_there_whatever_their_sizes() {
    for [rows, inner, columns] in SIZES {
        let (a, d) = (matrix(rows, inner, 1), matrix(rows, columns, 2));
        let (first, asked) = (inner / 2, inner - inner / 2);
        let mut gradient = vec![1.0; asked * columns];
        add_gradient(&filled(&a, inner), [first, asked], &filled(&d, columns), columns, rows, &mut gradient);
        let mut sums = vec![2.0; columns];
        add_sums(&filled(&d, columns), rows, &mut sums);
        for column in 0..columns {
            let of = |row: usize| d[row * columns + column];
            assert_eq!(sums[column], 2.0 + (0..rows).map(of).sum::<f32>());
            for i in 0..asked {
                let terms = (0..rows).map(|row| a[row * inner + first + i] * of(row));
                assert_eq!(gradient[i * columns + column], 1.0 + terms.sum::<f32>());
            }
        }
    }
}

#[test]
#[should_panic(expected = "rows too short or too few")]
fn rows_that_are_not_there_are_refused() {
    product(&Rows::new(3, 5), 4, &Packed::new(&[0.0; 10], 2), None, |_, _, _| {});
}
