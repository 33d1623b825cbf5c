//! Where the chains have been since the page last asked, in bounded memory.

use crate::protocol::mcmc::VISITED;
use std::collections::VecDeque;

#[derive(Debug, Default)]
pub struct Visits {
    /// The sweep and the place of states of all chains alike; when it is full, every other sweep goes.
    visited: Vec<(usize, [f64; 2])>,
    /// Sweeps from one that is kept to the next, less one.
    skipped: usize,
    sweep: usize,
    /// The newest states of the first chain in a row, where it came from first.
    way: VecDeque<[f64; 2]>,
}

impl Visits {
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// The first chain sets out from here.
    pub fn leave(&mut self, from: [f64; 2]) {
        if self.way.is_empty() {
            self.way.push_back(from);
        }
    }

    /// Where one of `chains` chains is after a transition.
    pub fn arrive(&mut self, chain: usize, chains: usize, at: [f64; 2]) {
        if chain == 0 {
            self.sweep += 1;
            if self.way.len() == VISITED {
                self.way.pop_front();
            }
            self.way.push_back(at);
        }
        // Of very many chains others in each sweep that is kept.
        let (stride, every) = (self.skipped + 1, chains.div_ceil(VISITED / 8));
        let kept = self.sweep.is_multiple_of(stride) && (chain + self.sweep / stride).is_multiple_of(every);
        if !kept {
            return;
        }
        if self.visited.len() == VISITED {
            self.skipped = 2 * self.skipped + 1;
            let stride = self.skipped + 1;
            self.visited.retain(|(sweep, _)| sweep.is_multiple_of(stride));
        }
        if self.visited.len() < VISITED && self.sweep.is_multiple_of(self.skipped + 1) {
            self.visited.push((self.sweep, at));
        }
    }

    pub fn take_visited(&mut self) -> Vec<[f64; 2]> {
        self.skipped = 0;
        std::mem::take(&mut self.visited).into_iter().map(|(_, at)| at).collect()
    }

    pub fn take_way(&mut self) -> VecDeque<[f64; 2]> {
        std::mem::take(&mut self.way)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_wait_is_thinned_alike_for_all_chains_and_the_way_keeps_its_end() {
        for chains in [1, 4, 512] {
            let mut visits = Visits::default();
            visits.leave([-1.0, 0.0]);
            for sweep in 0..10_000 {
                (0..chains).for_each(|chain| visits.arrive(chain, chains, [f64::from(sweep), chain as f64]));
            }
            let visited = visits.take_visited();
            assert!(visited.len() <= VISITED && visited.len() >= VISITED / 4, "{chains}: {}", visited.len());
            let (first, last) = (visited[0][0], visited[visited.len() - 1][0]);
            assert!(first < 3_000.0 && last > 8_000.0, "{chains} chains: from {first} to {last}");
            let share = |from: usize, to: usize| {
                let among = visited.iter().filter(|at| (from..to).contains(&(at[1] as usize)));
                among.count() as f64 / visited.len() as f64
            };
            assert!(
                chains == 1 || (share(0, chains / 2) - 0.5).abs() < 0.1,
                "{chains}: {}",
                share(0, chains / 2)
            );
            let way = visits.take_way();
            assert!(way.len() == VISITED && way.back() == Some(&[9_999.0, 0.0]));
            assert!(visits.take_visited().is_empty() && visits.take_way().is_empty());
        }
    }
}
