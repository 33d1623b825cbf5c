//! The table experiment driven as a page drives it: parts, order, progress and seeds, on the CPU.

use futures::channel::mpsc;
use futures::executor::block_on;
use mcmc_to_diffusion::engine::{device::EngineDevice, serve};
use mcmc_to_diffusion::protocol::table::{TableFrame, TableRealVsReal, TableResult};
use mcmc_to_diffusion::protocol::{Command, Content, Event};
use mcmc_to_diffusion::settings::{
    DataSettings, Experiment, ScheduleKind, TableCell, TableModel, TablePart, TableSettings,
};

const RUN: u32 = 3;

/// One pass through the data: two training steps a model.
const TABLE: TableSettings = TableSettings { seeds: 1, epochs: 1 };

fn part(part: usize, parts: usize, done: usize) -> TablePart {
    TablePart { table: TABLE, part, parts, done }
}

/// Pulls frames as a page does, until there is no more.
fn pull(seed: u32, part: TablePart, steps: u32, budget_ms: f32) -> Vec<TableFrame> {
    let (sender, receiver) = mpsc::unbounded();
    let start = Command::Start {
        run: RUN,
        seed,
        data: DataSettings::default(),
        experiment: Experiment::Table(part),
        from: None,
    };
    sender.unbounded_send(start).unwrap();
    let mut sender = Some(sender);
    let mut frames = Vec::new();
    block_on(serve(EngineDevice::cpu(), receiver, |event| {
        let Event::Frame(frame) = event else { return };
        let Content::Table(content) = frame.content else { panic!("not of the table") };
        assert_eq!((frame.run, frame.step), (RUN, content.done));
        frames.push(content);
        match &sender {
            Some(sender) if frame.more => {
                sender.unbounded_send(Command::Next { run: RUN, steps, walk: 0, budget_ms }).unwrap();
            }
            _ => sender = None,
        }
    }));
    frames
}

fn results(frames: Vec<TableFrame>) -> Vec<TableResult> {
    frames.into_iter().flat_map(|frame| frame.results).collect()
}

fn real_vs_real(frames: &[TableFrame]) -> TableRealVsReal {
    let mut all = frames.iter().filter_map(|frame| frame.real_vs_real.clone());
    let real_vs_real = all.next().expect("real against real");
    assert!(all.next().is_none(), "it is told once");
    real_vs_real
}

/// Everything but the time it took.
fn scores(result: &TableResult) -> (TableModel, u32, [u32; 4], u32) {
    let distances = &result.distances;
    let mmd2 = distances.mmd2.map(f32::to_bits);
    (result.model, result.published_score.to_bits(), mmd2, distances.sliced_wasserstein.to_bits())
}

#[test]
fn one_engine_and_two_train_the_same_models_bit_for_bit() {
    let frames = pull(5, part(0, 1, 0), u32::MAX, 1000.0);
    let last = frames.last().unwrap();
    assert_eq!((last.done, last.all, last.current), (8, 8, None));
    let real_vs_real = real_vs_real(&frames);
    let alone = results(frames);
    let models: Vec<TableModel> = alone.iter().map(|result| result.model).collect();
    assert_eq!(models, TableCell::ALL.map(|cell| TableModel { cell, seed: 5 }));
    for result in &alone {
        assert!(result.published_score > real_vs_real.published_q95, "two steps cannot make a sampler");
        assert!(result.distances.mmd2.iter().all(|mmd2| mmd2.is_finite()) && result.seconds > 0.0);
    }

    // Small slices, one step at a time, on two engines.
    let first = pull(5, part(0, 2, 0), 1, 5.0);
    let progress: Vec<u32> = first.iter().map(|frame| frame.done).collect();
    assert!(progress.is_sorted() && progress.windows(2).all(|pair| pair[1] - pair[0] <= 1), "{progress:?}");
    assert_eq!(self::real_vs_real(&first), real_vs_real);
    let evens = [&alone[0], &alone[2]].map(scores);
    assert_eq!(results(first).iter().map(scores).collect::<Vec<_>>(), evens);

    // The second engine, one that takes over after a finished model.
    let second = pull(5, part(1, 2, 1), u32::MAX, 200.0);
    assert!(second.iter().all(|frame| frame.real_vs_real.is_none()), "the first part's engine tells it");
    assert_eq!(results(second).iter().map(scores).collect::<Vec<_>>(), [scores(&alone[3])]);
}

#[test]
fn all_cells_of_a_seed_come_before_the_next_seed() {
    let models = |part: usize, parts: usize| -> Vec<TableModel> {
        let table = TableSettings { seeds: 2, epochs: 1 };
        TablePart { table, part, parts, done: 0 }.models(7).collect()
    };
    let seeds = |seed| TableCell::ALL.map(|cell| TableModel { cell, seed });
    assert_eq!(models(0, 1), [seeds(7), seeds(8)].concat());
    let mut shared: Vec<TableModel> = (0..3).flat_map(|part| models(part, 3)).collect();
    assert_eq!(shared.len(), 8);
    shared.sort_by_key(|model| (model.seed, TableCell::ALL.iter().position(|&cell| cell == model.cell)));
    assert_eq!(shared, models(0, 1));
}

#[test]
fn the_floor_tells_what_a_schedule_costs_and_how_blind_one_bandwidth_is() {
    let frames =
        pull(2, TablePart { table: TableSettings { seeds: 0, ..TABLE }, ..part(0, 1, 0) }, 0, 1000.0);
    let real_vs_real = real_vs_real(&frames);
    let limit = |schedule| *real_vs_real.limit(schedule).expect("both schedules");
    let (linear, cosine) = (limit(ScheduleKind::Linear), limit(ScheduleKind::Cosine));
    assert!((linear.alpha_bar_last - 0.364).abs() < 1e-3 && cosine.alpha_bar_last < 1e-6);
    // 40 sets have .0049 ± .0003, with a standard deviation of .0017: four sets within four standard errors.
    assert!((linear.exact_score - 0.0049).abs() < 3.4e-3, "{}", linear.exact_score);
    // 40 sets have .00052, hardly more than real data, with a standard deviation of .00046.
    assert!(cosine.exact_score < 1.5e-3 && cosine.exact_score < linear.exact_score, "{real_vs_real:?}");
    assert!(
        real_vs_real.published_mean < real_vs_real.published_q95
            && real_vs_real.published_q95 < real_vs_real.gaussian_baseline_published
    );
    assert!(
        real_vs_real.mmd2_mean.abs() < 1e-4
            && real_vs_real.mmd2_q95 < real_vs_real.gaussian_baseline.mmd2_mean() / 10.0,
        "{real_vs_real:?}"
    );
}
