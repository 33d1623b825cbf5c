//! What a run of the chapter that compares shows and measures.

use crate::common::compare_run::{Comparison, small};
use mcmc_to_diffusion::engine::chapter_run::ChapterRun;
use mcmc_to_diffusion::protocol::Stage;
use mcmc_to_diffusion::protocol::compare::{ClaimKind, Doing, MethodScore, Origin, Recording, Verdict};
use mcmc_to_diffusion::settings::{
    ComparePlan, CompareStart, DataSet, DataSettings, DiffusionSampler, Family, Method, Sampler, Ticked, Walk,
};

const HMC: Method = Method::Exact(Sampler::Hmc);
const MALA: Method = Method::Exact(Sampler::Mala);
const DDPM: Method = Method::Diffusion(DiffusionSampler::Ddpm);
const DDIM: Method = Method::Diffusion(DiffusionSampler::Ddim);

fn moons() -> DataSettings {
    DataSettings::default()
}

fn ticked(methods: &[Method]) -> Ticked {
    let mut ticked = Ticked::default();
    Method::all().for_each(|method| assert!(ticked.set(method, methods.contains(&method))));
    ticked
}

fn plan() -> ComparePlan {
    let mut plan = small(&moons());
    plan.compare.ticked = ticked(&[MALA, DDIM]);
    plan
}

/// But for the time they took, which differs from one run to the next; in an order that does not depend on when.
fn timeless(scores: &[MethodScore]) -> Vec<MethodScore> {
    let mut scores: Vec<_> =
        scores.iter().map(|score| MethodScore { seconds: 0.0, ..score.clone() }).collect();
    scores.sort_by_key(|score| (score.method.key(), score.run, score.within));
    scores
}

fn evaluations_of(recording: &Recording) -> &[f32] {
    &recording.evaluations
}

fn first_state(recording: &Recording, walkers: usize) -> &[f32] {
    &recording.points[..2 * walkers]
}

#[test]
fn on_arrival_all_columns_walk_on_the_exact_answers_from_the_same_noise() {
    let plan = plan();
    let mut all = Comparison::start(3, &moons(), &plan);
    all.rest();
    let [reference] = &all.references[..] else { panic!("told once") };
    assert_eq!(reference.density.len(), Stage::CELLS * Stage::CELLS);
    assert_eq!((reference.data.len(), reference.shares.clone()), (400, vec![0.5, 0.5]));
    assert!(all.models.iter().all(|model| (model.origin, model.steps, model.goal) == (Origin::Exact, 0, 8)));
    assert_eq!(all.models.map(|model| model.weights as usize), plan.weights());
    assert!(
        all.scores.is_empty() && all.claims.is_empty() && all.real_vs_real.is_none(),
        "nobody asked to measure"
    );
    for (family, method) in Family::ALL.into_iter().zip(plan.compare.columns()) {
        let column = all.column(family);
        assert_eq!((column.method, column.learned), (method, false));
        let states = column.evaluations.len();
        assert!(column.evaluations[0] == 0.0 && column.evaluations.is_sorted_by(|a, b| a < b));
        assert!(column.seconds.is_sorted() && column.seconds.len() == states);
        assert_eq!(column.points.len(), 2 * 30 * states);
        assert_eq!(first_state(column, 30), first_state(all.column(Family::Exact), 30), "{family:?}");
    }
    // A denoiser shows every state, Langevin every step there is room for, HMC every transition within the budget.
    assert_eq!(evaluations_of(all.column(Family::Diffusion)), (0..=12).map(|n| n as f32).collect::<Vec<_>>());
    assert_eq!(evaluations_of(all.column(Family::Energy)), (0..=24).map(|n| n as f32).collect::<Vec<_>>());
    let hmc = evaluations_of(all.column(Family::Exact));
    assert!(hmc.len() > 4 && hmc[hmc.len() - 1] <= 24.0, "{hmc:?}");
}

#[test]
fn from_one_mode_all_walkers_start_in_its_middle() {
    let mut plan = plan();
    plan.compare.start = CompareStart::OneMode;
    let mut all = Comparison::start(3, &moons(), &plan);
    all.rest();
    for family in Family::ALL {
        for point in first_state(all.column(family), 30).as_chunks::<2>().0 {
            assert!(point[0].abs() < 1e-6 && (point[1] - 1.0).abs() < 1e-6, "{family:?}: {point:?}");
        }
    }
}

#[test]
fn the_same_seed_is_the_same_scoreboard_however_it_is_sliced() {
    let measured = |seed: u32, slice_ms: f32, each: u32| {
        let mut all = Comparison::start(seed, &moons(), &plan());
        all.slice_ms = slice_ms;
        all.train(16, each);
        all.measure();
        (
            timeless(&all.scores),
            all.claims,
            all.real_vs_real,
            all.columns.map(|column| column.map(|c| c.points)),
        )
    };
    let whole = measured(7, 10_000.0, 16);
    let sliced = measured(7, 0.01, 3);
    assert_eq!(whole, sliced);
    let other = measured(8, 50.0, 5);
    for (one, other) in whole.0.iter().zip(&other.0) {
        assert_ne!(one.distances, other.distances, "{one:?}");
    }
}

#[test]
fn everything_is_measured_at_its_marks_and_the_columns_as_often_as_is_asked() {
    let plan = plan();
    let mut all = Comparison::start(1, &moons(), &plan);
    all.measure();
    let columns = plan.compare.columns();
    let of = |method: Method, within: u32| {
        let of: Vec<_> =
            all.scores.iter().filter(|score| (score.method, score.within) == (method, within)).collect();
        assert!(of.iter().all(|score| score.at_budget == (within == 24) && !score.learned));
        assert!(of.iter().all(|score| score.evaluations <= within as f32 && score.shares.len() == 2));
        let mut runs: Vec<u32> = of.iter().map(|score| score.run).collect();
        runs.sort_unstable();
        runs
    };
    for method in columns {
        assert_eq!(of(method, 24), [0, 1, 2], "{method:?}");
    }
    for method in columns.into_iter().chain([MALA, DDIM]) {
        // A denoiser of 12 noise levels cannot use 20 evaluations.
        let most = if method.family() == Family::Diffusion { 10 } else { 20 };
        for mark in [5, 10, 20] {
            let expected: &[u32] = if mark <= most { &[0, 1] } else { &[] };
            assert_eq!(of(method, mark), expected, "{method:?} at {mark}");
        }
        assert_eq!(of(method, 24).len(), if columns.contains(&method) { 3 } else { 2 });
    }
    let (chains, denoiser) = (2 * 4, 2 * 3);
    assert_eq!(all.scores.len(), 2 * (chains + 1) + (denoiser + 1) + chains + denoiser, "nothing else");
    let at_budget = all.scores.iter().find(|score| score.method == DDPM && score.at_budget).expect("scored");
    assert_eq!(at_budget.evaluations, 12.0);
    let real_vs_real = all.real_vs_real.as_ref().expect("measured");
    assert!(
        real_vs_real.pairs == 100
            && real_vs_real.mmd2_q95 > 0.0
            && real_vs_real.mmd2_wide_q95 > 0.0
            && real_vs_real.sliced_q95 > 0.0
    );
    assert!(real_vs_real.off_share < 0.01 && real_vs_real.gaussian_baseline.off_share > 0.3);
    let mut kinds: Vec<_> = all.claims.iter().map(|claim| claim.kind).collect();
    kinds.sort_by_key(|kind| ClaimKind::ALL.iter().position(|other| other == kind));
    assert_eq!(kinds, ClaimKind::ALL);
    assert!(all.work.is_sorted_by(|a, b| a.share <= b.share + 0.2), "{:?}", all.work);
    assert!(all.work.last().is_some_and(|work| work.seconds_left < 1.0));
}

#[test]
fn a_score_depends_on_its_method_and_run_alone() {
    let mut all = Comparison::start(2, &moons(), &plan());
    all.measure();
    let mut other = plan();
    (other.compare.sampler, other.mcmc.sampler) = (Sampler::Mala, Sampler::Mala);
    other.compare.ticked = ticked(&[HMC]);
    other.compare.repeats = 2;
    let mut others = Comparison::start(2, &moons(), &other);
    others.measure();
    let all = timeless(&all.scores);
    let shared: Vec<_> = timeless(&others.scores).into_iter().filter(|score| score.method != DDIM).collect();
    assert!(shared.len() > 20 && shared.iter().all(|score| all.contains(score)));
}

#[test]
fn what_still_holds_is_kept_and_what_does_not_opens_an_epoch() {
    let mut plan = plan();
    let mut all = Comparison::start(1, &moons(), &plan);
    all.measure();
    let (before, count) = (all.scores.clone(), all.scores.len());
    // Another method in a column: only what is missing is measured.
    plan.compare.walk = Walk::Mala;
    plan.ebm.walk = Walk::Mala;
    all.tune(plan.clone());
    all.rest();
    assert_eq!((all.epoch, &all.scores[..count]), (0, &before[..]));
    assert!(all.scores[count..].iter().all(|score| score.method == Method::Energy(Walk::Mala)));
    assert_eq!(all.column(Family::Energy).method, Method::Energy(Walk::Mala));
    // More runs, and another curve.
    plan.compare.repeats = 4;
    plan.compare.ticked = ticked(&[MALA, DDIM, Method::Exact(Sampler::RandomWalk)]);
    let count = all.scores.len();
    all.tune(plan.clone());
    all.rest();
    assert_eq!((all.epoch, all.scores.len()), (0, count + 3 + 8));
    // Training makes void what is of the model, and tells the rest again.
    let exact = |scores: &[MethodScore]| -> Vec<MethodScore> {
        scores.iter().filter(|score| score.method.family() == Family::Exact).cloned().collect()
    };
    let checkpoints = exact(&all.scores);
    all.train(4, 4);
    assert_eq!(all.epoch, 1);
    assert!(all.scores.iter().all(|score| score.method.family() != Family::Energy));
    assert!(all.claims.iter().all(|claim| claim.kind != ClaimKind::EnergyDependsOnStart));
    all.rest();
    assert_eq!((all.epoch, exact(&all.scores)), (1, checkpoints));
    let mut learned = all.scores.iter().filter(|score| score.learned);
    assert!(learned.clone().count() == 10 && learned.all(|score| score.method.family() == Family::Energy));
    assert_eq!(all.mapped, Some(4));
    // Other walkers make everything void.
    for change in [
        (|plan: &mut ComparePlan| plan.compare.budget = 30) as fn(&mut ComparePlan),
        |plan| plan.compare.start = CompareStart::OneMode,
        |plan| plan.compare.walkers = 20,
    ] {
        let epoch = all.epoch;
        change(&mut plan);
        all.tune(plan.clone());
        all.slice_ms = 0.01;
        all.next(0);
        assert_eq!(all.epoch, epoch + 1);
        assert_eq!(
            (all.scores.len(), all.claims.len()),
            (0, 2),
            "only what explores the exact density holds"
        );
        all.slice_ms = 50.0;
        all.rest();
    }
    assert_eq!(all.column(Family::Energy).points.len() % 40, 0);
}

#[test]
fn a_method_that_changes_while_its_column_walks_walks_from_the_start() {
    let mut plan = plan();
    let mut all = Comparison::start(1, &moons(), &plan);
    all.slice_ms = 0.01;
    let is_walking =
        |all: &Comparison| all.work.last().is_some_and(|work| work.doing == Doing::Walking(Family::Energy));
    while !is_walking(&all) {
        all.next(0);
    }
    all.next(0);
    assert!(is_walking(&all) && all.columns[1].is_none());
    (plan.compare.walk, plan.ebm.walk) = (Walk::Annealed, Walk::Annealed);
    all.tune(plan);
    all.rest();
    let column = all.column(Family::Energy);
    assert_eq!((column.method, column.evaluations.len()), (Method::Energy(Walk::Annealed), 25));
}

#[test]
fn measuring_stops_and_goes_on_where_it_was() {
    let mut all = Comparison::start(1, &moons(), &plan());
    all.slice_ms = 5.0;
    all.run.measure(true);
    while all.scores.len() < 8 {
        all.next(0);
    }
    all.run.measure(false);
    all.rest();
    let count = all.scores.len();
    all.next(0);
    assert_eq!((all.scores.len(), all.more), (count, false));
    all.measure();
    let mut straight = Comparison::start(1, &moons(), &plan());
    straight.measure();
    assert_eq!(timeless(&all.scores), timeless(&straight.scores));
}

#[test]
fn nothing_is_measured_in_a_frame_that_may_train() {
    let mut all = Comparison::start(1, &moons(), &plan());
    all.run.measure(true);
    all.train(16, 1);
    all.next(5);
    assert!(all.scores.is_empty() && all.claims.is_empty() && all.real_vs_real.is_none() && all.more);
}

#[test]
fn no_column_is_empty_while_models_train_and_what_is_learned_comes_as_it_is_ready() {
    let mut plan = plan();
    plan.compare.train_steps = 40;
    (plan.ebm.train_steps, plan.diffusion.train_steps) = (40, 40);
    let mut all = Comparison::start(1, &moons(), &plan);
    let goal = 80;
    while all.step < goal / 2 {
        all.next(goal / 2 - all.step);
        let shown = all.columns[1].as_ref().map(|column| column.learned);
        assert!(all.step == 0 || shown == Some(false), "the exact density stands in");
    }
    // The energy model is ready, and the other trains on.
    let is_learned = |all: &Comparison, family| all.column(family).learned;
    let mut came_at = None;
    while all.step < goal {
        all.next(2);
        assert!(all.columns.iter().all(Option::is_some) && !is_learned(&all, Family::Diffusion));
        came_at = came_at.or(is_learned(&all, Family::Energy).then_some(all.step));
    }
    assert!(came_at.is_some_and(|step| step < goal), "{came_at:?} of {goal}");
    all.rest();
    assert!(is_learned(&all, Family::Diffusion));
}

#[test]
fn claims_say_why_they_do_not_apply() {
    let tested = |set: DataSet, change: fn(&mut ComparePlan)| {
        let data = DataSettings { set, ..moons() };
        let mut plan = small(&data);
        plan.compare.ticked = ticked(&[]);
        change(&mut plan);
        let mut all = Comparison::start(1, &data, &plan);
        all.measure();
        ClaimKind::ALL.map(|kind| all.claim(kind).verdict() != Verdict::DoesNotApply)
    };
    assert_eq!(tested(DataSet::SwissRoll, |_| {}), [true, false, false, false], "one mode");
    assert_eq!(tested(DataSet::Checkerboard, |_| {}), [false, true, true, true], "no way along a square");
    let maps = tested(DataSet::TwoMoons, |plan| plan.compare.denoiser = DiffusionSampler::Ddim);
    assert_eq!(maps, [true, true, true, false], "without noise on the way the start is all there is");
}
