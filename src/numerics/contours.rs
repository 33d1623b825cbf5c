//! Contour lines of a grid of values, by marching squares, and the heights to draw them at.

use super::Point;
use crate::settings::StageSquare;

/// Contour lines as separate segments x₀ y₀ x₁ y₁, in the square's units, of `values` `[side, side]` at the middles
/// of the square's equal cells, rows from the lowest y. Lines end where the outermost values are.
///
/// Between neighbours a value is taken as linear, so give logarithms of what falls like a Gaussian. There are no
/// lines next to values that are not finite, nor if `values` has another length.
pub fn segments(values: &[f32], side: usize, square: &StageSquare, levels: &[f32]) -> Vec<[f32; 4]> {
    let mut segments = Vec::new();
    if values.len() != side * side {
        return segments;
    }
    let place = |index: f64| square.side * (index + 0.5) / side as f64;
    for row in 0..side.saturating_sub(1) {
        for column in 0..side - 1 {
            // Counterclockwise from the lower left.
            let corners = [[0, 0], [1, 0], [1, 1], [0, 1]].map(|[x, y]| Corner {
                at: [column + x, row + y].map(|index| index as f64),
                value: f64::from(values[(row + y) * side + column + x]),
            });
            if corners.iter().any(|corner| !corner.value.is_finite()) {
                continue;
            }
            for &level in levels {
                for [from, to] in lines(&corners, f64::from(level)).into_iter().flatten() {
                    let [from, to] =
                        [from, to].map(|[x, y]| [(square.x + place(x)) as f32, (square.y + place(y)) as f32]);
                    segments.push([from[0], from[1], to[0], to[1]]);
                }
            }
        }
    }
    segments
}

#[derive(Clone, Copy)]
struct Corner {
    /// Column and row.
    at: Point,
    value: f64,
}

/// The parts of a contour line in a cell, in columns and rows: none, one, or at a saddle two.
fn lines(corners: &[Corner; 4], level: f64) -> [Option<[Point; 2]>; 2] {
    let inside = corners.map(|corner| corner.value > level);
    // Of the edge from a corner to the next. Both cells at an edge must find the same bits, so go up and right.
    let crossing = |edge: usize| {
        let (from, to) = (corners[edge], corners[(edge + 1) % 4]);
        let (from, to) = if edge < 2 { (from, to) } else { (to, from) };
        let part = (level - from.value) / (to.value - from.value);
        [0, 1].map(|axis| from.at[axis] + part * (to.at[axis] - from.at[axis]))
    };
    let mut crossed = (0..4).filter(|&edge| inside[edge] != inside[(edge + 1) % 4]);
    let line = |a: usize, b: usize| Some([crossing(a), crossing(b)]);
    match (crossed.next(), crossed.next(), crossed.next()) {
        (Some(a), Some(b), None) => [line(a, b), None],
        (Some(_), Some(_), Some(_)) => {
            // A saddle, and the cell's mean says which two corners are joined across it.
            let middle = corners.iter().map(|corner| corner.value).sum::<f64>() / 4.0 > level;
            if middle == inside[0] { [line(0, 1), line(2, 3)] } else { [line(3, 0), line(1, 2)] }
        }
        _ => [None, None],
    }
}

/// Heights above which the given shares, in [0, 1], of the mass in equal cells lie, `[shares]`: the edges of highest
/// density regions. Cells that are not finite and positive count as empty; without mass the heights are NaN.
pub fn mass_levels(density: &[f32], shares: &[f64]) -> Vec<f32> {
    let mut cells: Vec<f32> =
        density.iter().copied().filter(|cell| cell.is_finite() && *cell > 0.0).collect();
    cells.sort_unstable_by(|a, b| b.total_cmp(a));
    let total: f64 = cells.iter().map(|&cell| f64::from(cell)).sum();
    let height = |share: &f64| {
        let mut within = 0.0;
        let reached = cells.iter().find(|&&cell| {
            within += f64::from(cell);
            within >= share * total
        });
        reached.or(cells.last()).copied().unwrap_or(f32::NAN)
    };
    shares.iter().map(height).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashMap;

    const SIDE: usize = 80;
    const SQUARE: StageSquare = StageSquare { x: -3.0, y: -5.0, side: 8.0 };

    fn grid(value: impl Fn(f64, f64) -> f64) -> Vec<f32> {
        let middle = |low: f64, index: usize| low + SQUARE.side * (index as f64 + 0.5) / SIDE as f64;
        (0..SIDE * SIDE)
            .map(|index| value(middle(SQUARE.x, index % SIDE), middle(SQUARE.y, index / SIDE)) as f32)
            .collect()
    }

    /// −½ (squared distance from (1, −1)) in a metric of standard deviations 1.2 and .6.
    fn exponent(x: f64, y: f64) -> f64 {
        -0.5 * (((x - 1.0) / 1.2).powi(2) + ((y + 1.0) / 0.6).powi(2))
    }

    #[test]
    fn a_gaussians_contours_are_its_ellipses() {
        let lines = segments(&grid(exponent), SIDE, &SQUARE, &[-0.5, -2.0]);
        assert!(lines.len() > 100, "{} segments", lines.len());
        let mut seen = [0.0; 2];
        for [x0, y0, x1, y1] in lines {
            let [from, to] = [[x0, y0], [x1, y1]].map(|[x, y]| exponent(f64::from(x), f64::from(y)));
            let which = usize::from(from < -1.0);
            let level = [-0.5, -2.0][which];
            // Linear within a cell of .1: off by ⅛ of its square over the variance, at most.
            assert!((from - level).abs() < 0.004 && (to - level).abs() < 0.004, "{from}, {to} for {level}");
            seen[which] += f64::from((x1 - x0).hypot(y1 - y0));
        }
        // Ramanujan's perimeter of an ellipse with half axes 1.2 and .6, and twice these.
        for (length, scale) in seen.into_iter().zip([1.0, 2.0]) {
            let perimeter = scale * 5.813_4;
            assert!((length / perimeter - 1.0).abs() < 0.01, "length {length} for {perimeter}");
        }
    }

    #[test]
    fn lines_are_closed_but_at_the_border() {
        // Many hills, hollows and saddles.
        let values = grid(|x, y| (2.1 * x + 0.3).sin() * (1.7 * y).cos() + 0.3 * (5.0 * x * y).sin());
        let lines = segments(&values, SIDE, &SQUARE, &[0.05]);
        let mut ends: HashMap<[u32; 2], usize> = HashMap::new();
        for [x0, y0, x1, y1] in lines {
            for end in [[x0, y0], [x1, y1]] {
                *ends.entry(end.map(f32::to_bits)).or_default() += 1;
            }
        }
        let half_cell = 0.5 * SQUARE.side / SIDE as f64;
        let mut on_border = 0;
        for (end, count) in &ends {
            let [x, y] = end.map(|bits| f64::from(f32::from_bits(bits)));
            let inset = [x - SQUARE.x, y - SQUARE.y].map(|from| from.min(SQUARE.side - from) - half_cell);
            let border = inset[0].min(inset[1]).abs() < 1e-5;
            on_border += usize::from(border);
            assert_eq!(*count, if border { 1 } else { 2 }, "lines at ({x}, {y})");
        }
        assert!(ends.len() > 500 && on_border > 10 && on_border % 2 == 0, "{} ends", ends.len());
    }

    #[test]
    fn a_saddle_is_resolved_by_its_mean() {
        let square = StageSquare { x: 0.0, y: 0.0, side: 2.0 };
        // High at the lower left and the upper right, with the ridge between them above or below the level.
        for (low, joined) in [(-0.5, true), (-2.0, false)] {
            let lines = segments(&[1.0, low, low, 1.0], 2, &square, &[0.0]);
            assert_eq!(lines.len(), 2);
            for [x0, y0, x1, y1] in lines {
                // A segment around the lower right corner has both its ends off the diagonal to the same side.
                let sides = [x0 - y0, x1 - y1];
                let around_low = sides[0] * sides[1] > 0.0;
                assert_eq!(around_low, joined, "{sides:?} with low corners of {low}");
            }
        }
    }

    #[test]
    fn what_is_not_finite_has_no_lines() {
        let mut values = grid(exponent);
        let all = segments(&values, SIDE, &SQUARE, &[-0.5]);
        let of_column = |column: usize| (SQUARE.x + SQUARE.side * (column as f64 + 0.5) / SIDE as f64) as f32;
        for row in 0..SIDE {
            values[row * SIDE + 40] = f32::NAN;
        }
        let rest = segments(&values, SIDE, &SQUARE, &[-0.5]);
        assert!(!rest.is_empty() && rest.len() < all.len());
        let gap = of_column(39) + 1e-4..of_column(41) - 1e-4;
        assert!(rest.iter().all(|line| !gap.contains(&line[0]) && !gap.contains(&line[2])));
        assert!(segments(&values[1..], SIDE, &SQUARE, &[-0.5]).is_empty());
        assert!(segments(&[], 0, &SQUARE, &[-0.5]).is_empty());
    }

    #[test]
    fn mass_levels_are_a_gaussians_highest_density_regions() {
        let shares = [0.1, 0.3, 0.5, 0.7, 0.9, 0.97];
        let levels = mass_levels(&grid(|x, y| exponent(x, y).exp()), &shares);
        for (share, level) in shares.into_iter().zip(levels) {
            // Of a Gaussian in the plane, a share 1 − h lies above h times its peak.
            assert!((f64::from(level) - (1.0 - share)).abs() < 0.006, "{level} for {share}");
        }
        assert!(mass_levels(&[0.0, f32::NAN], &[0.5])[0].is_nan());
        assert_eq!(mass_levels(&[1.0, 3.0, f32::INFINITY], &[0.0, 0.75, 1.0]), [3.0, 3.0, 1.0]);
    }
}
