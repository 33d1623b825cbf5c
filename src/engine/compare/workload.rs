//! How much work there is: that of each task in units whose cost is measured, and a guess of what they cost before.

use super::costs::{Amounts, UNITS, Unit};
use super::dependence;
use super::exploring::Exploring;
use super::likelihood;
use super::models::Models;
use super::tasks::{Task, allowed, column, family, family_of, marks};
use crate::engine::real_vs_real::{BLOBS, PAIRS};
use crate::settings::{ComparePlan, DiffusionSettings, Family, Method};

/// Seconds that a multiplication with its addition takes, in a network on many rows and in a walker on its own; an
/// evaluation of a density that is known; and a kernel of two points. About: only their ratios matter.
const IN_NETWORK: f64 = 2e-10;
const IN_WALKER: f64 = 5e-10;
const EXACT: f64 = 3e-6;
const KERNEL: f64 = 1e-8;

/// The unit in which a family's walkers are paid.
pub fn unit_of(family: Family) -> Unit {
    match family {
        Family::Exact => Unit::Exact,
        Family::Energy => Unit::Energy,
        Family::Diffusion => Unit::Diffusion,
    }
}

/// The unit in which a task's walkers are paid; none where none walk.
pub fn unit(task: Task) -> Option<Unit> {
    family(task).map(unit_of)
}

/// What a task takes. Drawing the reference and the map is soon done and counts for nothing.
pub fn amounts(task: Task, plan: &ComparePlan, model: &DiffusionSettings) -> Amounts {
    let mut amounts = Amounts::default();
    let walkers = plan.compare.walkers as f64;
    match task {
        Task::Reference | Task::Map => {}
        Task::Walk(family) => {
            amounts.add(unit_of(family), walkers * evaluations(plan, column(plan, family)));
        }
        Task::RealVsReal => amounts.add(Unit::Comparison, (PAIRS + BLOBS) as f64),
        Task::Score { method, within: Some(within), .. } => {
            amounts.add(unit_of(method.family()), walkers * f64::from(allowed(plan, method, within)));
            amounts.add(Unit::Comparison, 1.0);
        }
        Task::Score { method, run, within: None } => {
            amounts.add(unit_of(method.family()), walkers * evaluations(plan, method));
            amounts.add(Unit::Comparison, marks(plan, model, method, run).len() as f64);
        }
        Task::Likelihood(family) => amounts.add(unit_of(family), likelihood::cost(family, model)),
        Task::Explore => amounts.add(Unit::Exact, Exploring::COST),
        Task::Depend(kind) => {
            let method = column(plan, family_of(kind));
            let walkers = dependence::walkers(plan, method);
            amounts.add(unit_of(method.family()), walkers * evaluations(plan, method));
        }
    }
    amounts
}

/// Evaluations of a walker within the budget.
fn evaluations(plan: &ComparePlan, method: Method) -> f64 {
    f64::from(allowed(plan, method, plan.compare.budget as u32))
}

/// Seconds for each [`Unit`], guessed from how many weights it takes through how many rows.
pub fn guesses(plan: &ComparePlan, models: &Models) -> [f64; UNITS] {
    let [energy, diffusion] = plan.weights().map(|weights| weights as f64);
    let chains = if plan.ebm.objective.is_contrastive() { plan.ebm.langevin_steps as f64 } else { 0.0 };
    let learned = |family, seconds| if models.is_learned(family) { seconds } else { EXACT };
    [
        // Forward and back on data and negatives, and an energy's gradient in each step of their chains.
        plan.ebm.batch_size as f64 * energy * (12.0 + 4.0 * chains) * IN_NETWORK,
        plan.diffusion.batch_size as f64 * diffusion * 6.0 * IN_NETWORK,
        EXACT,
        learned(Family::Energy, f64::from(models.energy.state.weights) * 2.0 * IN_WALKER),
        learned(Family::Diffusion, f64::from(models.diffusion.state.weights) * IN_NETWORK),
        (plan.compare.walkers as f64).powi(2) * 2.0 * KERNEL,
    ]
}
