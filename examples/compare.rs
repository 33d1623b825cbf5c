//! The chapter that compares, natively: `two-moons circles --seeds 5`. Prints the scoreboard and the claims for each data
//! set; without names for two moons.

use futures::executor::block_on;
use mcmc_to_diffusion::engine::chapter_run::ChapterRun;
use mcmc_to_diffusion::engine::compare::CompareRun;
use mcmc_to_diffusion::engine::device::EngineDevice;
use mcmc_to_diffusion::protocol::Content;
use mcmc_to_diffusion::protocol::compare::{Claim, ClaimKind, CompareRealVsReal, MethodScore, ModelState};
use mcmc_to_diffusion::protocol::estimate::Estimate;
use mcmc_to_diffusion::settings::{ComparePlan, DataSet, DataSettings, Method, Settings};
use std::time::Instant;

/// Length of one slice, ms.
const SLICE_MS: f32 = 500.0;
/// From one seed to the next: runs count up from a seed, and none may be counted twice.
const SEEDS_APART: u32 = 100;

/// All that a run has told.
#[derive(Default)]
struct Told {
    scores: Vec<MethodScore>,
    claims: Vec<Claim>,
    real_vs_real: Option<CompareRealVsReal>,
    models: [ModelState; 2],
    halts: Vec<String>,
    /// Seconds of training, and of all that came after.
    seconds: [f64; 2],
}

fn main() -> Result<(), String> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let at = arguments.iter().position(|argument| argument == "--seeds");
    let seeds = at.and_then(|at| arguments.get(at + 1)).map_or(Ok(1), |seeds| seeds.parse());
    let seeds: u32 = seeds.map_err(|_| "--seeds needs a number".to_owned())?;
    let mut sets = Vec::new();
    for name in &arguments[..at.unwrap_or(arguments.len())] {
        let set = serde_json::from_value(name.as_str().into());
        sets.push(set.map_err(|_| format!("{name:?} is no data set"))?);
    }
    if sets.is_empty() {
        sets.push(DataSet::TwoMoons);
    }
    for set in sets {
        let data = DataSettings { set, ..DataSettings::default() };
        let plan = ComparePlan::of(&Settings { data: data.clone(), ..Settings::default() });
        let mut runs = Vec::new();
        for seed in 0..seeds {
            runs.push(run(1 + seed * SEEDS_APART, &data, &plan)?);
        }
        print(set, &plan, &runs);
    }
    Ok(())
}

fn run(seed: u32, data: &DataSettings, plan: &ComparePlan) -> Result<Told, String> {
    let mut run = CompareRun::start(0, seed, data, plan.clone(), &EngineDevice::cpu());
    let mut told = Told::default();
    let goal = 2 * plan.compare.train_steps as u32;
    let begin = Instant::now();
    loop {
        let frame = block_on(run.advance(u32::MAX, 0, SLICE_MS))?;
        told.halts.extend(frame.halt.clone());
        if frame.step >= goal || frame.halt.is_some() {
            break;
        }
    }
    told.seconds[0] = begin.elapsed().as_secs_f64();
    run.measure(true);
    let begin = Instant::now();
    loop {
        let frame = block_on(run.advance(0, 0, SLICE_MS))?;
        let Content::Compare(content) = frame.content else { unreachable!("it is of this chapter") };
        told.scores.extend(content.scores);
        told.claims.extend(content.claims);
        told.real_vs_real = content.real_vs_real.or(told.real_vs_real);
        told.models = content.models;
        if let Some(work) = content.work {
            eprint!(
                "\r{:?} {:.0} %, {:.0} s left        ",
                work.doing,
                100.0 * work.share,
                work.seconds_left
            );
        }
        if !frame.more {
            eprintln!();
            break;
        }
    }
    told.seconds[1] = begin.elapsed().as_secs_f64();
    Ok(told)
}

fn print(set: DataSet, plan: &ComparePlan, runs: &[Told]) {
    println!("\n{set:?}, σ = {}, {} seeds", plan.compare.sigma, runs.len());
    for told in runs {
        let [energy, diffusion] = &told.models;
        println!(
            "energy: {} steps in {:.1} s, {} weights; diffusion: {} steps in {:.1} s, {} weights; {:.0} s training, \
             {:.0} s measuring {}",
            energy.steps,
            energy.seconds,
            energy.weights,
            diffusion.steps,
            diffusion.seconds,
            diffusion.weights,
            told.seconds[0],
            told.seconds[1],
            told.halts.join(" ")
        );
    }
    println!(
        "\n| method | mean MMD² · 10⁴ | bandwidth 1 · 10⁴ | sliced | off, % | shares | evaluations | seconds |"
    );
    println!("| --- | --- | --- | --- | --- | --- | --- | --- |");
    let methods = Method::all()
        .filter(|method| runs.iter().any(|told| told.scores.iter().any(|score| score.method == *method)));
    for method in methods {
        let of = |part: &dyn Fn(&MethodScore) -> f64| estimate(runs, method, part);
        let modes = runs[0].scores.first().map_or(0, |score| score.shares.len());
        let shares: Vec<String> = (0..modes)
            .map(|mode| format!("{:.2}", of(&|score| score.shares[mode].into()).map_or(f64::NAN, |e| e.mean)))
            .collect();
        println!(
            "| {} | {} | {} | {} | {} | {} | {} | {} |",
            method.key(),
            shown(of(&|score| 1e4 * f64::from(score.distances.mmd2_mean())), 1),
            shown(of(&|score| 1e4 * f64::from(score.distances.mmd2[3])), 1),
            shown(of(&|score| score.distances.sliced_wasserstein.into()), 4),
            shown(of(&|score| 100.0 * f64::from(score.distances.off_share)), 2),
            shares.join(" "),
            shown(of(&|score| score.evaluations.into()), 0),
            shown(of(&|score| score.seconds.into()), 3),
        );
    }
    if let Some(real_vs_real) = &runs[0].real_vs_real {
        println!(
            "real data: 95 % under {:.1}, {:.1}, {:.4}; off {:.2} %. Blob: {:.1}, {:.1}, {:.4}; off {:.1} %.",
            1e4 * real_vs_real.mmd2_q95,
            1e4 * real_vs_real.mmd2_wide_q95,
            real_vs_real.sliced_q95,
            100.0 * real_vs_real.off_share,
            1e4 * real_vs_real.gaussian_baseline.mmd2_mean(),
            1e4 * real_vs_real.gaussian_baseline.mmd2[3],
            real_vs_real.gaussian_baseline.sliced_wasserstein,
            100.0 * real_vs_real.gaussian_baseline.off_share
        );
    }
    for kind in ClaimKind::ALL {
        for claim in runs.iter().flat_map(|told| &told.claims).filter(|claim| claim.kind == kind) {
            println!(
                "{kind:?}: {:?}, {:.3} [{:.3}, {:.3}] of {:.3} and {:.3}; {} walkers, {} evaluations {}",
                claim.verdict(),
                claim.effect,
                claim.low,
                claim.high,
                claim.one,
                claim.two,
                claim.walkers,
                claim.evaluations,
                claim.why_not.as_deref().unwrap_or_default()
            );
        }
    }
}

/// Of one seed over its runs; of several over their means, for models differ more than runs.
fn estimate(runs: &[Told], method: Method, part: &dyn Fn(&MethodScore) -> f64) -> Option<Estimate> {
    let of_run = |told: &Told| {
        let scores = told.scores.iter().filter(|score| score.method == method && score.at_budget);
        Estimate::of(scores.map(part))
    };
    match runs {
        [told] => of_run(told),
        _ => Estimate::of(runs.iter().filter_map(of_run).map(|estimate| estimate.mean)),
    }
}

fn shown(estimate: Option<Estimate>, digits: usize) -> String {
    match estimate {
        None => "–".to_owned(),
        Some(Estimate { mean, standard_error, .. }) => {
            let error = standard_error.map_or(String::new(), |error| format!(" ± {error:.digits$}"));
            format!("{mean:.digits$}{error}")
        }
    }
}
