//! Two networks side by side that two engines train: what comes of it is what one engine brings, bit for bit.

use crate::common::diffusion_run::{RUN, next, small};
use crate::common::shared_run::{Engines, over_the_wire};
use mcmc_to_diffusion::protocol::weights::Weights;
use mcmc_to_diffusion::protocol::{Command, Content, Event};
use mcmc_to_diffusion::settings::{
    Beside, DiffusionBeside, DiffusionSettings, EbmSettings, Experiment, Fork, Objective, TimestepDraw,
};

const GOAL: u32 = 400;
const SLICE_MS: f32 = 4.0;

/// A run on one engine or two, and what the page has been told.
struct Page {
    engines: Engines,
    step: u32,
    losses: [Vec<f32>; 2],
    checkpoints: Vec<u32>,
    halts: Vec<String>,
    /// Steps that the first engine was handed, and the step after which the last of them began.
    handed: u32,
    ahead: u32,
}

impl Page {
    fn new(experiment: &Experiment) -> Self {
        let (losses, checkpoints, halts) = Default::default();
        Self { engines: Engines::start(experiment), step: 0, losses, checkpoints, halts, handed: 0, ahead: 0 }
    }

    /// Both engines are asked once, what they tell each other is passed on; as on the page, the second is not far ahead.
    fn ask(&mut self, steps: u32) {
        let asks = self.ahead <= self.step;
        if let Some(second) = self.engines.second.as_mut().filter(|_| asks) {
            for event in second.say(next(steps, SLICE_MS)) {
                let Event::Progress(progress) = event else { continue };
                self.ahead = progress.slices[0].from;
                self.handed += progress.slices.iter().map(|slice| slice.steps).sum::<u32>();
                self.engines.first.say(Command::Hear { run: RUN, progress: over_the_wire(&progress) });
            }
        }
        for event in self.engines.first.say(next(steps, SLICE_MS)) {
            match event {
                Event::Progress(progress) => {
                    self.ahead = progress.slices[0].from;
                    let progress = over_the_wire(&progress);
                    self.engines.second.iter_mut().for_each(|second| {
                        second.say(Command::Hear { run: RUN, progress: progress.clone() });
                    });
                }
                Event::Frame(frame) => {
                    self.step = frame.step;
                    self.halts.extend(frame.halt);
                    let (losses, checkpoints): (Vec<_>, _) = match frame.content {
                        Content::Diffusion(content) => {
                            (content.lanes.into_iter().map(|lane| lane.losses).collect(), content.checkpoints)
                        }
                        Content::Ebm(content) => {
                            (content.lanes.into_iter().map(|lane| lane.losses).collect(), content.checkpoints)
                        }
                        _ => panic!("of another chapter"),
                    };
                    assert_eq!(losses[0].len(), losses[1].len(), "both are at one step");
                    self.losses.iter_mut().zip(losses).for_each(|(all, losses)| all.extend(losses));
                    self.checkpoints = checkpoints.unwrap_or(std::mem::take(&mut self.checkpoints));
                }
                other => panic!("unexpected {other:?}"),
            }
        }
    }

    fn train_to(&mut self, goal: u32) {
        while self.step < goal && self.halts.is_empty() {
            self.ask(goal - self.step);
        }
    }

    fn export(&mut self) -> Weights {
        let events = self.engines.first.say(Command::Export { run: RUN });
        let [Event::Weights(weights)] = &events[..] else { panic!("{events:?}") };
        Weights { seconds: 0.0, ..(**weights).clone() }
    }

    fn outcome(mut self) -> impl PartialEq + std::fmt::Debug {
        let weights = self.export();
        (self.step, self.losses, self.checkpoints, weights)
    }
}

fn forked(fork: Fork) -> Experiment {
    Experiment::Diffusion(DiffusionSettings {
        beside: DiffusionBeside::Fork,
        fork,
        train_steps: GOAL as usize,
        timestep_draw: TimestepDraw::Importance,
        ..small()
    })
}

fn rivals(objective: Objective, rival: Objective) -> Experiment {
    Experiment::Ebm(EbmSettings {
        objective,
        beside: Beside::Rival,
        rival,
        width: 16,
        batch_size: 32,
        points: 300,
        langevin_steps: 3,
        walkers: 12,
        buffer: 96,
        train_steps: GOAL as usize,
        ..EbmSettings::default()
    })
}

fn all_kinds() -> Vec<Experiment> {
    vec![
        forked(Fork::Network),
        forked(Fork::Averaging),
        rivals(Objective::Denoising, Objective::Pcd),
        rivals(Objective::Cd, Objective::Sliced),
    ]
}

#[test]
fn two_engines_bring_what_one_does_bit_for_bit_whenever_the_second_comes() {
    for experiment in all_kinds() {
        let mut alone = Page::new(&experiment);
        alone.train_to(GOAL);
        let alone = alone.outcome();
        for joins_at in [0, 70] {
            let mut page = Page::new(&experiment);
            page.train_to(joins_at);
            page.engines.share(&experiment);
            page.train_to(GOAL);
            assert!(page.handed > 100, "the second engine trains: {} from {joins_at}", page.handed);
            assert_eq!(page.outcome(), alone);
        }
    }
}

#[test]
fn single_steps_settings_that_change_and_a_second_engine_that_is_lost_leave_no_trace() {
    for experiment in all_kinds() {
        let other = match experiment.clone() {
            Experiment::Diffusion(settings) => {
                Experiment::Diffusion(DiffusionSettings { learning_rate: 3e-3, ..settings })
            }
            Experiment::Ebm(settings) => Experiment::Ebm(EbmSettings { learning_rate: 3e-3, ..settings }),
            _ => panic!("of another chapter"),
        };
        let story = |shared: bool| {
            let mut page = Page::new(&experiment);
            if shared {
                page.engines.share(&experiment);
            }
            page.train_to(60);
            for _ in 0..3 {
                page.ask(0);
                let before = page.step;
                page.ask(1);
                assert_eq!(page.step, before + 1, "a single step asked for is a single step taken");
            }
            page.train_to(100);
            page.engines.tell_both(&Command::Tune { run: RUN, experiment: other.clone() });
            page.train_to(180);
            if shared {
                page.engines.lose_second();
            }
            page.train_to(GOAL);
            page
        };
        let shared = story(true);
        assert!(shared.handed > 60, "{}", shared.handed);
        assert_eq!(shared.outcome(), story(false).outcome());
    }
}

#[test]
fn where_one_network_diverges_both_go_back_to_one_step_and_training_can_go_on() {
    let Experiment::Ebm(settings) = rivals(Objective::Denoising, Objective::ShortRun) else {
        panic!("an energy")
    };
    let experiment =
        Experiment::Ebm(EbmSettings { langevin_steps: 1, penalty: 0.0, learning_rate: 0.01, ..settings });
    let happened = |page: &Page| page.halts[0].split(" Training was paused").next().map(str::to_owned);
    let mut alone = Page::new(&experiment);
    alone.train_to(GOAL);
    let mut page = Page::new(&experiment);
    page.engines.share(&experiment);
    page.train_to(GOAL);
    assert_eq!(happened(&page), happened(&alone));
    assert!(page.handed > 0 && page.step < GOAL);
    assert!(page.halts[0].contains(&format!("weights of step {} were", page.step)), "{}", page.halts[0]);
    let step = page.step;
    page.halts.clear();
    page.ask(1);
    assert_eq!(page.step, step + 1);
}

#[test]
fn a_loss_that_is_no_number_in_the_second_engine_halts_both_with_the_words_of_one() {
    // So many steps that neither is done, however fast.
    let Experiment::Diffusion(settings) = forked(Fork::Prediction) else { panic!("a fork") };
    let experiment = Experiment::Diffusion(DiffusionSettings { train_steps: 1_000_000, ..settings });
    let mut page = Page::new(&experiment);
    page.engines.share(&experiment);
    let mut progress = loop {
        page.ask(60);
        let told = page.engines.second.as_mut().expect("two").say(next(GOAL, SLICE_MS)).into_iter();
        let mut told =
            told.filter_map(|event| if let Event::Progress(told) = event { Some(told) } else { None });
        if let Some(progress) = told.next_back() {
            break progress;
        }
    };
    progress.slices.truncate(1);
    let slice = &mut progress.slices[0];
    *slice.numbers.last_mut().expect("a step") = f32::NAN;
    slice.values.fill(f32::NAN);
    let (good, bad) = (slice.from, slice.from + slice.steps);
    page.engines.second = None;
    page.engines.first.say(Command::Hear { run: RUN, progress: over_the_wire(&progress) });
    page.train_to(bad + 1);
    let words = format!(
        "stopped being a number at step {bad}, so training was paused and the weights of step {good}"
    );
    assert!(page.halts[0].contains(&words), "{}", page.halts[0]);
    let mut alone = Page::new(&experiment);
    alone.train_to(good);
    assert_eq!(page.export(), alone.export());
}
