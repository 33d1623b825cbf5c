//! States of the denoiser, and what the guide must and must not say of them. “Issue” marks what a reader met on the page,
//! “re-run” the outside runs of 4,000 steps on σ = .05 moons: mean MMD², and the share off the moons.

use super::super::lane::LaneModel;
use super::tests::{floor, score};
use super::*;
use crate::protocol::diffusion::{Denoiser, Reference};
use crate::protocol::exact::Exact;
use crate::settings::{AskedMoon, DataSet, DataSettings, DiffusionSettings};
use crate::settings::{Clip, DiffusionSampler, ScheduleKind};
use crate::ui::chapter::guide::Is;
use crate::ui::chapter::guide::table::{Row, assert_table};
use Denoiser::{Ideal, Learned};

struct State {
    who: Denoiser,
    mmd2: f32,
    first: f32,
    off: f32,
    step: u32,
    alpha_bar_last: f32,
}

const GOOD: State =
    State { who: Learned, mmd2: 3e-4, first: 0.5, off: 0.001, step: 4000, alpha_bar_last: 2.4e-7 };
const LINEAR: f32 = 0.364;

fn model(state: &State) -> Model {
    let exact = Exact { shares: vec![0.5, 0.5], ..Exact::default() };
    let reference =
        Reference { exact, ideal_loss: 0.387, alpha_bar_last: state.alpha_bar_last, ..Reference::default() };
    let mut drawn = score(state.who, state.mmd2, state.first);
    (drawn.step, drawn.distances.off_share) = (state.step, state.off);
    Model {
        lanes: vec![LaneModel::of(reference).with_score(drawn)],
        real_vs_real: Some(floor()),
        ..Model::default()
    }
}

fn with(state: State, settings: &DiffusionSettings, running: bool) -> Advice {
    advice(&Situation { now: &model(&state), settings, running })
}

fn of(state: State, running: bool) -> Advice {
    with(state, &DiffusionSettings::default(), running)
}

fn changed(change: impl Fn(&mut Model)) -> Advice {
    let mut now = model(&GOOD);
    change(&mut now);
    advice(&Situation { now: &now, settings: &DiffusionSettings::default(), running: false })
}

#[rustfmt::skip]
#[test]
fn every_situation_has_its_verdict() {
    use Is::{Bad, Good, Open};
    let base = DiffusionSettings::default;
    let ddim = |steps| DiffusionSettings { sampler: DiffusionSampler::Ddim, sampler_steps: steps, ..base() };
    let linear = DiffusionSettings { schedule: ScheduleKind::Linear, ..base() };
    let unclipped = DiffusionSettings { clip: Clip::Off, ..ddim(50) };
    let asked = DiffusionSettings { conditional: true, asked: AskedMoon::Upper, ..base() };
    let fork = |mmd2| {
        let mut now = model(&GOOD);
        now.lanes.push(model(&State { mmd2, ..GOOD }).lanes.remove(0));
        now.names = vec!["MLP", "Residual MLP"];
        advice(&Situation { now: &now, settings: &base(), running: false })
    };
    let row = |state, advice, is, says, never| Row { state, advice, is, says, never };
    let fine: &[&str] = &["look like real data", "as near as"];
    assert_table(&[
        row("nothing known", advice(&Situation { now: &Model::default(), settings: &base(), running: false }), Open, &["being computed"], fine),
        row("not scored", changed(|now| now.lanes[0].learned_score = None), Open, &["not scored yet"], fine),
        row("stopped", changed(|now| now.halted = Some("The loss is not a number.".into())), Bad, &["Training was stopped"], fine),
        row("flown apart", of(State { mmd2: f32::NAN, ..GOOD }, false), Bad, &["flown apart"], fine),
        row("flown apart without clipping", with(State { mmd2: f32::INFINITY, ..GOOD }, &unclipped, false), Bad, &["flown apart"], fine),
        row("ideal, 0.5 % off", of(State { who: Ideal, off: 0.005, ..GOOD }, false), Open, &["some samples stray"], &["would draw"]),
        row("ideal, DDPM-100", of(State { who: Ideal, ..GOOD }, false), Good, &["A perfect network would draw"], &["Train on"]),
        row("ideal, just outside the band", of(State { who: Ideal, mmd2: 2e-3, ..GOOD }, false), Open, &["perfect network"], fine),
        row("ideal, DDIM-5", with(State { who: Ideal, off: 0.3, mmd2: 5e-3, ..GOOD }, &ddim(5), false), Bad, &["Even a perfect network fails", "30.0 ± 1.4\u{a0}%"], fine),
        row("ideal, clipped to ±1", with(State { who: Ideal, off: 0.4, ..GOOD }, &DiffusionSettings { clip: Clip::Unit, ..base() }, false), Bad, &["Even a perfect network fails"], fine),
        row("issue: linear, the ideal denoiser looks fine", with(State { who: Ideal, alpha_bar_last: LINEAR, ..GOOD }, &linear, false), Bad, &["ends before all is noise", "0.603", "DDIM shows it"], &["would draw"]),
        row("linear, trained, DDPM", with(State { alpha_bar_last: LINEAR, ..GOOD }, &linear, false), Bad, &["ends before all is noise"], fine),
        row("linear, trained, DDIM", with(State { alpha_bar_last: LINEAR, off: 0.3, ..GOOD }, &DiffusionSettings { schedule: ScheduleKind::Linear, ..ddim(50) }, false), Bad, &["Many samples"], fine),
        row("issue: step 35, 76 % off", of(State { off: 0.76, mmd2: 0.05, step: 35, ..GOOD }, true), Open, &["Most samples still lie off the moons", "35 steps", "76.0 ± 1.4"], &["look like real data", "are right"]),
        row("step 35, standing still", of(State { off: 0.76, step: 35, ..GOOD }, false), Bad, &["Most samples"], fine),
        row("step 1", of(State { off: 0.95, step: 1, ..GOOD }, true), Open, &["after 1 step "], fine),
        row("half trained", of(State { off: 0.2, mmd2: 3e-3, step: 2000, ..GOOD }, true), Open, &["Many samples still lie off"], fine),
        row("half trained, nearer", of(State { off: 0.05, mmd2: 2e-3, step: 2000, ..GOOD }, true), Open, &["getting nearer"], &["look like"]),
        row("re-run: residual MLP, 4,000 steps", of(State { off: 0.009, ..GOOD }, false), Open, &["some samples stray", "0.9\u{a0}% of the samples", "0.034\u{a0}% of real data"], &["look like real data"]),
        row("as few off as of real data", of(GOOD, false), Good, &["look like real data"], &["off the moons yet", "wrong"]),
        row("as few off as of real data, still training", of(GOOD, true), Good, &["look like real data already"], &["wrong"]),
        row("re-run: MLP, mean MMD² .0020", of(State { mmd2: 2e-3, off: 0.03, ..GOOD }, false), Open, &["Near the data"], &["look like real data"]),
        row("issue: 6.9 % off inside the band", of(State { off: 0.069, ..GOOD }, false), Open, &["some samples stray", "6.9\u{a0}%"], &["look like real data"]),
        row("no better than a blob", of(State { mmd2: 2e-2, ..GOOD }, false), Bad, &["no better than one Gaussian"], &["look like"]),
        row("no better than a blob, training", of(State { mmd2: 2e-2, step: 100, ..GOOD }, true), Open, &["no better than one Gaussian"], &["look like"]),
        row("DDIM-5, trained", with(State { off: 0.15, mmd2: 5e-3, ..GOOD }, &ddim(5), false), Bad, &["Many samples"], fine),
        row("unclipped DDIM", with(State { off: 0.4, mmd2: 0.05, ..GOOD }, &unclipped, false), Bad, &["Many samples"], fine),
        row("flow matching with Heun", with(GOOD, &DiffusionSettings { prediction: crate::settings::Prediction::Flow, ..base() }, false), Good, &["look like real data"], &["schedule ends"]),
        row("predicting v", with(GOOD, &DiffusionSettings { prediction: crate::settings::Prediction::Velocity, ..base() }, false), Good, &["look like real data"], &["wrong"]),
        row("wrong shares", of(State { first: 0.6, ..GOOD }, false), Bad, &["wrong shares", "60.0 ± 1.6\u{a0}%"], &["look like real data"]),
        row("wrong shares, training", of(State { first: 0.6, ..GOOD }, true), Open, &["Training goes on"], &["look like"]),
        row("a moon nearly missing", of(State { first: 0.03, ..GOOD }, false), Bad, &["A moon is nearly missing"], &["look like real data"]),
        row("shares within chance", of(State { first: 0.53, ..GOOD }, false), Good, &["look like"], &["wrong shares"]),
        row("asked for the upper moon", with(State { first: 0.99, ..GOOD }, &asked, false), Good, &["follow the class", "99.0"], &["missing", "wrong"]),
        row("real run: asked for the upper moon after 300 steps", with(State { first: 0.989, mmd2: 3.9e-3, off: 0.042, step: 300, ..GOOD }, &asked, false), Open, &["Samples follow the class, not yet like real data", "98.9"], &["missing", "wrong"]),
        row("real run: ideal, clipped to ±1", with(State { who: Ideal, mmd2: 0.059, off: 0.077, ..GOOD }, &DiffusionSettings { clip: Clip::Unit, ..base() }, false), Bad, &["Even a perfect network fails"], &["no better than one Gaussian", "would draw"]),
        row("asked, not followed", with(State { first: 0.6, mmd2: 5e-3, ..GOOD }, &asked, false), Open, &["Near the data"], &["follow the class"]),
        row("guidance too strong", with(State { first: 0.99, off: 0.3, ..GOOD }, &DiffusionSettings { guidance: 8.0, ..asked.clone() }, false), Bad, &["Many samples"], &["follow the class"]),
        row("two runs, both inside", fork(4e-4), Open, &["Two runs", "cannot rank"], &["wins"]),
        row("two runs, one outside", fork(5e-3), Open, &["Two runs", "0.00500"], &["cannot rank", "wins"]),
        row("data of one piece", changed(|now| now.data = DataSettings { set: DataSet::SwissRoll, ..DataSettings::default() }), Good, &["look like real data"], &["moon"]),
    ]);
}
