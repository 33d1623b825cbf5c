//! Frames in, what the page shows out.

use super::*;
use crate::protocol::diffusion::Distances;
use crate::settings::{CompareStart, Method, Sampler, Walk};
use crate::ui::chapters::compare::timeline::tests::recording;

pub const HMC: Method = Method::Exact(Sampler::Hmc);
pub const LANGEVIN: Method = Method::Energy(Walk::Langevin);

pub fn frame(content: CompareFrame) -> Frame {
    Frame { run: 0, step: 0, more: true, halt: None, content: content.into() }
}

/// A set of samples with all of its scores `value`, half of the walkers in each of two modes.
pub fn score(method: Method, run: u32, value: f32) -> MethodScore {
    MethodScore {
        method,
        learned: true,
        run,
        within: 500,
        at_budget: true,
        evaluations: 500.0,
        seconds: 0.5,
        distances: Distances {
            mmd2: [value; 4],
            sliced_wasserstein: value,
            off_share: value,
            ..Distances::default()
        },
        shares: vec![0.5, 0.5],
    }
}

fn scored(epoch: u32, scores: Vec<MethodScore>) -> Frame {
    frame(CompareFrame { epoch, scores, ..CompareFrame::default() })
}

#[test]
fn another_epoch_voids_what_was_measured() {
    let mut model = Model::default();
    model.take(scored(1, vec![score(HMC, 0, 0.1), score(HMC, 1, 0.2)]));
    model.take(scored(1, vec![score(HMC, 1, 0.3)]));
    assert_eq!(model.scores.iter().map(|score| score.distances.mmd2[0]).collect::<Vec<_>>(), [0.1, 0.3]);
    let version = model.scores_version;
    model.take(scored(2, vec![score(HMC, 0, 0.4)]));
    assert_eq!(model.scores.len(), 1);
    assert!(model.real_vs_real.is_none() && model.scores_version > version);
}

#[test]
fn old_walkers_stay_on_the_stage_until_new_ones_come() {
    let mut model = Model::default();
    let walked = |method, learned, start| {
        let column = Recording { learned, start, ..recording(method) };
        frame(CompareFrame { columns: vec![column], ..CompareFrame::default() })
    };
    let first = model.take(walked(LANGEVIN, true, CompareStart::Noise));
    assert!(first.arrived && !first.other_start);
    model.take(frame(CompareFrame { map: Some(Box::default()), ..CompareFrame::default() }));
    assert!(model.learned_energy().is_some());
    model.begin();
    assert!(model.learned_energy().is_some() && model.is_perfect());
    let version = model.backdrop_version;
    let again = model.take(walked(LANGEVIN, false, CompareStart::OneMode));
    assert!(!again.arrived && again.other_start);
    assert!(model.learned_energy().is_none() && model.backdrop_version > version);
}

#[test]
fn columns_of_other_settings_say_what_is_on_its_way_and_stay_while_models_train() {
    let mut model = Model::default();
    let mut settings = CompareSettings::default();
    let walked =
        |method: Method| frame(CompareFrame { columns: vec![recording(method)], ..CompareFrame::default() });
    let [_, energy, _] = settings.columns();
    model.take(walked(energy));
    assert_eq!(model.awaited(1, &settings), None);
    model.begin();
    assert!(model.awaited(1, &settings).is_some_and(|words| words.contains("new run")));
    model.take(walked(energy));
    assert_eq!(model.awaited(1, &settings), None);
    // Frames that train bring no column, and take none away.
    let models =
        [ModelState { origin: Origin::Trained, steps: 5, ..ModelState::default() }, ModelState::default()];
    model.take(frame(CompareFrame { models, ..CompareFrame::default() }));
    assert!(model.columns[1].is_some() && model.awaited(1, &settings).is_none());
    settings.walk = Walk::Mala;
    assert!(model.awaited(1, &settings).is_some_and(|words| words.contains("MALA")));
    model.take(walked(Method::Energy(Walk::Mala)));
    settings.start = CompareStart::OneMode;
    assert!(model.awaited(1, &settings).is_some_and(|words| words.contains("start")));
}
