//! The log-likelihood of points under a diffusion model: the probability-flow ODE followed from data to noise (Song et al. 2021,
//! arXiv:2011.13456, equations 37 and 39).
//!
//! For x = a x₀ + b ε with a² + b² = 1 and the clock u = asinh(b / a), so that b = tanh u, the ODE and what it does to volumes are
//!
//! dx/du = ε̂(x, u) − b x,    log p₀(x₀) = log N(x_T; 0, I) + ∫ (∇·ε̂ − 2b) du.
//!
//! It is d(x / a) = ε̂ dσ (Karras et al. 2022, arXiv:2206.00364) in a clock that is σ where there is little noise and ln 2σ where
//! there is much, so that nothing is divided by. A denoiser is asked at the levels of its path alone. At the data, below the
//! first of them, no answer is needed: there ε̂ = −b ∇ log p is 0, as p is smooth.

use super::divergence::NoiseAt;
use super::level::Path;
use super::runge_kutta::Rule;
use crate::numerics::Point;
use std::f64::consts::PI;

/// Some points on their way from data to noise, one evaluation of a denoiser at a time.
///
/// The caller asks [`query`](Self::query) where the denoiser is needed, evaluates it and hands its answers to
/// [`advance`](Self::advance). Points do not know of each other: a block of them can go at a time.
pub struct Likelihood {
    path: Path,
    /// Where the stride under way begins: 0 at the data, t + 1 at timestep t.
    node: usize,
    rule: Rule,
    /// There: standardised, of preserved variance, and ∫ (∇·ε̂ − 2b) du so far.
    places: Vec<Moved>,
    /// dx/du and ∇·ε̂ − 2b at the stages that are known.
    slopes: Vec<Vec<Moved>>,
}

/// Two coordinates and the log of a volume.
type Moved = [f64; 3];

/// Where the denoiser is needed.
#[derive(Clone, Debug, PartialEq)]
pub struct Query {
    pub t: usize,
    /// x = a x₀ + b ε at the level of timestep t.
    pub x: Vec<Point>,
}

impl Likelihood {
    /// From `points`, standardised.
    ///
    /// # Panics
    /// If the path has fewer than two levels.
    pub fn new(path: &Path, points: &[Point]) -> Self {
        let rule = Rule::from_rest(clock(path, 1), clock(path, 2));
        let places = points.iter().map(|&[x, y]| [x, y, 0.0]).collect();
        Self { path: path.clone(), node: 0, rule, places, slopes: Vec::new() }
    }

    /// Where the denoiser is needed next; none once the points have come to noise.
    pub fn query(&self) -> Option<Query> {
        if self.is_done() {
            return None;
        }
        let (beyond, along) = &self.rule.stages[self.slopes.len()];
        let t = self.node + beyond - 1;
        let size = self.path.level(t).size();
        Some(Query { t, x: self.moved(along).map(|[x, y, _]| [size * x, size * y]).collect() })
    }

    /// Goes on with the denoiser's answers to the last [`query`](Self::query), one a point.
    pub fn advance(&mut self, answers: &[NoiseAt]) {
        let Some(Query { t, x }) = self.query() else { return };
        let level = self.path.level(t);
        let (size, noise) = (level.size(), level.noise_rate / level.size());
        let slope = |(x, answer): (&Point, &NoiseAt)| {
            let [dx, dy] = [0, 1].map(|axis| answer.eps[axis] - noise * x[axis] / size);
            [dx, dy, size * answer.divergence - 2.0 * noise]
        };
        self.slopes.push(x.iter().zip(answers).map(slope).collect());
        if self.slopes.len() == self.rule.stages.len() {
            self.places = self.moved(&self.rule.weights).collect();
            self.slopes.clear();
            self.node += self.rule.reach;
            if !self.is_done() {
                let ahead = (self.node..=self.path.timesteps()).take(3);
                self.rule = Rule::between(&ahead.map(|node| clock(&self.path, node)).collect::<Vec<_>>());
            }
        }
    }

    /// log p of each point, of standardised units, nats; none on the way.
    pub fn log_densities(&self) -> Option<Vec<f64>> {
        let log_density = |&[x, y, volume]: &Moved| volume - 0.5 * (x * x + y * y) - (2.0 * PI).ln();
        self.is_done().then(|| self.places.iter().map(log_density).collect())
    }

    /// Levels behind it, of how many.
    pub fn progress(&self) -> [usize; 2] {
        [self.node, self.path.timesteps()]
    }

    fn is_done(&self) -> bool {
        self.node >= self.path.timesteps()
    }

    /// Where points come to that are moved so far along the slopes known.
    fn moved(&self, along: &[f64]) -> impl Iterator<Item = Moved> {
        self.places.iter().enumerate().map(move |(index, place)| {
            let slopes = along.iter().zip(&self.slopes);
            slopes.fold(*place, |place, (along, slopes)| {
                std::array::from_fn(|part| place[part] + along * slopes[index][part])
            })
        })
    }
}

/// u of a node.
fn clock(path: &Path, node: usize) -> f64 {
    if node == 0 { 0.0 } else { path.level(node - 1).sigma().asinh() }
}
