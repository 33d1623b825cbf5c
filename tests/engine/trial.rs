//! Trials: how fast a model trains, found out beside a run that must not notice.

use crate::common::diffusion_run::{answers, arrived, next, small, start};
use mcmc_to_diffusion::protocol::{Command, Event, Frame, TrialSlice};
use mcmc_to_diffusion::settings::{
    ComparePlan, DataSettings, EbmSettings, Experiment, Settings, TablePart, TableSettings,
};

const BUDGET_MS: f32 = 20.0;

fn trial(trial: u32, experiment: Experiment) -> Command {
    let (data, experiment) = (DataSettings::default(), Box::new(experiment));
    Command::Trial { trial, seed: 1, data, experiment, budget_ms: BUDGET_MS }
}

fn slices(commands: Vec<Command>) -> Vec<TrialSlice> {
    let slice = |event| if let Event::Trial(slice) = event { Some(slice) } else { None };
    answers(commands).into_iter().filter_map(slice).collect()
}

#[test]
fn the_first_slice_does_not_count_and_the_others_tell_steps_and_time() {
    let energy = EbmSettings { width: 16, batch_size: 64, points: 200, ..EbmSettings::default() };
    let compared = ComparePlan { ebm: energy.clone(), ..ComparePlan::of(&Settings::default()) };
    for experiment in
        [Experiment::Diffusion(small()), Experiment::Ebm(energy), Experiment::Compare(Box::new(compared))]
    {
        let commands = [4, 4, 4, 5].map(|id| trial(id, experiment.clone()));
        let [first, second, third, another] = slices(commands.into())[..] else { panic!() };
        assert_eq!(first, TrialSlice { trial: 4, steps: 0, ms: 0.0 });
        for slice in [second, third] {
            assert!(slice.steps >= 2 && slice.ms >= f64::from(BUDGET_MS), "{slice:?}");
        }
        assert_eq!(another, TrialSlice { trial: 5, steps: 0, ms: 0.0 });
    }
}

#[test]
fn where_nothing_is_trained_there_is_nothing_to_time() {
    let table = TablePart { table: TableSettings::default(), part: 0, parts: 1, done: 0 };
    let slices = slices(vec![trial(1, Experiment::Table(table.clone())), trial(1, Experiment::Table(table))]);
    assert!(slices.iter().all(|slice| slice.steps == 0), "{slices:?}");
}

#[test]
fn a_run_beside_a_trial_is_the_same_bit_for_bit() {
    let losses = |trials: bool| {
        let mut commands = vec![start(1, small())];
        for _ in 0..10 {
            commands.extend(trials.then(|| trial(1, Experiment::Diffusion(small()))));
            commands.push(next(1, 1.0));
        }
        let frame = |event| if let Event::Frame(frame) = event { Some(*frame) } else { None };
        let frames: Vec<Frame> = answers(commands).into_iter().filter_map(frame).collect();
        arrived(frames).losses.iter().map(|loss| loss.to_bits()).collect::<Vec<_>>()
    };
    let alone = losses(false);
    assert_eq!(alone.len(), 10);
    assert_eq!(losses(true), alone);
}
