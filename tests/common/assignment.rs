//! Exact optimal transport between two small sets of equal weights, as an assignment problem.

/// Least mean cost of a transport plan from `n` points to `m` points, `cost(i, j)` a unit of mass. Each point is
/// split into equal parts, so that both sides have as many.
pub fn transport_cost(n: usize, m: usize, cost: impl Fn(usize, usize) -> f64) -> f64 {
    let parts = n * m / greatest_common_divisor(n, m);
    let total = least_assignment(parts, |i, j| cost(i * n / parts, j * m / parts));
    total / parts as f64
}

fn greatest_common_divisor(a: usize, b: usize) -> usize {
    if b == 0 { a } else { greatest_common_divisor(b, a % b) }
}

/// The Hungarian method with potentials and shortest augmenting paths, O(size³). Index 0 of the inner lists
/// stands for "none".
fn least_assignment(size: usize, cost: impl Fn(usize, usize) -> f64) -> f64 {
    let mut row_potential = vec![0.0; size + 1];
    let mut column_potential = vec![0.0; size + 1];
    let mut row_of_column = vec![0; size + 1];
    for row in 1..=size {
        row_of_column[0] = row;
        let mut column = 0;
        let mut slack = vec![f64::INFINITY; size + 1];
        let mut came_from = vec![0; size + 1];
        let mut used = vec![false; size + 1];
        while row_of_column[column] != 0 {
            used[column] = true;
            let here = row_of_column[column];
            let (mut least, mut nearest) = (f64::INFINITY, 0);
            for next in (1..=size).filter(|&next| !used[next]) {
                let reduced = cost(here - 1, next - 1) - row_potential[here] - column_potential[next];
                if reduced < slack[next] {
                    slack[next] = reduced;
                    came_from[next] = column;
                }
                if slack[next] < least {
                    (least, nearest) = (slack[next], next);
                }
            }
            for other in 0..=size {
                if used[other] {
                    row_potential[row_of_column[other]] += least;
                    column_potential[other] -= least;
                } else {
                    slack[other] -= least;
                }
            }
            column = nearest;
        }
        while column != 0 {
            row_of_column[column] = row_of_column[came_from[column]];
            column = came_from[column];
        }
    }
    (1..=size).map(|column| cost(row_of_column[column] - 1, column - 1)).sum()
}
