//! The log-likelihood of fresh points of the data under each model, in bits a point: one number for all three.
//!
//! A density that is known says it itself, and a learned energy as soon as its mass is summed on a grid. A denoiser says it through
//! the probability-flow ODE (Song et al. 2021, arXiv:2011.13456, equation 39). In the mean over the data none is above minus the
//! entropy of their law.

use super::models::Models;
use super::problem::Problem;
use crate::engine::device::read_back;
use crate::engine::diffusion::ground::Ground;
use crate::engine::diffusion::source::Source;
use crate::engine::ebm::walk::Energy;
use crate::numerics::Point;
use crate::numerics::diffusion::Likelihood as Flow;
use crate::numerics::diffusion::clip::Bound;
use crate::numerics::diffusion::denoiser::{Guide, denoise};
use crate::numerics::diffusion::divergence::{BESIDE, NoiseAt, STENCIL, of_stencil, stencil};
use crate::numerics::estimate::Estimate;
use crate::numerics::nn::FlatNet;
use crate::numerics::rng::{Rng, Stream};
use crate::settings::{ComparePlan, DiffusionSettings, Family, Method};
use burn::tensor::{Device, Tensor, TensorData};
use std::f64::consts::LN_2;
use std::rc::Rc;

/// Fresh points, the same for all models.
const POINTS: usize = 500;

/// What a model says of them: its method, whether it is learned, and the mean in bits a point.
pub struct Weighed {
    pub method: Method,
    pub learned: bool,
    pub bits: Estimate,
}

/// Evaluations of all points together, about: the ODE asks twice at each noise level, and a network all around each point.
pub fn cost(family: Family, model: &DiffusionSettings) -> f64 {
    let each = match family {
        Family::Exact | Family::Energy => 1,
        Family::Diffusion => 2 * model.timesteps * STENCIL,
    };
    (each * POINTS) as f64
}

pub struct LikelihoodInProgress {
    method: Method,
    learned: bool,
    way: Way,
    /// Evaluations of all points together.
    spent: f64,
}

enum Way {
    /// A density up to a constant, log of its mass, and the points, data units.
    Known(Energy, f64, Vec<Point>),
    Flow(Box<ByFlow>),
}

struct ByFlow {
    flow: Flow,
    ground: Rc<Ground>,
    /// None while the ideal denoiser stands in.
    network: Option<(FlatNet, Device)>,
    /// Where x̂₀ is held, as in samples: without it single points are carried far out and ruin the mean.
    bound: Bound,
}

impl LikelihoodInProgress {
    /// Of the model of `method`. The learned energy's mass has been summed.
    ///
    /// # Errors
    /// Says in words that the device is lost.
    pub async fn start(
        method: Method,
        plan: &ComparePlan,
        problem: &Problem,
        models: &mut Models,
    ) -> Result<Self, String> {
        let points = problem.law.independent(POINTS, &mut Rng::new(problem.seed, Stream::HeldOut));
        let learned = models.is_learned(method.family());
        let way = match method.family() {
            Family::Exact => Way::Known(models.exact.clone(), 0.0, points),
            Family::Energy => {
                let log_mass = if learned { models.energy.log_mass } else { 0.0 };
                Way::Known(models.energy.density().await?, log_mass, points)
            }
            Family::Diffusion => {
                let ground = models.diffusion.ground.clone();
                let points: Vec<Point> = points.into_iter().map(|x| ground.units.to_standard(x)).collect();
                let flow = Flow::new(&ground.train_set.path, &points);
                let network = match models.diffusion.source() {
                    (Source::Learned(network), device) => Some((*network, device)),
                    _ => None,
                };
                let bound = Bound::of(&plan.diffusion, &ground.law);
                Way::Flow(Box::new(ByFlow { flow, ground, network, bound }))
            }
        };
        Ok(Self { method, learned, way, spent: 0.0 })
    }

    /// One evaluation of every point; the last brings the likelihood.
    ///
    /// # Errors
    /// Says in words that the device is lost.
    pub async fn advance(&mut self) -> Result<Option<Weighed>, String> {
        let log_densities: Vec<f64> = match &mut self.way {
            Way::Known(density, log_mass, points) => {
                self.spent += POINTS as f64;
                points.iter().map(|x| density.log_density(x) - *log_mass).collect()
            }
            Way::Flow(by) => match by.flow.log_densities() {
                None => {
                    by.advance().await?;
                    self.spent += (by.rows() * POINTS) as f64;
                    return Ok(None);
                }
                Some(found) => {
                    let volume = by.ground.units.log_volume();
                    found.into_iter().map(|log_density| log_density - volume).collect()
                }
            },
        };
        let bits = Estimate::mean(log_densities.iter().map(|nats| nats / LN_2));
        Ok(Some(Weighed { method: self.method, learned: self.learned, bits }))
    }

    pub fn spent(&self) -> f64 {
        self.spent
    }
}

impl ByFlow {
    /// Rows that one point takes of the denoiser.
    fn rows(&self) -> usize {
        if self.network.is_some() { STENCIL } else { 1 }
    }

    async fn advance(&mut self) -> Result<(), String> {
        let Some(query) = self.flow.query() else { return Ok(()) };
        let Ground { train_set, ideal, .. } = &*self.ground;
        let answers: Vec<NoiseAt> = match &self.network {
            None => query.x.iter().map(|&x| ideal.noise_at(query.t, x)).collect(),
            Some((network, device)) => {
                let rows = stencil(&query.x, BESIDE);
                let count = rows.len() / 2;
                let x = Tensor::from_data(TensorData::new(rows, [count, 2]), device);
                let guide = Guide::unasked(train_set, count, device);
                let denoised = denoise(network, train_set, query.t, x.clone(), guide.as_ref());
                let held = self.bound.hold(train_set.path.level(query.t), &x, denoised);
                of_stencil(&read_back(held.eps).await?, BESIDE)
            }
        };
        self.flow.advance(&answers);
        Ok(())
    }
}
