//! How high the lowest way from one part of a landscape to another climbs.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

/// What the lowest way between the first two parts of a grid `[side, side]` of heights climbs, above the lowest place of
/// the shallower one, in the unit of the heights. `part_of` says which part a cell belongs to, if any. None where one of
/// the parts has no finite cell, or no way is left between them.
pub fn climb(heights: &[f64], side: usize, part_of: impl Fn(usize) -> Option<usize>) -> Option<f64> {
    let lowest = |part: usize| {
        let of_part =
            (0..heights.len()).filter(|&cell| part_of(cell) == Some(part) && heights[cell].is_finite());
        of_part.min_by(|&a, &b| heights[a].total_cmp(&heights[b]))
    };
    let (one, other) = (lowest(0)?, lowest(1)?);
    let pass = lowest_pass(heights, side, one, other)?;
    Some(pass - heights[one].max(heights[other]))
}

/// The height of the lowest pass between two cells of a grid `[side, side]` of heights: the least h such that a way of
/// neighbouring cells, none higher than h, joins them. Cells that are not finite cannot be crossed; none if no way is left.
///
/// A flood that rises from `from`: of the cells at its shore the lowest is always flooded next (Prim's algorithm, whose
/// spanning tree holds the lowest pass of every pair).
fn lowest_pass(heights: &[f64], side: usize, from: usize, to: usize) -> Option<f64> {
    let mut flooded = vec![false; heights.len()];
    let mut shore = BinaryHeap::from([Shore { height: *heights.get(from)?, cell: from }]);
    let mut level = f64::NEG_INFINITY;
    while let Some(Shore { height, cell }) = shore.pop() {
        if !height.is_finite() {
            return None;
        }
        if std::mem::replace(&mut flooded[cell], true) {
            continue;
        }
        level = level.max(height);
        if cell == to {
            return Some(level);
        }
        let (row, column) = (cell / side, cell % side);
        let neighbours = [
            (row > 0).then(|| cell - side),
            (cell + side < heights.len()).then(|| cell + side),
            (column > 0).then(|| cell - 1),
            (column + 1 < side).then(|| cell + 1),
        ];
        let dry = neighbours.into_iter().flatten().filter(|&next| !flooded[next]);
        shore.extend(dry.map(|next| Shore { height: heights[next], cell: next }));
    }
    None
}

/// A cell at the edge of the flood; the lowest comes first, and what is not a number last.
struct Shore {
    height: f64,
    cell: usize,
}

impl Ord for Shore {
    fn cmp(&self, other: &Self) -> Ordering {
        let key = |shore: &Self| if shore.height.is_nan() { f64::INFINITY } else { shore.height };
        key(other).total_cmp(&key(self)).then_with(|| other.cell.cmp(&self.cell))
    }
}

impl PartialOrd for Shore {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Shore {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Shore {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_flood_takes_the_lowest_pass_and_not_the_shortest() {
        // Between the corners a wall of 9 with a gate of 4, and another of 6 on the straight way.
        #[rustfmt::skip]
        let heights = [
            0.0, 1.0, 6.0, 1.0, 0.0,
            2.0, 1.0, 9.0, 1.0, 1.0,
            2.0, 3.0, 9.0, 1.0, 1.0,
            2.0, 3.0, 9.0, 1.0, 1.0,
            2.0, 3.0, 4.0, 2.0, 1.0,
        ];
        assert_eq!(lowest_pass(&heights, 5, 0, 4), Some(4.0));
        assert_eq!(lowest_pass(&heights, 5, 4, 0), Some(4.0));
        assert_eq!(lowest_pass(&heights, 5, 0, 6), Some(1.0));
    }

    #[test]
    fn what_is_not_finite_cannot_be_crossed() {
        let mut heights = [0.0; 9];
        (heights[1], heights[4], heights[7]) = (f64::INFINITY, f64::NAN, f64::INFINITY);
        assert_eq!(lowest_pass(&heights, 3, 0, 2), None);
        heights[7] = 3.0;
        assert_eq!(lowest_pass(&heights, 3, 0, 2), Some(3.0));
        assert_eq!(lowest_pass(&heights, 3, 0, 99), None);
        let parts =
            |cell: usize| [(0, 0), (2, 1)].into_iter().find(|(of, _)| *of == cell).map(|(_, part)| part);
        assert_eq!(climb(&heights, 3, parts), Some(3.0));
        heights[2] = f64::NAN;
        assert_eq!(climb(&heights, 3, parts), None, "a part that is nowhere finite");
    }
}
