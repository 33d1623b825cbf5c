//! Runs that go on from weights of earlier ones, in the same engine or another.

use crate::common::diffusion_run::{RUN, answers, arrived, next, small};
use mcmc_to_diffusion::protocol::diffusion::{Cloud, Denoiser};
use mcmc_to_diffusion::protocol::weights::{NetworkWeights, Weights};
use mcmc_to_diffusion::protocol::{Command, Content, Event, Frame};
use mcmc_to_diffusion::settings::{
    Beside, DataSet, DataSettings, DiffusionBeside, DiffusionSettings, EbmSettings, Experiment, Fork,
    Objective,
};

const STEPS: u32 = 60;

fn start(experiment: &Experiment, from: Option<&Weights>) -> Command {
    let from = from.cloned().map(Box::new);
    Command::Start { run: RUN, seed: 3, data: DataSettings::default(), experiment: experiment.clone(), from }
}

fn forked() -> Experiment {
    Experiment::Diffusion(DiffusionSettings {
        beside: DiffusionBeside::Fork,
        fork: Fork::Averaging,
        ..small()
    })
}

fn rivals() -> Experiment {
    Experiment::Ebm(EbmSettings {
        beside: Beside::Rival,
        rival: Objective::Pcd,
        width: 16,
        batch_size: 32,
        points: 300,
        langevin_steps: 3,
        walkers: 12,
        ..EbmSettings::default()
    })
}

/// All frames that `commands` bring, and the weights handed out.
fn run(commands: Vec<Command>) -> (Vec<Frame>, Vec<Weights>) {
    let (mut frames, mut weights) = (Vec::new(), Vec::new());
    for event in answers(commands) {
        match event {
            Event::Frame(frame) => frames.push(*frame),
            Event::Weights(handed_out) => weights.push(*handed_out),
            Event::Ready { .. } => {}
            other => panic!("unexpected {other:?}"),
        }
    }
    (frames, weights)
}

/// A run that trains and then tells all there is to tell; and its weights.
fn trained(experiment: &Experiment) -> (Vec<Frame>, Weights) {
    let tell = (0..8).map(|_| next(0, 60_000.0));
    let commands = [start(experiment, None), next(STEPS, 60_000.0), Command::Export { run: RUN }];
    let (frames, mut weights) = run(commands.into_iter().chain(tell).collect());
    (frames, weights.remove(0))
}

/// A run that goes on from these weights, after it has told of them.
fn restored(experiment: &Experiment, weights: &Weights, then: &[Command]) -> (Vec<Frame>, Vec<Weights>) {
    let tell = (0..8).map(|_| next(0, 60_000.0));
    run([start(experiment, Some(weights))].into_iter().chain(tell).chain(then.iter().cloned()).collect())
}

/// The last clouds of the network and of the one beside it.
fn clouds(frames: Vec<Frame>) -> [Cloud; 2] {
    let all = arrived(frames);
    [all.clouds, all.second.clouds].map(|clouds| {
        let of_network = clouds.into_iter().rfind(|cloud| cloud.denoiser == Denoiser::Learned);
        of_network.expect("samples of the network")
    })
}

#[test]
fn samples_of_a_restored_denoiser_are_those_of_before_to_the_bit() {
    let experiment = forked();
    let (frames, weights) = trained(&experiment);
    assert_eq!((weights.step, weights.networks.len()), (STEPS, 2));
    assert!(weights.seconds > 0.0 && weights.check().is_ok());
    // The first averages its weights; the one beside it does not.
    let [own, beside] = &weights.networks[..] else { panic!("two networks") };
    assert!(own.training.len() == own.values.len() && own.training != own.values);
    assert!(beside.training.is_empty());
    let (again, handed_out) = restored(&experiment, &weights, &[Command::Export { run: RUN }]);
    assert!(again.iter().all(|frame| frame.step == STEPS && frame.halt.is_none()));
    assert_eq!(handed_out[0], weights, "it hands out what it was given");
    assert_eq!(clouds(again), clouds(frames));
}

#[test]
fn a_restored_energy_is_the_one_of_before_to_the_bit() {
    let experiment = rivals();
    let (frames, weights) = trained(&experiment);
    assert_eq!(weights.networks.len(), 2);
    let (again, handed_out) = restored(&experiment, &weights, &[Command::Export { run: RUN }]);
    assert_eq!(handed_out[0], weights);
    let maps = |frames: &[Frame]| {
        [0, 1].map(|lane| {
            let of = |frame: &Frame| match &frame.content {
                Content::Ebm(content) => content.lanes[lane].map.clone(),
                _ => panic!("of another chapter"),
            };
            frames.iter().rev().find_map(of).expect("a map")
        })
    };
    assert_eq!(maps(&again), maps(&frames));
    let Content::Ebm(last) = &again.last().expect("frames").content else { panic!("of another chapter") };
    assert!(last.lanes.iter().all(|lane| !lane.on_exact), "walkers are on what was learned");
}

fn losses(frames: &[Frame]) -> Vec<f32> {
    let of = |frame: &Frame| match &frame.content {
        Content::Diffusion(content) => content.lanes[0].losses.clone(),
        Content::Ebm(content) => content.lanes[0].losses.clone(),
        _ => panic!("of another chapter"),
    };
    frames.iter().flat_map(of).collect()
}

fn mean(values: &[f32]) -> f32 {
    values.iter().sum::<f32>() / values.len() as f32
}

#[test]
fn training_goes_on_from_where_it_was_and_can_be_repeated() {
    let denoiser = Experiment::Diffusion(DiffusionSettings { learning_rate: 2e-3, ..small() });
    let long = [start(&denoiser, None), next(600, 60_000.0), Command::Export { run: RUN }];
    let (frames, weights) = run(long.to_vec());
    let first = losses(&frames);
    let on = [next(100, 60_000.0)];
    let (frames, _) = restored(&denoiser, &weights[0], &on);
    let further = losses(&frames);
    assert_eq!((further.len(), frames.last().map(|frame| frame.step)), (100, Some(700)));
    let [begin, end, after] = [&first[..50], &first[500..], &further[..]].map(mean);
    assert!(after < 0.5 * (begin + end) && after < 1.15 * end, "{begin} → {end}, then {after}");
    assert_eq!(further, losses(&restored(&denoiser, &weights[0], &on).0));
    // It does not draw the rows again that it has had.
    assert_ne!(further[..50], first[..50]);
}

#[test]
fn an_energy_goes_on_training_with_both_its_networks() {
    let experiment = rivals();
    let (_, weights) = trained(&experiment);
    let on = [next(20, 60_000.0), Command::Export { run: RUN }];
    let (frames, handed_out) = restored(&experiment, &weights, &on);
    assert_eq!(losses(&frames).len(), 20);
    assert!(frames.iter().all(|frame| frame.halt.is_none()));
    assert_eq!(handed_out[0].step, STEPS + 20);
    assert!(handed_out[0].seconds > weights.seconds);
    for (after, before) in handed_out[0].networks.iter().zip(&weights.networks) {
        assert_ne!(after, before);
    }
}

#[test]
fn weights_of_another_model_are_refused_in_words_and_the_run_begins_from_nothing() {
    let experiment = Experiment::Diffusion(small());
    let (frames, weights) = trained(&experiment);
    let fresh = losses(&frames);
    let own = weights.networks[0].clone();
    let with = |values: Vec<f32>| vec![NetworkWeights { values, training: own.training.clone() }];
    let wider = Experiment::Diffusion(DiffusionSettings { width: 17, ..small() });
    let strangers = [
        (Weights { networks: with(own.values[1..].to_vec()), ..weights.clone() }, "weights, but"),
        (Weights { networks: with(vec![f32::NAN; own.values.len()]), ..weights.clone() }, "not numbers"),
        (Weights { networks: Vec::new(), ..weights.clone() }, "0 networks instead of 1"),
        (Weights { experiment: wider, ..weights.clone() }, "weights, but"),
        (Weights { step: 0, ..weights.clone() }, "not trained"),
        (trained(&rivals()).1, "other settings"),
        (
            Weights {
                data: DataSettings { set: DataSet::Circles, ..DataSettings::default() },
                ..weights.clone()
            },
            "other settings",
        ),
    ];
    for (weights, word) in strangers {
        let commands = vec![start(&experiment, Some(&weights)), next(STEPS, 60_000.0)];
        let (frames, _) = run(commands);
        let halt = frames[0].halt.as_deref().expect("words");
        assert!(halt.starts_with("The weights were not taken") && halt.contains(word), "{halt}");
        assert_eq!((frames[0].step, losses(&frames)), (0, fresh.clone()), "{halt}");
    }
    let chains = Experiment::Mcmc(Default::default());
    let (frames, _) = run(vec![start(&chains, Some(&weights))]);
    assert!(frames[0].halt.as_deref().is_some_and(|halt| halt.contains("no network")));
}
