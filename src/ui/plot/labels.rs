//! Where the names of curves stand: outside the plot, each beside its curve's end, or in lines above where there is no room.

/// Tops of labels of one height, moved as little down as they must so that none covers another; those
/// that would leave through the `bottom` are moved up.
pub fn spread(tops: &[i32], height: i32, bottom: i32) -> Vec<i32> {
    let mut order: Vec<usize> = (0..tops.len()).collect();
    order.sort_by_key(|&index| tops[index]);
    let mut spread = tops.to_vec();
    for pair in order.windows(2) {
        spread[pair[1]] = spread[pair[1]].max(spread[pair[0]] + height);
    }
    let mut lowest = bottom - height;
    for &index in order.iter().rev() {
        spread[index] = spread[index].min(lowest);
        lowest = spread[index] - height;
    }
    spread
}

/// Left edge and line of each of a row of labels of these widths, in lines of `room`, so far apart.
pub fn wrapped(widths: &[i32], apart: i32, room: i32) -> Vec<(i32, i32)> {
    let (mut left, mut line) = (0, 0);
    let place = |&width: &i32| {
        if left > 0 && left + width > room {
            (left, line) = (0, line + 1);
        }
        let place = (left, line);
        left += width + apart;
        place
    };
    widths.iter().map(place).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_keep_apart_and_inside() {
        assert_eq!(spread(&[10, 40], 12, 100), [10, 40]);
        assert_eq!(spread(&[12, 10, 11], 12, 100), [34, 10, 22]);
        assert_eq!(spread(&[95, 90], 12, 100), [88, 76]);
        assert!(spread(&[], 12, 100).is_empty());
    }

    #[test]
    fn labels_above_go_on_in_the_next_line_where_one_is_full() {
        assert_eq!(wrapped(&[40, 40, 40], 10, 100), [(0, 0), (50, 0), (0, 1)]);
        assert_eq!(wrapped(&[200, 10], 10, 100), [(0, 0), (0, 1)]);
        assert!(wrapped(&[], 10, 100).is_empty());
    }
}
