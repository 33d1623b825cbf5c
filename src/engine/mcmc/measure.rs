//! What is measured of one lane's chains, transition by transition, in bounded memory.

use crate::numerics::diagnostics::mcse::mcse_mean;
use crate::numerics::diagnostics::{Crossings, Draws, Histogram};
use crate::numerics::mcmc::Transition;
use crate::protocol::draws::LaneDraws;
use crate::protocol::mcmc::{BINS, Cost, Diagnostics, LAGS, TRACE_DRAWS, TRACES};
use crate::settings::StageSquare;

pub struct Measure {
    square: StageSquare,
    chains: usize,
    modes: usize,
    /// First two coordinates and log p: what must mix. Chains can move about and never change their height.
    mixing: [Draws; 3],
    /// Place along the mode, where there is one.
    along: Option<Draws>,
    /// Whether a draw is in a mode, for each but the last: that one follows from the others.
    in_modes: Vec<Draws>,
    crossings: Crossings,
    histograms: [Histogram; 2],
    acceptance: f64,
    divergences: f64,
    /// Offered and accepted.
    swaps: [f64; 2],
    /// Draws of the sweep under way, one a chain.
    sweep: Sweep,
    /// Something came since the last measurement.
    news: bool,
}

/// Where one chain is after a transition.
pub struct Draw {
    /// First two coordinates.
    pub x: [f64; 2],
    pub log_density: f64,
    pub along: Option<f64>,
    pub mode: usize,
}

#[derive(Default)]
struct Sweep {
    mixing: [Vec<f64>; 3],
    along: Vec<f64>,
    modes: Vec<usize>,
}

impl Measure {
    /// For `chains` chains on a density of `modes` modes that the stage shows on `square`.
    pub fn new(square: StageSquare, modes: usize, chains: usize) -> Self {
        let histogram = |low: f64| Histogram::new(low, low + square.side, BINS);
        Self {
            chains,
            modes,
            mixing: std::array::from_fn(|_| Draws::new(chains)),
            along: None,
            in_modes: vec![Draws::new(chains); modes.saturating_sub(1)],
            crossings: Crossings::new(modes, chains),
            histograms: [histogram(square.x), histogram(square.y)],
            acceptance: 0.0,
            divergences: 0.0,
            swaps: [0.0; 2],
            sweep: Sweep::default(),
            news: true,
            square,
        }
    }

    /// Starts afresh, with chains in these modes.
    pub fn start(&mut self, modes: Vec<usize>) {
        *self = Self::new(self.square, self.modes, self.chains);
        self.crossings.start(&modes);
    }

    /// Starts afresh under chains that stay where they are: only who has crossed stays known.
    pub fn retarget(&mut self) {
        let mut crossings = std::mem::replace(&mut self.crossings, Crossings::new(0, 0));
        crossings.visit_afresh();
        *self = Self { crossings, ..Self::new(self.square, self.modes, self.chains) };
    }

    /// One chain's draw of this sweep; chains come in order.
    pub fn draw<P>(&mut self, draw: &Draw, transition: &Transition<P>) {
        let [x, y] = draw.x;
        for (draws, value) in self.sweep.mixing.iter_mut().zip([x, y, draw.log_density]) {
            draws.push(value);
        }
        self.sweep.along.extend(draw.along);
        self.sweep.modes.push(draw.mode);
        for (histogram, coordinate) in self.histograms.iter_mut().zip(draw.x) {
            histogram.push(coordinate);
        }
        self.acceptance += transition.acceptance;
        self.divergences += f64::from(u8::from(transition.divergent));
    }

    /// Every chain has drawn.
    pub fn end_of_sweep(&mut self) {
        let Sweep { mixing, along, modes } = &mut self.sweep;
        for (draws, sweep) in self.mixing.iter_mut().zip(mixing) {
            draws.push(sweep);
            sweep.clear();
        }
        if !along.is_empty() {
            self.along.get_or_insert_with(|| Draws::new(self.chains)).push(along);
            along.clear();
        }
        for (mode, draws) in self.in_modes.iter_mut().enumerate() {
            let trace: Vec<f64> = modes.iter().map(|&at| f64::from(u8::from(at == mode))).collect();
            draws.push(&trace);
        }
        self.crossings.push(modes);
        modes.clear();
        self.news = true;
    }

    pub fn count_swaps(&mut self, [offered, accepted]: [u32; 2]) {
        self.swaps[0] += f64::from(offered);
        self.swaps[1] += f64::from(accepted);
    }

    pub fn has_news(&self) -> bool {
        self.news
    }

    /// The draws kept; of which sampler is left open.
    pub fn draws(&self) -> LaneDraws {
        let [xs, ys, log_densities] = &self.mixing;
        let points = xs.chains().iter().zip(ys.chains()).flat_map(|(xs, ys)| xs.iter().zip(ys));
        LaneDraws {
            chains: self.chains as u32,
            stride: xs.stride() as u32,
            points: points.flat_map(|(&x, &y)| as_f32([x, y])).collect(),
            log_density: as_f32(log_densities.chains().iter().flatten().copied()),
            ..LaneDraws::default()
        }
    }

    fn late_shares(&self) -> Vec<f32> {
        let mut shares: Vec<f64> = self.in_modes.iter().map(late_mean).collect();
        shares.push(1.0 - shares.iter().sum::<f64>());
        as_f32(shares)
    }

    /// The chains' own account, and what `cost` bought.
    pub fn diagnostics(&mut self, cost: &Cost) -> Diagnostics {
        self.news = false;
        let [x, y, log_density] = &self.mixing;
        let draws = x.count() as f64;
        let bulk = self.mixing.each_ref().map(|draws| of_moved(draws, Draws::ess_bulk));
        // What mixes worst, whose autocorrelation is shown; of undefined ones the first.
        let worst = (0..bulk.len()).min_by(|&one, &other| bulk[one].total_cmp(&bulk[other])).unwrap_or(0);
        let worst = &self.mixing[worst];
        let crossed = self.crossings.crossed();
        Diagnostics {
            draws,
            evaluations: cost.evaluations,
            seconds: cost.seconds,
            acceptance: self.acceptance / (draws * self.chains as f64),
            divergences: self.divergences,
            swaps: self.swaps[1] / self.swaps[0],
            ess_bulk: bulk.into_iter().fold(f64::NAN, f64::min),
            ess_tail: self
                .mixing
                .iter()
                .map(|draws| of_moved(draws, Draws::ess_tail))
                .fold(f64::NAN, f64::min),
            ess_within: self.along.as_ref().map_or(f64::NAN, |along| along.ess_bulk().min(along.ess_tail())),
            // A mode that all draws are in, or none, says nothing about travelling.
            ess_between: match self.modes {
                1 => f64::NAN,
                _ if crossed == 0 => 0.0,
                _ => self
                    .in_modes
                    .iter()
                    .filter(|draws| has_moved(draws))
                    .map(Draws::ess_mean)
                    .fold(f64::NAN, f64::min),
            },
            r_hat: self.mixing.iter().map(Draws::r_hat).fold(f64::NAN, f64::max),
            mean: [x.mean(), y.mean()],
            mcse: [x.mcse(), y.mcse()],
            log_density: [late_mean(log_density), mcse_mean(&late(log_density))],
            late_shares: self.late_shares(),
            crossed: crossed as u32,
            first_crossing: self.crossings.first_crossing() * cost.evaluations / (draws * self.chains as f64),
            first_crossings: as_f32(self.crossings.firsts()),
            shares: as_f32(self.crossings.shares()),
            trace: trace(x.chains()),
            autocorrelation: as_f32(worst.autocorrelation(LAGS)),
            lag: worst.stride() as f64,
            histograms: self.histograms.iter().flat_map(|histogram| as_f32(histogram.shares())).collect(),
            ..Diagnostics::default()
        }
    }
}

/// The second half of each chain's draws.
fn late(draws: &Draws) -> Vec<&[f64]> {
    draws.chains().iter().map(|chain| &chain[chain.len() / 2..]).collect()
}

fn late_mean(draws: &Draws) -> f64 {
    let late = late(draws);
    late.iter().copied().flatten().sum::<f64>() / late.iter().map(|chain| chain.len()).sum::<usize>() as f64
}

/// Draws that are all equal are as many effective ones by convention; of a chain that has not moved that is not meant.
fn of_moved(draws: &Draws, measure: fn(&Draws) -> f64) -> f64 {
    if has_moved(draws) { measure(draws) } else { f64::NAN }
}

fn has_moved(draws: &Draws) -> bool {
    let mut all = draws.chains().iter().flatten();
    let first = all.next();
    all.any(|draw| Some(draw) != first)
}

/// The first chains' draws, evenly thinned, `[chains, n]`.
fn trace(chains: &[Vec<f64>]) -> Vec<f32> {
    let draws = chains.first().map_or(0, Vec::len);
    let stride = draws.div_ceil(TRACE_DRAWS).max(1);
    let thinned = |chain: &Vec<f64>| as_f32(chain.iter().step_by(stride).copied());
    chains.iter().take(TRACES).flat_map(thinned).collect()
}

fn as_f32(values: impl IntoIterator<Item = f64>) -> Vec<f32> {
    values.into_iter().map(|value| value as f32).collect()
}
