//! All there is to measure, in the order in which it is.

use super::results::Results;
use crate::protocol::compare::{CHECKPOINTS, CURVE_RUNS, ClaimKind, Doing};
use crate::protocol::sharing::Role;
use crate::settings::{ComparePlan, DiffusionSettings, Family, Method};

/// Something to be done, in units of work of some tens of milliseconds at most.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Task {
    Reference,
    /// The learned energy all over the stage.
    Map,
    /// The walkers of a column walk, to be shown.
    Walk(Family),
    RealVsReal,
    /// One run of a method is scored: Markov chains at all its marks on one way, a denoiser, which has to know how many
    /// steps it will take, at one of them.
    Score {
        method: Method,
        run: u32,
        within: Option<u32>,
    },
    /// How likely the model of a family says fresh points are.
    Likelihood(Family),
    /// MALA and HMC explore the modes of the exact density.
    Explore,
    /// Where walkers end that start in one mode or in another.
    Depend(ClaimKind),
}

impl Task {
    pub fn doing(self) -> Doing {
        match self {
            Self::Reference => Doing::Reference,
            // What training has brought is drawn.
            Self::Map => Doing::Training(Family::Energy),
            Self::Walk(family) => Doing::Walking(family),
            Self::RealVsReal => Doing::RealVsReal,
            Self::Score { method, .. } => Doing::Scoring(method),
            Self::Likelihood(family) => Doing::Weighing(family),
            Self::Explore => Doing::Testing(ClaimKind::HmcExploresBetter),
            Self::Depend(kind) => Doing::Testing(kind),
        }
    }
}

/// The method of a family's column.
pub fn column(plan: &ComparePlan, family: Family) -> Method {
    let [exact, energy, diffusion] = plan.compare.columns();
    match family {
        Family::Exact => exact,
        Family::Energy => energy,
        Family::Diffusion => diffusion,
    }
}

/// The family whose walkers a task moves; none where none walk.
pub fn family(task: Task) -> Option<Family> {
    match task {
        Task::Walk(family) => Some(family),
        Task::Score { method, .. } => Some(method.family()),
        Task::Likelihood(family) => Some(family),
        Task::Explore => Some(Family::Exact),
        Task::Depend(kind) => Some(family_of(kind)),
        Task::Reference | Task::Map | Task::RealVsReal => None,
    }
}

/// What an engine in this role measures, in its order. Of two the second begins where the scoreboard does and tests no
/// claims; the first tests them, and then goes through the rest from its end.
pub fn measured_by(role: Role, mut tasks: Vec<Task>) -> Vec<Task> {
    let tests = |task: &Task| matches!(task, Task::Likelihood(_) | Task::Explore | Task::Depend(_));
    match role {
        Role::Alone => {}
        Role::First => {
            tasks.reverse();
            tasks.sort_by_key(|task| !tests(task));
        }
        Role::Second => tasks.retain(|task| !tests(task)),
    }
    tasks
}

/// The family that a claim about starts is about.
pub fn family_of(kind: ClaimKind) -> Family {
    if kind == ClaimKind::DiffusionDoesNot { Family::Diffusion } else { Family::Energy }
}

/// Evaluations that a method is scored at in one run, in rising order, the budget last; a denoiser cannot use more than
/// it has steps.
pub fn marks(plan: &ComparePlan, model: &DiffusionSettings, method: Method, run: u32) -> Vec<u32> {
    let budget = plan.compare.budget as u32;
    let most = match method {
        Method::Diffusion(_) => model.timesteps as u32,
        _ => u32::MAX,
    };
    let on_the_way =
        CHECKPOINTS.into_iter().filter(|&mark| run < CURVE_RUNS && mark < budget && mark <= most);
    on_the_way.chain([budget]).collect()
}

/// Evaluations that a walker is allowed at a mark: at the budget a denoiser's sampler takes the steps that are set, if it may.
pub fn allowed(plan: &ComparePlan, method: Method, mark: u32) -> u32 {
    match method {
        Method::Diffusion(sampler) if mark == plan.compare.budget as u32 => {
            mark.min(sampler.evaluations(plan.diffusion.sampler_steps) as u32)
        }
        _ => mark,
    }
}

/// Everything, whether it is done or not. `model` is what the diffusion model was trained as.
pub fn measurements(plan: &ComparePlan, model: &DiffusionSettings) -> Vec<Task> {
    let score = |method: Method, run: u32| -> Vec<Task> {
        match method {
            Method::Diffusion(_) => {
                // What the scoreboard waits for comes first.
                let marks = marks(plan, model, method, run).into_iter().rev();
                marks.map(|mark| Task::Score { method, run, within: Some(mark) }).collect()
            }
            _ => vec![Task::Score { method, run, within: None }],
        }
    };
    let columns = plan.compare.columns();
    let suits = |method: &Method| match method {
        Method::Diffusion(sampler) => sampler.suits(model.prediction),
        _ => true,
    };
    let others: Vec<Method> = plan
        .compare
        .ticked
        .methods()
        .iter()
        .copied()
        .filter(|method| !columns.contains(method) && suits(method))
        .collect();
    let runs = |runs: u32, methods: &[Method]| -> Vec<Task> {
        (0..runs).flat_map(|run| methods.iter().flat_map(move |&method| score(method, run))).collect()
    };
    let claims = [
        Task::Explore,
        Task::Depend(ClaimKind::EnergyDependsOnStart),
        Task::Depend(ClaimKind::DiffusionDoesNot),
    ];
    [
        vec![Task::RealVsReal],
        runs(plan.compare.repeats as u32, &columns),
        Family::ALL.map(Task::Likelihood).to_vec(),
        claims.to_vec(),
        runs(CURVE_RUNS, &others),
    ]
    .concat()
}

/// Marks of a task of scoring that have no score yet.
pub fn marks_left(
    plan: &ComparePlan,
    model: &DiffusionSettings,
    results: &Results,
    (method, run, within): (Method, u32, Option<u32>),
) -> Vec<u32> {
    let marks = within.map_or_else(|| marks(plan, model, method, run), |within| vec![within]);
    marks.into_iter().filter(|&mark| !results.has_score(method, run, mark)).collect()
}

/// Whether a measurement is still to be made.
pub fn is_left(plan: &ComparePlan, model: &DiffusionSettings, results: &Results, task: Task) -> bool {
    match task {
        Task::RealVsReal => !results.has_real_vs_real(),
        Task::Score { method, run, within } => {
            !marks_left(plan, model, results, (method, run, within)).is_empty()
        }
        Task::Likelihood(family) => !results.has_likelihood(column(plan, family)),
        Task::Explore => {
            let kinds = [ClaimKind::HmcExploresBetter, ClaimKind::NeitherCrosses];
            !kinds.into_iter().all(|kind| results.has_claim(kind, None))
        }
        Task::Depend(kind) => !results.has_claim(kind, Some(column(plan, family_of(kind)))),
        Task::Reference | Task::Map | Task::Walk(_) => false,
    }
}
