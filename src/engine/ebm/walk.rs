//! Walkers: Markov chains on an energy that may change under them.

use crate::engine::mcmc::any_lane::AnyLane;
use crate::engine::mcmc::lane::Chains;
use crate::numerics::Point;
use crate::numerics::dataset::Law;
use crate::numerics::density::Landscape;
use crate::numerics::ebm::trainer::noise_starts;
use crate::numerics::rng::{Rng, Stream};
use crate::protocol::mcmc::Lane;
use crate::settings::{EbmSettings, StageSquare, Walk, WalkStart};
use std::rc::Rc;

pub type Energy = Rc<dyn Landscape<Position = Point>>;

/// The data that walkers start from and are held against, and where they are seen.
#[derive(Clone)]
pub struct Country {
    pub law: Law,
    pub square: StageSquare,
}

/// The walkers of one lane.
pub struct Walkers {
    chains: Chains<dyn Landscape<Position = Point>>,
    energy: Energy,
    country: Country,
    settings: EbmSettings,
    seed: u32,
    lane: usize,
    /// Steps since they started.
    taken: usize,
}

impl Walkers {
    /// Walkers at their start. The same seed, lane and energy give the same walk.
    pub fn new(energy: Energy, country: Country, settings: &EbmSettings, seed: u32, lane: usize) -> Self {
        Self {
            chains: chains(&energy, &country, settings, seed, lane),
            energy,
            country,
            settings: settings.clone(),
            seed,
            lane,
            taken: 0,
        }
    }

    /// Back to the start, on this energy.
    pub fn gather(&mut self, energy: Energy) {
        let epoch = self.chains.epoch() + 1;
        self.energy = energy;
        self.chains =
            chains(&self.energy, &self.country, &self.settings, self.seed, self.lane).with_epoch(epoch);
        self.taken = 0;
    }

    /// Another energy under walkers that stay where they are.
    pub fn retarget(&mut self, energy: Energy) {
        self.chains.retarget(energy.clone());
        self.energy = energy;
    }

    /// Takes over settings; others of where or how many they are send the walkers back to their start.
    pub fn tune(&mut self, settings: &EbmSettings) {
        let before = std::mem::replace(&mut self.settings, settings.clone());
        let start = |settings: &EbmSettings| {
            let cooling =
                (settings.walk == Walk::Annealed).then_some((settings.anneal_steps, settings.hottest));
            (settings.walk_start, settings.walkers, cooling)
        };
        if start(&before) != start(settings) {
            self.gather(self.energy.clone());
        } else {
            self.chains.tune(settings.walk.sampler(), &settings.chains());
        }
    }

    /// One step of every walker; `watch` keeps the inside of the first one's.
    pub fn step(&mut self, watch: bool) {
        if self.settings.walk == Walk::Annealed {
            self.chains.set_temperature(temperature(&self.settings, self.taken));
        }
        while !self.chains.step(watch) {}
        self.taken += 1;
    }

    pub fn place(&mut self, at: Point) {
        self.chains.place(at);
    }

    pub fn report(&mut self, measure: bool) -> Lane {
        self.chains.report(measure)
    }

    pub fn has_news(&self) -> bool {
        self.chains.has_news()
    }
}

fn chains(
    energy: &Energy,
    country: &Country,
    settings: &EbmSettings,
    seed: u32,
    lane: usize,
) -> Chains<dyn Landscape<Position = Point>> {
    let starts = starts(&country.law, settings, seed);
    let sampler = settings.walk.sampler();
    Chains::new(energy.clone(), sampler, &settings.chains(), country.square, seed, lane, &starts)
}

/// Of annealed Langevin after so many steps: falls by equal factors to 1, and stays there.
pub fn temperature(settings: &EbmSettings, taken: usize) -> f64 {
    let left = 1.0 - (taken as f64 / settings.anneal_steps.max(1) as f64).min(1.0);
    settings.hottest.powf(left)
}

fn starts(law: &Law, settings: &EbmSettings, seed: u32) -> Vec<Point> {
    let mut rng = Rng::new(seed, Stream::Starts);
    match settings.walk_start {
        WalkStart::Noise => {
            let flat = noise_starts(&law.units(), settings.walkers, &mut rng);
            flat.as_chunks::<2>().0.iter().map(|place| place.map(f64::from)).collect()
        }
        WalkStart::Data => law.independent(settings.walkers, &mut rng),
        WalkStart::OneMoon => {
            let mut first = || loop {
                let [x] = law.independent(1, &mut rng)[..] else { continue };
                if law.mode_of(x) == 0 {
                    return x;
                }
            };
            (0..settings.walkers).map(|_| first()).collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numerics::dataset::TwoMoons;
    use crate::numerics::density::DataDensity;
    use crate::settings::DataSettings;

    fn walkers(settings: &EbmSettings) -> Walkers {
        let law = Law::from(TwoMoons::new(settings.data_noise));
        let country = Country { law: law.clone(), square: DataSettings::default().stage() };
        Walkers::new(Rc::new(DataDensity::new(&law)), country, settings, 3, 0)
    }

    #[test]
    fn walkers_gathered_on_the_same_energy_walk_the_same_way_again() {
        let settings = EbmSettings { walkers: 5, ..EbmSettings::default() };
        let mut walkers = walkers(&settings);
        let begin = walkers.report(false);
        (0..20).for_each(|_| walkers.step(false));
        let end = walkers.report(false);
        assert_ne!(begin.positions, end.positions);
        walkers.gather(walkers.energy.clone());
        assert_eq!(walkers.report(false).positions, begin.positions);
        (0..20).for_each(|_| walkers.step(false));
        let again = walkers.report(true);
        assert_eq!((again.positions, again.epoch), (end.positions, 1));
        assert_eq!(again.diagnostics.map(|diagnostics| diagnostics.draws), Some(20.0));
    }

    #[test]
    fn another_energy_leaves_walkers_where_they_are_and_measures_afresh() {
        let settings = EbmSettings { walkers: 5, ..EbmSettings::default() };
        let mut walkers = walkers(&settings);
        (0..20).for_each(|_| walkers.step(false));
        let before = walkers.report(false);
        walkers.retarget(Rc::new(DataDensity::new(&TwoMoons::new(0.3).into())));
        let after = walkers.report(true);
        assert_eq!((after.positions, after.epoch), (before.positions, before.epoch));
        assert_eq!(after.diagnostics.map(|diagnostics| diagnostics.draws), Some(0.0));
    }

    #[test]
    fn crossings_count_on_while_the_energy_changes_until_walkers_start_again() {
        let settings = EbmSettings {
            walk: Walk::Annealed,
            walk_start: WalkStart::OneMoon,
            hottest: 50.0,
            ..EbmSettings::default()
        };
        let mut walkers = walkers(&settings);
        let told = |walkers: &mut Walkers| {
            let lane = walkers.report(true);
            let diagnostics = lane.diagnostics.expect("measured");
            (lane.cost.transitions, diagnostics.crossed, diagnostics.first_crossings)
        };
        let mut before = 0;
        for slice in 1..=10 {
            (0..30).for_each(|_| walkers.step(false));
            walkers.retarget(Rc::new(DataDensity::new(&TwoMoons::new(0.1).into())));
            let (steps, crossed, firsts) = told(&mut walkers);
            assert!(crossed >= before && firsts.len() == crossed as usize);
            assert!(firsts.iter().all(|&first| f64::from(first) <= steps) && steps == f64::from(30 * slice));
            before = crossed;
        }
        assert!(before > 32, "{before} crossed");
        walkers.gather(walkers.energy.clone());
        assert_eq!(told(&mut walkers), (0.0, 0, Vec::new()));
    }

    #[test]
    fn all_that_start_in_one_moon_are_there() {
        let settings = EbmSettings { walkers: 64, walk_start: WalkStart::OneMoon, ..EbmSettings::default() };
        let positions = walkers(&settings).report(false).positions;
        let law = Law::from(TwoMoons::new(settings.data_noise));
        let near = |x: &[f32; 2]| law.mode_of(x.map(f64::from)) == 0;
        assert!(positions.as_chunks::<2>().0.iter().all(near));
    }

    #[test]
    fn annealing_falls_from_the_hottest_to_the_true_temperature() {
        let settings = EbmSettings { anneal_steps: 100, hottest: 16.0, ..EbmSettings::default() };
        let at = |step| temperature(&settings, step);
        assert_eq!((at(0), at(100), at(5000)), (16.0, 1.0, 1.0));
        assert!((at(50) - 4.0).abs() < 1e-9);
    }

    #[test]
    fn a_hot_walk_crosses_where_a_cold_one_does_not() {
        let crossed = |walk| {
            let settings =
                EbmSettings { walk, walk_start: WalkStart::OneMoon, hottest: 50.0, ..EbmSettings::default() };
            let mut walkers = walkers(&settings);
            (0..300).for_each(|_| walkers.step(false));
            let diagnostics = walkers.report(true).diagnostics.expect("measured");
            (diagnostics.crossed, diagnostics.first_crossings.len())
        };
        let (cold, hot) = (crossed(Walk::Langevin), crossed(Walk::Annealed));
        assert!(cold.0 == 0 && hot.0 > 32, "{cold:?} {hot:?}");
        assert_eq!((cold.1, hot.1), (0, hot.0 as usize));
    }
}
