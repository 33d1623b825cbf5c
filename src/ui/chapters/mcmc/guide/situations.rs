//! States of the chains, and what the guide must and must not say of them. “Issue” marks what a reader met on the page,
//! “blackjax” the outside measurements at σ = .05: 20,000 gradients of each of 32 chains.

use super::*;
use crate::protocol::mcmc::Diagnostics;
use crate::settings::{Sampler, Target};
use crate::ui::chapter::chains::LaneModel;
use crate::ui::chapter::guide::Is;
use crate::ui::chapter::guide::table::{Row, assert_table};

/// After 20,000 gradients, with nothing wrong.
fn fine() -> Diagnostics {
    Diagnostics {
        draws: 5000.0,
        evaluations: 20_000.0,
        step_size: 0.1,
        acceptance: 0.7,
        ess_bulk: 900.0,
        ess_tail: 800.0,
        ess_within: 400.0,
        ess_between: 500.0,
        crossed: 4,
        r_hat: 1.002,
        shares: vec![0.49, 0.51],
        ..Diagnostics::default()
    }
}

fn run(lanes: &[(Sampler, Diagnostics)]) -> Model {
    Model::of_two_modes(lanes.iter().map(|(sampler, now)| LaneModel::of(*sampler, now.clone())))
}

fn one(sampler: Sampler, now: Diagnostics) -> Advice {
    advice(&run(&[(sampler, now)]), true)
}

fn race(mala: Diagnostics, hmc: Diagnostics) -> Advice {
    advice(&run(&[(Sampler::Mala, mala), (Sampler::Hmc, hmc)]), true)
}

#[rustfmt::skip]
#[test]
fn every_situation_has_its_verdict() {
    use Is::{Bad, Good, Open};
    use Sampler::{Hmc, Mala, Nuts, RandomWalk, Ula};
    let with = |change: fn(&mut Diagnostics)| {
        let mut now = fine();
        change(&mut now);
        now
    };
    let stays = |now: &mut Diagnostics| (now.crossed, now.ess_between) = (0, 0.0);
    let mut banana = run(&[(Mala, fine())]);
    banana.target = Target::Banana;
    if let Some(reference) = &mut banana.reference {
        reference.modes.truncate(1);
        reference.exact.shares.truncate(1);
    }
    let mut single = run(&[(Mala, with(|now| now.r_hat = f64::NAN))]);
    single.chains = 1;
    let row = |state, advice, is, says, never| Row { state, advice, is, says, never };
    assert_table(&[
        row("nothing has run", advice(&Model::default(), false), Open, &["Nothing has run", "Press Run"], &["R-hat"]),
        row("just begun", advice(&Model::default(), true), Open, &["just begun"], &["Press Run"]),
        row("tuning", one(Mala, with(|now| now.warming_up = true)), Open, &["being tuned"], &["well"]),
        row("1 draw", one(Mala, with(|now| now.draws = 1.0)), Open, &["Too early", "1 draw;"], &["1 draws", "well"]),
        row("99 draws", one(Mala, with(|now| now.draws = 99.0)), Open, &["Too early", "99 draws"], &["well"]),
        row("one lane of a race early", race(fine(), with(|now| now.draws = 20.0)), Open, &["Too early", "HMC"], &["faster"]),
        row("MALA well", one(Mala, fine()), Good, &["MALA samples this density well"], &["missing", "wrong"]),
        row("HMC well", one(Hmc, fine()), Good, &["HMC samples this density well"], &["wrong"]),
        row("NUTS well", one(Nuts, fine()), Good, &["NUTS samples"], &["wrong"]),
        row("ULA is not called exact", one(Ula, with(|now| now.acceptance = 1.0)), Open, &["nothing corrects its step"], &["too short", "well"]),
        row("ULA diverges", one(Ula, with(|now| now.divergences = 3.0)), Bad, &["ULA runs away", "3 of"], &["well"]),
        row("HMC diverges in the funnel", one(Hmc, with(|now| now.divergences = 12.0)), Bad, &["misses the narrow places", "12 of"], &["well"]),
        row("real run: HMC, every transition diverges", one(Hmc, with(|now| (now.divergences, now.acceptance, now.draws) = (19_000.0, 0.0, 5000.0))), Bad, &["The step of HMC is too long", "19,000"], &["narrow places", "400", "well"]),
        row("race: HMC has found what MALA has not", race(Diagnostics { shares: vec![1.0, 0.0], r_hat: 1.4, ..fine() }, fine()), Bad, &["No chain of MALA has found the lower moon"], &["faster than"]),
        row("step too long", one(Mala, with(|now| now.acceptance = 0.02)), Bad, &["too long", "2.0\u{a0}%"], &["well"]),
        row("step too short", one(Mala, with(|now| now.acceptance = 0.99)), Bad, &["too short", "99.0\u{a0}%"], &["well so far"]),
        row("blind jumps too long", one(RandomWalk, with(|now| now.acceptance = 0.01)), Bad, &["Random walk is too long"], &["too short"]),
        row("leapfrog too long", one(Hmc, with(|now| now.acceptance = 0.3)), Bad, &["HMC is too long"], &["well"]),
        row("HMC accepts nearly all", one(Hmc, with(|now| now.acceptance = 0.99)), Good, &["HMC samples"], &["too short"]),
        row("stuck: 7 samples of 20,000 gradients", one(Mala, with(|now| now.ess_within = 7.0)), Bad, &["hardly moves", "20,000", "7 effective"], &["well"]),
        row("few draws, no patience yet", one(Mala, with(|now| (now.ess_within, now.evaluations) = (7.0, 4000.0))), Open, &["needs more draws"], &["hardly moves"]),
        row("blackjax: MALA stays in its moon", one(Mala, Diagnostics { shares: vec![1.0, 0.0], ess_within: 97.0, crossed: 0, ess_between: 0.0, ..fine() }), Bad, &["agree, yet", "missing", "0.0\u{a0}%", "50.0\u{a0}%", "1.002"], &["well"]),
        row("blackjax: HMC stays in its moon", one(Hmc, Diagnostics { shares: vec![1.0, 0.0], ess_within: 1856.0, crossed: 0, ess_between: 0.0, ..fine() }), Bad, &["missing"], &["well"]),
        row("missing, and chains disagree", one(Hmc, Diagnostics { shares: vec![1.0, 0.0], r_hat: 1.4, ..fine() }), Bad, &["No chain has found the lower moon", "1.400"], &["agree, yet"]),
        row("shares wrong, chains agree", one(Mala, with(|now| (now.shares, now.ess_between) = (vec![0.8, 0.2], 400.0))), Bad, &["shares are wrong", "± 2.0\u{a0}%"], &["well"]),
        row("shares off by chance", one(Mala, with(|now| (now.shares, now.ess_between) = (vec![0.58, 0.42], 20.0))), Good, &["well"], &["wrong"]),
        row("issue: even shares of chains that never moved", one(Mala, Diagnostics { shares: vec![0.5, 0.5], crossed: 0, ess_between: 0.0, ..fine() }), Bad, &["No chain has left its moon", "those of the start"], &["well", "only where they started"]),
        row("never moved, too early to say", one(Mala, Diagnostics { evaluations: 3000.0, crossed: 0, ess_between: 0.0, ..fine() }), Open, &["No chain has crossed yet"], &["well", "No chain has left"]),
        row("chains disagree", one(Mala, with(|now| now.r_hat = 1.3)), Open, &["do not agree yet", "1.300"], &["well"]),
        row("a single chain", advice(&single, true), Good, &["MALA"], &["do not agree yet"]),
        row("R-hat of all zeros is not defined", one(Mala, Diagnostics { r_hat: f64::NAN, shares: vec![1.0, 0.0], ..fine() }), Bad, &["not defined"], &["agree, yet"]),
        row("one part only", advice(&banana, true), Good, &["well"], &["moon", "missing"]),
        row("race: HMC six times as fast", race(with(|now| now.ess_within = 100.0), with(|now| now.ess_within = 620.0)), Good, &["HMC explores faster than MALA", "6.2 times"], &["Too early"]),
        row("race: about alike", race(with(|now| now.ess_within = 400.0), with(|now| now.ess_within = 440.0)), Good, &["about alike"], &["faster than"]),
        row("race: neither crosses", { let mut a = fine(); stays(&mut a); race(a.clone(), a) }, Bad, &["No chain has left its moon", "0 of 4"], &["faster than"]),
        row("race: MALA misses a moon", race(Diagnostics { shares: vec![1.0, 0.0], ..fine() }, fine()), Bad, &["MALA", "missing"], &["faster than"]),
        row("race against itself", advice(&run(&[(Mala, fine()), (Mala, fine())]), true), Open, &["runs twice"], &["faster"]),
        row("race: one has too few", race(with(|now| (now.ess_within, now.evaluations) = (7.0, 5000.0)), fine()), Open, &["Too early to compare"], &["faster"]),
        row("race: one is stuck", race(with(|now| now.ess_within = 7.0), fine()), Bad, &["MALA hardly moves"], &["faster than"]),
        row("race: one runs away", advice(&run(&[(Ula, with(|now| now.divergences = 9.0)), (Hmc, fine())]), true), Bad, &["ULA runs away"], &["faster"]),
    ]);
}
