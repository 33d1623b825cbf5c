//! One benchmark workload in a native process: `--case w1.A.256 --seconds 4 --warmup 1.5 --seed 1`.
//!
//! Prints the same `PEERS_RESULT` line as the site's bench page; `limit.w1.A.256` is the same workload's limit.

use futures::executor::block_on;
use mcmc_to_diffusion::engine::bench::Bench;
use mcmc_to_diffusion::engine::device::EngineDevice;
use mcmc_to_diffusion::protocol::BenchSlice;
use serde_json::json;
use std::time::Instant;

/// Length of one slice.
const SLICE_MS: f32 = 200.0;

fn main() -> Result<(), String> {
    let case: String = argument("--case")?.unwrap_or_else(|| "w1.A.256".to_owned());
    let seconds: f64 = argument("--seconds")?.unwrap_or(4.0);
    let warmup: f64 = argument("--warmup")?.unwrap_or(1.5);
    let seed: u32 = argument("--seed")?.unwrap_or(1);
    let gpu = argument::<String>("--backend")?.is_some_and(|backend| backend == "gpu");
    let device = if gpu { open_gpu()? } else { EngineDevice::cpu() };

    let mut bench = None;
    let mut slice = || block_on(Bench::resume(&mut bench, &case, seed, &device).advance(SLICE_MS));
    let begin = Instant::now();
    let mut calls = 0;
    while calls < 3 || begin.elapsed().as_secs_f64() < warmup {
        if let Some(error) = slice()?.error {
            return Err(error);
        }
        calls += 1;
    }
    let begin = Instant::now();
    let mut units = 0.0;
    let mut last = BenchSlice::default();
    while begin.elapsed().as_secs_f64() < seconds {
        last = slice()?;
        units += last.units;
    }
    let elapsed = begin.elapsed().as_secs_f64();
    let result = json!({
        "schema": "peers-bench/1", "case": case, "unit": last.unit, "impl": "mcmc-to-diffusion-native",
        "version": env!("CARGO_PKG_VERSION"), "backend": if gpu { "gpu" } else { "cpu" },
        "threads": 1, "value": units / elapsed, "n": units, "elapsed_ms": elapsed * 1e3,
        "check": { "ok": last.ok, "loss_first": last.loss_first, "loss_last": last.loss_last }, "error": null,
    });
    println!("PEERS_RESULT {result}");
    Ok(())
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

#[cfg(feature = "gpu")]
fn open_gpu() -> Result<EngineDevice, String> {
    block_on(EngineDevice::gpu())
}

#[cfg(not(feature = "gpu"))]
fn open_gpu() -> Result<EngineDevice, String> {
    Err("build with --features gpu for the GPU engine".to_owned())
}
