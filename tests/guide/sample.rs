//! Chapter 1: chains that a reader meets.

use crate::reader::Reader;
use crate::table::{Row, assert_table};
use mcmc_to_diffusion::settings::Chapter;
use mcmc_to_diffusion::ui::chapter::guide::{Advice, Is};
use mcmc_to_diffusion::ui::chapters::mcmc::guide::advice;
use mcmc_to_diffusion::ui::chapters::mcmc::model::Model;

fn reader(changes: &str) -> Reader<Model> {
    let model = |settings: &_| Model::new(settings);
    let mut reader = Reader::new(Chapter::Sample, changes, model, |now, frame| _ = now.take(frame));
    (reader.now.chains, reader.now.rungs) = (reader.settings.mcmc.chains, reader.settings.mcmc.rungs);
    reader
}

/// After so many transitions of each chain, while they run.
fn after(transitions: u32, changes: &str) -> Advice {
    advice(&reader(changes).rest(transitions, 0).now, true)
}

#[rustfmt::skip]
#[test]
fn real_chains_have_their_verdicts() {
    use Is::{Bad, Good, Open};
    let row = |state, advice, is, says, never| Row { state, advice, is, says, never };
    assert_table(&[
        row("on arrival, nothing told", advice(&reader("").now, true), Open, &["just begun"], &["well", "Press Run"]),
        row("on arrival, standing still", advice(&reader("").rest(0, 0).now, false), Open, &["Nothing has run yet"], &["well"]),
        row("one transition", after(1, ""), Open, &["Too early"], &["well", "missing"]),
        row("MALA, 2,000 transitions in one moon", after(2000, ""), Bad, &["No chain has found the lower moon"], &["well", "No chain has left"]),
        row("MALA, 20,000 transitions in one moon", after(20_000, ""), Bad, &["No chain has found the lower moon", "0.0\u{a0}%"], &["well"]),
        row("HMC in one moon", after(2000, "sampler=hmc"), Bad, &["The chains agree, yet a moon is missing", "HMC"], &["well"]),
        row("NUTS in one moon", after(500, "sampler=nuts"), Bad, &["has found the lower moon"], &["well"]),
        row("MALA, step too long", after(2000, "step_langevin=0.3"), Bad, &["The step of MALA is too long"], &["well", "too short"]),
        row("MALA, step too short", after(2000, "step_langevin=0.01"), Bad, &["The step of MALA is too short"], &["well", "too long"]),
        row("HMC, step too long", after(500, "sampler=hmc&step_hmc=0.2"), Bad, &["The step of HMC is too long"], &["well", "narrow places", "HMC gets"]),
        row("ULA with a long step", after(2000, "sampler=ula&step_langevin=0.5"), Bad, &["ULA runs away"], &["well"]),
        row("MALA, tuned", after(2000, "tune=1"), Bad, &["No chain has found"], &["well", "too long", "too short"]),
        row("tempering that crosses", after(20_000, "sampler=hmc&rungs=5"), Good, &["HMC · 5 rungs samples this density well"], &["missing", "wrong"]),
        row("chains scattered over both moons", after(2000, "sampler=hmc&start=scattered"), Open, &["do not agree yet"], &["well"]),
        row("wide moons, MALA", after(20_000, "sigma=0.2&step_langevin=0.3"), Good, &["well"], &["missing"]),
        row("race on the defaults", after(2000, "race=1"), Bad, &["No chain of MALA has found the lower moon"], &["faster than"]),
        row("a density of one part", after(4000, "target=banana&sampler=hmc&step_hmc=0.1"), Good, &["well"], &["moon", "missing"]),
    ]);
}
