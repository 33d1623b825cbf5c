//! Cycles of a graph: its knots, and the smallest ring in each.

use std::collections::VecDeque;

/// Nodes that all reach each other: a strongly connected component of more than one.
#[derive(PartialEq, Debug)]
pub struct Knot {
    pub members: Vec<usize>,
    /// A shortest cycle in it, in order; the last leads to the first.
    pub smallest: Vec<usize>,
}

/// The knots of a graph of `count` nodes, the largest first.
pub fn knots(count: usize, edges: &[(usize, usize)]) -> Vec<Knot> {
    let mut next = vec![Vec::new(); count];
    for &(from, to) in edges {
        next[from].push(to);
    }
    let before: Vec<Vec<Option<usize>>> = (0..count).map(|node| before_each(&next, node)).collect();
    let mut knots = Vec::new();
    let mut seen = vec![false; count];
    for node in 0..count {
        if seen[node] || before[node][node].is_none() {
            continue;
        }
        let members: Vec<usize> = (0..count)
            .filter(|&other| before[node][other].is_some() && before[other][node].is_some())
            .collect();
        members.iter().for_each(|&member| seen[member] = true);
        let rings = members.iter().map(|&member| ring(&before[member], member));
        let smallest = rings.min_by_key(Vec::len).unwrap_or_default();
        knots.push(Knot { members, smallest });
    }
    knots.sort_by_key(|knot| std::cmp::Reverse(knot.members.len()));
    knots
}

/// The node before each on a shortest way from `start`, of one step at least; none where there is no way.
fn before_each(next: &[Vec<usize>], start: usize) -> Vec<Option<usize>> {
    let mut before = vec![None; next.len()];
    let mut waiting = VecDeque::from([start]);
    while let Some(node) = waiting.pop_front() {
        for &other in &next[node] {
            if before[other].is_none() {
                before[other] = Some(node);
                if other != start {
                    waiting.push_back(other);
                }
            }
        }
    }
    before
}

fn ring(before: &[Option<usize>], start: usize) -> Vec<usize> {
    let back = |node: &usize| before[*node].filter(|node| *node != start);
    let mut ring: Vec<usize> = std::iter::successors(back(&start), back).collect();
    ring.push(start);
    ring.reverse();
    ring
}

#[cfg(test)]
mod tests {
    use super::{Knot, knots};

    #[test]
    fn a_graph_without_a_cycle_has_no_knot() {
        assert_eq!(knots(4, &[(0, 1), (0, 2), (1, 3), (2, 3)]), []);
    }

    #[test]
    fn finds_every_knot_and_its_smallest_ring() {
        // 0 → 1 → 2 → 3 → 0 with a chord 2 → 1, then apart from it 5 ⇄ 6, with 4 between them.
        let edges = [(0, 1), (1, 2), (2, 3), (3, 0), (2, 1), (3, 4), (4, 5), (5, 6), (6, 5)];
        let first = Knot { members: vec![0, 1, 2, 3], smallest: vec![1, 2] };
        let second = Knot { members: vec![5, 6], smallest: vec![5, 6] };
        assert_eq!(knots(7, &edges), [first, second]);
    }

    #[test]
    fn a_ring_is_named_in_order() {
        let edges = [(2, 0), (0, 3), (3, 1), (1, 2)];
        assert_eq!(knots(4, &edges)[0].smallest, [0, 3, 1, 2]);
    }
}
