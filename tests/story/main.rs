//! exploration
#[path = "../guide/reader.rs"]
mod reader;
use mcmc_to_diffusion::settings::{Chapter, Settings, url};
use mcmc_to_diffusion::ui::chapters::{compare, diffusion, ebm, mcmc};
use reader::{Reader, shipped};

fn state(step: u8, more: &str) -> String {
    let s = url::settings_of(step);
    let d = url::differences(&s);
    let q: Vec<String> = d.into_iter().filter(|(k, _)| *k != "chapter" && *k != "step").map(|(k, v)| format!("{k}={v}")).collect();
    let mut base = mcmc_to_diffusion::settings::story::STEPS[usize::from(step) - 1].changes.to_owned();
    let _ = q;
    base += more;
    base
}
fn show(name: &str, m: &mcmc_to_diffusion::ui::metrics::Metrics) {
    println!("{name}: {}", m.iter().map(|(k, v)| format!("{k}={v:.4}")).collect::<Vec<_>>().join(" "));
}
fn sample(step: u8, seed: u32, n: u32, more: &str) {
    let mut r = Reader::new(Chapter::Sample, &state(step, &format!("&chain_seed={seed}{more}")), mcmc::model::Model::new, |now, frame| _ = now.take(frame));
    // the engine takes the seed of settings.seed
    (r.now.chains, r.now.rungs) = (r.settings.mcmc.chains, r.settings.mcmc.rungs);
    let r = r.rest(n, 0);
    show(&format!("step {step} seed {seed} {more}"), &mcmc::metrics::metrics(&r.now));
}
fn energy(step: u8, seed: u32, more: &str, trained: Option<&str>, train: u32, walk: u32) {
    let mut r = Reader::new(Chapter::LearnAnEnergy, &state(step, &format!("&seed={seed}{more}")), |s: &Settings| ebm::model::Model::new(&s.data), |now, frame| _ = now.take(frame));
    if let Some(name) = trained { r = r.trained(name); }
    let t = std::time::Instant::now();
    let r = r.rest(train, 0).rest(0, walk);
    show(&format!("step {step} seed {seed} {more} train {train} walk {walk} {:.1}s", t.elapsed().as_secs_f64()), &ebm::metrics::metrics(&r.now));
}
fn denoise(step: u8, seed: u32, more: &str, trained: Option<&str>, train: u32) {
    let mut r = Reader::new(Chapter::Denoise, &state(step, &format!("&seed={seed}{more}")), |_| diffusion::model::Model::default(), diffusion::model::Model::take);
    r.now.data = r.settings.data.clone();
    if let Some(name) = trained { r = r.trained(name); }
    let t = std::time::Instant::now();
    let r = r.rest(train, 0);
    show(&format!("step {step} seed {seed} {more} train {train} {:.1}s", t.elapsed().as_secs_f64()), &diffusion::metrics::metrics(&r.now));
}
#[test]
fn explore() {
    for seed in 1..=5 {
        sample(2, seed, 5100, "");
        for n in [600, 3000] { sample(3, seed, n, ""); }
    }
    for seed in 1..=5 {
        energy(6, seed, "", Some("energy"), 0, 301);
        energy(6, seed, "&walk_start=noise", Some("energy"), 0, 301);
    }
    for seed in 1..=5 { for n in [300, 600, 1200] { energy(7, seed, "", None, n, 0); } }
    for blur in ["0.05", "0.1", "0.15", "0.2", "0.3", "0.5"] { for n in [300, 800] { energy(8, 1, &format!("&blur={blur}"), None, n, 301); } }
    for seed in 1..=5 { for n in [100, 300, 1000] { denoise(10, seed, "", None, n); } }
    for seed in 1..=5 { for more in ["", "&sampler_steps=5", "&sampler_steps=5&diffusion_sampler=ddpm", "&sampler_steps=5&diffusion_sampler=dpm-solver", "&sampler_steps=10"] { denoise(11, seed, more, Some("diffusion"), 0); } }
    let _ = (shipped, compare::metrics::metrics);
}
