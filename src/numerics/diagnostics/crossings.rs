//! Which modes chains are in, and how long each took to leave its first.

/// Counts over the transitions of many chains.
#[derive(Clone, Debug)]
pub struct Crossings {
    /// Draws in each mode, of all chains.
    visits: Vec<u64>,
    chains: Vec<Chain>,
}

#[derive(Clone, Debug, Default)]
struct Chain {
    mode: Option<usize>,
    /// From one draw to the next, without jumps.
    transitions: u64,
    first_crossing: Option<u64>,
}

impl Crossings {
    pub fn new(modes: usize, chains: usize) -> Self {
        Self { visits: vec![0; modes], chains: vec![Chain::default(); chains] }
    }

    /// The mode each chain is in before its first transition, `[chains]`. Not a draw.
    pub fn start(&mut self, modes: &[usize]) {
        for (chain, &mode) in self.chains.iter_mut().zip(modes) {
            chain.mode = Some(mode);
        }
    }

    /// Other densities are visited from now on, by chains that stay where they are: their crossings count on.
    pub fn visit_afresh(&mut self) {
        self.visits.fill(0);
    }

    /// The mode each chain is in after a transition, `[chains]`, each below the number of modes.
    pub fn push(&mut self, modes: &[usize]) {
        debug_assert_eq!(modes.len(), self.chains.len(), "one mode a chain");
        for (chain, &mode) in self.chains.iter_mut().zip(modes) {
            self.visits[mode] += 1;
            chain.transitions += 1;
            if chain.mode.replace(mode).is_some_and(|before| before != mode) {
                chain.first_crossing.get_or_insert(chain.transitions);
            }
        }
    }

    /// Share of the draws in each mode; not-a-number before the first.
    pub fn shares(&self) -> Vec<f64> {
        let total: u64 = self.visits.iter().sum();
        self.visits.iter().map(|&visits| visits as f64 / total as f64).collect()
    }

    /// Chains that have changed their mode at least once.
    pub fn crossed(&self) -> usize {
        self.firsts().count()
    }

    /// Transitions until a chain first changed its mode, median over those that did; not-a-number if none.
    pub fn first_crossing(&self) -> f64 {
        let firsts: Vec<f64> = self.firsts().collect();
        super::quantile::quantile(&[firsts], 0.5)
    }

    /// Transitions until each chain that has changed its mode first did, `[crossed]`.
    pub fn firsts(&self) -> impl Iterator<Item = f64> {
        self.chains.iter().filter_map(|chain| chain.first_crossing).map(|transitions| transitions as f64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn crossings_are_the_chains_own() {
        let mut crossings = Crossings::new(3, 4);
        assert!(crossings.shares().iter().all(|share| share.is_nan()) && crossings.first_crossing().is_nan());
        crossings.start(&[0, 0, 1, 0]);
        crossings.push(&[0, 1, 1, 0]);
        assert_eq!((crossings.crossed(), crossings.first_crossing()), (1, 1.0));
        crossings.push(&[2, 0, 1, 0]);
        assert_eq!((crossings.crossed(), crossings.first_crossing()), (2, 1.5));
        crossings.push(&[2, 0, 0, 0]);
        assert_eq!((crossings.crossed(), crossings.first_crossing()), (3, 2.0));
        assert_eq!(crossings.shares(), [7.0, 3.0, 2.0].map(|visits| visits / 12.0));
        crossings.visit_afresh();
        crossings.push(&[2, 0, 0, 1]);
        assert_eq!((crossings.crossed(), crossings.firsts().last()), (4, Some(4.0)));
        assert_eq!(crossings.shares(), [0.5, 0.25, 0.25]);
    }
}
