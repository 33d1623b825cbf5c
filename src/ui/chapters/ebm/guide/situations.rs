//! States of the energy, and what the guide must and must not say of them. “Issue” marks what a reader met on the page,
//! “PyTorch” the outside runs on σ = .05 moons: KL, and the mass of the upper moon.

use super::tests::{at, exact, learned, run, sample};
use super::*;
use crate::protocol::ebm::{EbmScore, SampleScore};
use crate::settings::{DataSet, DataSettings, Objective};
use crate::ui::chapter::guide::Is;
use crate::ui::chapter::guide::table::{Row, assert_table};

struct State {
    kl: f64,
    first: f64,
    off: f64,
    walkers: f64,
    walkers_off: f64,
    step: u32,
}

const GOOD: State = State { kl: 0.2, first: 0.48, off: 0.02, walkers: 0.5, walkers_off: 0.02, step: 4000 };

fn lane(objective: Objective, state: &State) -> LaneModel {
    let mut lane = learned(objective, state.first, state.walkers);
    let map = lane.map.as_mut().expect("it has learned");
    (map.step, map.metrics.kl, map.metrics.off_share) = (state.step, state.kl, state.off);
    let walkers = SampleScore { off_share: state.walkers_off, ..sample(state.walkers) };
    lane.score = Some(EbmScore { step: state.step, walkers, ..lane.score.expect("it is scored") });
    // Most have crossed.
    lane.walkers.diagnostics = LaneModel::on_exact(128, 300.0, &[9.0; 100]).walkers.diagnostics;
    lane
}

/// Of one lane, while it trains or stands still.
fn of(objective: Objective, state: State, running: bool) -> Advice {
    let mut now = run(vec![lane(objective, &state)]);
    now.step = state.step;
    advice(&Situation { running, ..at(&now) })
}

/// The same, standing still, with other settings.
fn with(settings: EbmSettings, objective: Objective, state: State) -> Advice {
    let now = run(vec![lane(objective, &state)]);
    advice(&Situation { settings: &settings, ..at(&now) })
}

fn changed(change: impl Fn(&mut Model)) -> Advice {
    let mut now = run(vec![lane(Objective::Cd, &GOOD)]);
    change(&mut now);
    advice(&at(&now))
}

#[rustfmt::skip]
#[test]
fn every_situation_has_its_verdict() {
    use Is::{Bad, Good, Open};
    use Objective::{Cd, Denoising, Implicit, Nce, Pcd, Sliced};
    let begun = run(vec![LaneModel { objective: Some(Cd), ..exact() }]);
    let stuck = |now: &mut Model| {
        now.lanes[0].walkers = LaneModel::on_exact(128, 300.0, &[140.0; 3]).walkers;
        now.lanes[0].score.as_mut().expect("a score").walkers.first_share = 0.97;
    };
    let no_penalty = {
        let mut now = run(vec![lane(Cd, &GOOD)]);
        now.halted = Some("The loss is not a number.".into());
        let settings = EbmSettings { penalty: 0.0, ..EbmSettings::default() };
        advice(&Situation { settings: &settings, ..at(&now) })
    };
    assert_eq!(no_penalty.next.as_ref().map(|next| next.changes), Some("penalty=0.1"));
    let row = |state, advice, is, says, never| Row { state, advice, is, says, never };
    let agree: &[&str] = &["agree on", "match the data", "right where"];
    assert_table(&[
        row("no density yet", advice(&at(&Model::default())), Open, &["being computed"], agree),
        row("untrained", advice(&at(&begun)), Open, &["Nothing is learned yet", "3 of 128"], agree),
        row("untrained, training asked for", advice(&Situation { running: true, ..at(&begun) }), Open, &["Training has begun"], &["Press Train"]),
        row("stopped", no_penalty, Bad, &["Training was stopped", "not a number"], agree),
        row("stopped in spite of a penalty", changed(|now| now.halted = Some("The energies grew too large.".into())), Bad, &["stopped", "grew too large"], agree),
        row("a mass that is no number", changed(|now| now.lanes[0].map.as_mut().expect("a map").metrics.kl = f64::NAN), Bad, &["cannot be measured"], &["match the data"]),
        row("energies run away", changed(|now| now.lanes[0].gap.extend_to(1001, &[400.0; 1])), Bad, &["running away"], agree),
        row("issue: step 35, 76 % off", of(Cd, State { off: 0.76, kl: 1.6, walkers_off: 0.8, step: 35, ..GOOD }, true), Open, &["does not fit the moons yet", "76.0\u{a0}%", "35 steps"], agree),
        row("issue: step 35, standing still", of(Cd, State { off: 0.76, kl: 1.6, walkers_off: 0.8, step: 35, ..GOOD }, false), Bad, &["does not fit the moons yet"], agree),
        row("issue: 95 % of the walkers off", of(Cd, State { walkers_off: 0.95, ..GOOD }, false), Open, &["still on their way", "95.0\u{a0}%"], agree),
        row("issue: 95 % of both off", of(Sliced, State { off: 0.95, walkers_off: 0.95, ..GOOD }, false), Bad, &["does not fit"], agree),
        row("step 1", of(Cd, State { off: 0.9, step: 1, ..GOOD }, true), Open, &["after 1 step;"], agree),
        row("PyTorch: CD-10 with penalty, first seed", of(Cd, State { kl: 0.27, first: 0.60, ..GOOD }, false), Good, &["match the data", "0.27 nats"], &["wrong", "lost"]),
        row("PyTorch: CD-10 with penalty, second seed", of(Cd, State { kl: 0.18, first: 0.41, ..GOOD }, false), Good, &["match the data"], &["wrong", "lost"]),
        row("PyTorch: CD-10 without, second seed", of(Cd, State { kl: 85.0, first: 0.0, ..GOOD }, false), Bad, &["lost", "0.0\u{a0}%"], &["match the data"]),
        row("PyTorch: PCD-10 collapses behind good samples", of(Pcd, State { kl: 2.4, first: 0.034, walkers: 0.55, ..GOOD }, false), Bad, &["Good samples hide a lost moon", "3.4\u{a0}%"], &["match the data"]),
        row("collapsed, and so are its samples", of(Pcd, State { kl: 2.4, first: 0.034, walkers: 0.03, ..GOOD }, false), Bad, &["moon", "3.4\u{a0}%"], &["match the data"]),
        row("PyTorch: sliced, first seed", of(Sliced, State { kl: 0.79, first: 0.89, walkers: 0.9, ..GOOD }, false), Bad, &["weighs the moons wrong", "89.0\u{a0}%", "score"], &["match the data", "lost"]),
        row("PyTorch: sliced, third seed", of(Sliced, State { kl: 0.48, first: 0.67, ..GOOD }, false), Bad, &["weighs the moons wrong"], &["match the data"]),
        row("implicit with wrong weights", of(Implicit, State { first: 0.75, ..GOOD }, false), Bad, &["weighs the moons wrong"], &["match the data"]),
        row("noise contrast, noise far away", with(EbmSettings { noise_shift: 6.0, ..EbmSettings::default() }, Nce, State { first: 0.75, ..GOOD }), Bad, &["weighs the moons wrong", "Where its noise hardly lies"], &["A score", "match the data"]),
        row("noise contrast, noise over the data", of(Nce, State { first: 0.75, ..GOOD }, false), Bad, &["weighs the moons wrong"], &["A score", "match the data"]),
        row("sliced, still training", of(Sliced, State { first: 0.89, ..GOOD }, true), Open, &["still moving"], &["match the data"]),
        row("PyTorch: denoising at .05", of(Denoising, State { kl: 0.34, first: 0.57, off: 0.03, ..GOOD }, false), Good, &["match the data"], &["blurred"]),
        row("PyTorch: denoising at .1", of(Denoising, State { kl: 0.45, first: 0.50, off: 0.09, ..GOOD }, false), Bad, &["blurred", "9.0\u{a0}%"], &["match the data"]),
        row("PyTorch: denoising at .3", with(EbmSettings { blur: 0.3, ..EbmSettings::default() }, Denoising, State { kl: 1.34, first: 0.50, off: 0.49, ..GOOD }), Bad, &["blurred", "49.0\u{a0}%"], agree),
        row("denoising, hardly trained", of(Denoising, State { off: 0.49, step: 100, ..GOOD }, false), Bad, &["does not fit"], &["blurred"]),
        row("real run: noise on the data", with(EbmSettings { jitter: 0.3, ..EbmSettings::default() }, Cd, State { kl: 1.8, off: 0.67, ..GOOD }), Bad, &["blurred", "67.0\u{a0}%"], &["does not fit"]),
        row("PyTorch: PCD-40 with penalty", of(Pcd, State { kl: 0.73, first: 0.51, ..GOOD }, false), Open, &["near, not there yet", "0.73"], &["match the data"]),
        row("far off, still training", of(Cd, State { kl: 2.5, ..GOOD }, true), Open, &["getting better"], &["match the data"]),
        row("far off, standing still", of(Cd, State { kl: 2.5, ..GOOD }, false), Bad, &["far from the exact one"], &["match the data"]),
        row("good energy, stuck walkers", changed(stuck), Bad, &["most walkers have not crossed", "3 of 128", "97.0\u{a0}%"], &["match the data"]),
        row("good energy, young walkers", changed(|now| { stuck(now); now.lanes[0].walkers.lane.cost.transitions = 20.0; }), Open, &["just begun", "20 steps"], &["most walkers have not crossed"]),
        row("two objectives", { let now = run(vec![lane(Cd, &State { kl: 0.43, ..GOOD }), lane(Denoising, &GOOD)]); advice(&at(&now)) }, Open, &["Denoising score matching is nearer in this one run", "0.43"], &["wins"]),
        row("two objectives, one has lost a moon", { let now = run(vec![lane(Cd, &GOOD), lane(Pcd, &State { first: 0.02, ..GOOD })]); advice(&at(&now)) }, Bad, &["lost moon"], &["is nearer in"]),
        row("data of one piece", changed(|now| now.data = DataSettings { set: DataSet::SwissRoll, ..DataSettings::default() }), Good, &["match the data"], &["moon", "most walkers have not crossed"]),
    ]);
}
