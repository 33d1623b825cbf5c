//! The table of the write-up trained anew in native threads: `--seeds 3 --epochs 2000 --seed 1`. Prints it as Markdown.

use futures::executor::block_on;
use mcmc_to_diffusion::engine::chapter_run::ChapterRun;
use mcmc_to_diffusion::engine::device::EngineDevice;
use mcmc_to_diffusion::engine::table::TableRun;
use mcmc_to_diffusion::protocol::Content;
use mcmc_to_diffusion::protocol::estimate::Estimate;
use mcmc_to_diffusion::protocol::table::{CellSummary, SETS, TableFrame, TableRealVsReal, TableResult};
use mcmc_to_diffusion::settings::{Network, TableCell, TablePart, TableSettings, url};
use std::sync::mpsc::{Sender, channel};
use std::time::{Duration, Instant};

/// Length of one slice, ms, and the time between two lines of progress.
const SLICE_MS: f32 = 500.0;
const PROGRESS: Duration = Duration::from_secs(10);

fn main() -> Result<(), String> {
    let mut table = TableSettings::default();
    if let Some(seeds) = argument("--seeds")? {
        table.seeds = seeds;
    }
    if let Some(epochs) = argument("--epochs")? {
        table.epochs = epochs;
    }
    let seed = argument("--seed")?.unwrap_or(1);
    let parts = std::thread::available_parallelism().map_or(1, usize::from).min(4);
    println!("{} seeds from {seed}, {} epochs, {parts} threads", table.seeds, table.epochs);
    let (results, real_vs_real) = train(&table, seed, parts)?;
    print(&table, &results, &real_vs_real.ok_or("the floor was not measured")?);
    Ok(())
}

/// Trains every part in a thread of its own, and tells how far it is.
fn train(
    table: &TableSettings,
    seed: u32,
    parts: usize,
) -> Result<(Vec<TableResult>, Option<TableRealVsReal>), String> {
    let (sender, frames) = channel();
    let part = |part| TablePart { table: table.clone(), part, parts, done: 0 };
    let threads: Vec<_> = (0..parts)
        .map(|index| {
            let (part, sender) = (part(index), sender.clone());
            std::thread::spawn(move || train_part(seed, part, &sender))
        })
        .collect();
    drop(sender);
    let (mut results, mut real_vs_real) = (Vec::new(), None);
    let (begin, mut told) = (Instant::now(), Instant::now());
    let mut done = vec![(0, 0); parts];
    for (index, frame) in frames {
        done[index] = (frame.done, frame.all);
        for result in &frame.results {
            let TableResult { model, published_score, distances, seconds, .. } = result;
            println!(
                "{}, seed {}: {published_score:.5}, mean MMD² {:.5}, {seconds:.1} s",
                name(model.cell),
                model.seed,
                distances.mmd2_mean()
            );
        }
        results.extend(frame.results);
        real_vs_real = real_vs_real.or(frame.real_vs_real);
        if told.elapsed() > PROGRESS {
            told = Instant::now();
            let sum = |of: fn(&(u32, u32)) -> u32| done.iter().map(of).sum::<u32>();
            let (done, all) = (sum(|part| part.0), sum(|part| part.1));
            println!("{:.0} s: {done} of {all} training steps", begin.elapsed().as_secs_f64());
        }
    }
    for thread in threads {
        thread.join().map_err(|_| "a thread of the table stopped".to_owned())??;
    }
    Ok((results, real_vs_real))
}

fn train_part(seed: u32, part: TablePart, frames: &Sender<(usize, TableFrame)>) -> Result<(), String> {
    let index = part.part;
    let mut run = TableRun::start(0, seed, part, &EngineDevice::cpu());
    loop {
        let frame = block_on(run.advance(u32::MAX, 0, SLICE_MS))?;
        if let Content::Table(content) = frame.content {
            // Nobody listens any more only where the main thread has stopped.
            let _ = frames.send((index, content));
        }
        if !frame.more {
            return Ok(());
        }
    }
}

fn print(table: &TableSettings, results: &[TableResult], real_vs_real: &TableRealVsReal) {
    println!(
        "\n| model | published | ours, {} epochs | mean MMD², unbiased | off the moons | seconds |",
        table.epochs
    );
    println!("| --- | --- | --- | --- | --- | --- |");
    for cell in TableCell::ALL {
        let summary = CellSummary::of(cell, results);
        let mean = |estimate: Option<Estimate>| estimate.map_or(f64::NAN, |estimate| estimate.mean);
        let diverged = match summary.diverged {
            0 => String::new(),
            diverged => format!(", {diverged} diverged"),
        };
        println!(
            "| {} | {:.6} | {}{diverged} | {} | {:.2} % | {:.1} |",
            name(cell),
            cell.published(),
            shown(summary.published_score),
            shown(summary.mmd2),
            100.0 * mean(summary.off_share),
            mean(summary.seconds)
        );
    }
    println!("\nOurs: mean ± standard error (seeds), each seed the mean of {SETS} sets of 1,000 samples.");
    println!(
        "Real data, {} pairs: as published {:.5} on average, 95 % under {:.5}; mean MMD² {:.5}, 95 % under {:.5}.",
        real_vs_real.pairs,
        real_vs_real.published_mean,
        real_vs_real.published_q95,
        real_vs_real.mmd2_mean,
        real_vs_real.mmd2_q95
    );
    println!(
        "Gaussian blob: as published {:.5}; mean MMD² {:.5}; {:.1} % off the moons.",
        real_vs_real.gaussian_baseline_published,
        real_vs_real.gaussian_baseline.mmd2_mean(),
        100.0 * real_vs_real.gaussian_baseline.off_share
    );
    for limit in &real_vs_real.limits {
        println!(
            "Schedule {:?}: ᾱ_T = {:.2e}; the exact denoiser scores {:.5} as published.",
            limit.schedule, limit.alpha_bar_last, limit.exact_score
        );
    }
}

fn shown(estimate: Option<Estimate>) -> String {
    match estimate {
        None => "–".to_owned(),
        Some(Estimate { mean, standard_error: Some(error), n, .. }) => {
            format!("{mean:.5} ± {error:.5} ({n})")
        }
        Some(Estimate { mean, .. }) => format!("{mean:.5} (1)"),
    }
}

fn name(cell: TableCell) -> String {
    let network = match cell.network {
        Network::Mlp => "MLP",
        Network::ResidualMlp => "residual MLP",
    };
    let schedule = url::name_of(&cell.schedule).replace('-', " ");
    format!("{network}, {schedule}")
}

/// The value after `name` on the command line.
fn argument<T: std::str::FromStr>(name: &str) -> Result<Option<T>, String> {
    let mut arguments = std::env::args().skip_while(|argument| argument != name);
    if arguments.next().is_none() {
        return Ok(None);
    }
    let value = arguments.next().ok_or_else(|| format!("{name} needs a value"))?;
    value.parse().map(Some).map_err(|_| format!("{name} cannot be {value:?}"))
}
