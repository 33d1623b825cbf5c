//! A denoiser that one engine trains while another draws and scores its samples: what comes of it is what one engine brings, bit
//! for bit.

use crate::common::diffusion_run::{RUN, next, small, tune};
use crate::common::shared_run::{Engines, over_the_wire};
use mcmc_to_diffusion::protocol::diffusion::{Denoiser, DiffusionLane};
use mcmc_to_diffusion::protocol::sharing::Progress;
use mcmc_to_diffusion::protocol::{Command, Content, Event};
use mcmc_to_diffusion::settings::{DiffusionSettings, Experiment};
use std::collections::BTreeMap;

const GOAL: u32 = 2500;
const SLICE_MS: f32 = 4.0;

fn settings() -> DiffusionSettings {
    DiffusionSettings { train_steps: GOAL as usize, ..small() }
}

/// A run on one engine or two, and what the page has been told.
struct Page {
    engines: Engines,
    step: u32,
    losses: Vec<f32>,
    checkpoints: Vec<u32>,
    /// Samples of the network with their score and its excess loss, by training step.
    drawn: BTreeMap<u32, DiffusionLane>,
    shown: u32,
    /// How often the second engine has told what it has drawn.
    handed: usize,
}

impl Page {
    fn new() -> Self {
        Self {
            engines: Engines::start(&Experiment::Diffusion(settings())),
            step: 0,
            losses: Vec::new(),
            checkpoints: Vec::new(),
            drawn: BTreeMap::new(),
            shown: 0,
            handed: 0,
        }
    }

    /// Both engines are asked once, and what they tell each other is passed on.
    fn ask(&mut self, steps: u32) {
        if let Some(progress) = self.ask_second(steps) {
            self.handed += 1;
            self.engines.first.say(Command::Hear { run: RUN, progress });
        }
        self.ask_first(steps);
    }

    /// What the second engine has drawn, if it has finished something.
    fn ask_second(&mut self, steps: u32) -> Option<Box<Progress>> {
        let told = self.engines.second.as_mut()?.say(next(steps, SLICE_MS));
        told.iter().find_map(|event| match event {
            Event::Progress(progress) => Some(over_the_wire(progress)),
            _ => None,
        })
    }

    fn ask_first(&mut self, steps: u32) {
        for event in self.engines.first.say(next(steps, SLICE_MS)) {
            match event {
                Event::Progress(progress) => {
                    let hear = Command::Hear { run: RUN, progress: over_the_wire(&progress) };
                    self.engines.second.as_mut().expect("for the second").say(hear);
                }
                Event::Frame(frame) => {
                    self.step = frame.step;
                    let Content::Diffusion(mut content) = frame.content else { panic!("of another chapter") };
                    self.checkpoints = content.checkpoints.unwrap_or(std::mem::take(&mut self.checkpoints));
                    self.note(content.lanes.remove(0));
                }
                other => panic!("unexpected {other:?}"),
            }
        }
    }

    fn note(&mut self, lane: DiffusionLane) {
        self.losses.extend(lane.losses);
        if let Some(cloud) = lane.cloud.filter(|cloud| cloud.denoiser == Denoiser::Learned) {
            self.shown = cloud.step;
            self.drawn.entry(self.shown).or_default().cloud = Some(cloud);
        }
        if let Some(score) = lane.score.filter(|score| score.denoiser == Denoiser::Learned) {
            let step = score.step;
            self.drawn.entry(step).or_default().score = Some(score);
        }
        if !lane.excess_by_timestep.is_empty() {
            self.drawn.entry(self.shown).or_default().excess_by_timestep = lane.excess_by_timestep;
        }
    }

    fn train_to(&mut self, goal: u32) {
        while self.step < goal {
            self.ask(goal - self.step);
        }
    }

    /// Rests until all is drawn of the newest weights.
    fn rest(&mut self) -> DiffusionLane {
        for _ in 0..2000 {
            match self.drawn.get(&self.step).filter(|drawn| is_whole(drawn)) {
                Some(drawn) => return drawn.clone(),
                None => self.ask(0),
            }
        }
        panic!("nothing is drawn of step {}", self.step)
    }

    /// What came of the training.
    fn outcome(&mut self) -> impl PartialEq + std::fmt::Debug + use<> {
        let mut events = self.engines.first.say(Command::Export { run: RUN });
        let Some(Event::Weights(weights)) = events.pop() else { panic!("no weights") };
        (self.step, self.losses.clone(), self.checkpoints.clone(), weights.networks)
    }
}

fn is_whole(drawn: &DiffusionLane) -> bool {
    drawn.cloud.is_some() && drawn.score.is_some() && !drawn.excess_by_timestep.is_empty()
}

#[test]
fn samples_scores_and_training_are_those_of_one_engine_whenever_the_second_comes() {
    let mut alone = Page::new();
    alone.train_to(GOAL);
    for joins_at in [0, 400] {
        let mut page = Page::new();
        page.train_to(joins_at);
        page.engines.share(&Experiment::Diffusion(settings()));
        page.train_to(GOAL);
        page.rest();
        assert_eq!(page.outcome(), alone.outcome());
        assert!(page.handed > 2, "the second engine draws: {} from {joins_at}", page.handed);
        let mut resting = Page::new();
        for (step, drawn) in page.drawn.into_iter().filter(|(_, drawn)| is_whole(drawn)) {
            resting.train_to(step);
            assert_eq!(resting.rest(), drawn, "step {step}");
        }
    }
}

#[test]
fn while_the_first_trains_all_samples_are_of_the_second_and_all_is_told_of_them() {
    let mut page = Page::new();
    page.engines.share(&Experiment::Diffusion(settings()));
    page.train_to(GOAL);
    assert!(page.drawn.len() <= page.handed && page.drawn.values().all(is_whole));
}

#[test]
fn single_steps_samplers_that_change_and_a_second_engine_that_is_lost_leave_no_trace() {
    let other = DiffusionSettings { sampler_steps: 5, learning_rate: 3e-3, ..settings() };
    let story = |shared: bool| {
        let mut page = Page::new();
        if shared {
            page.engines.share(&Experiment::Diffusion(settings()));
        }
        page.train_to(400);
        for _ in 0..3 {
            page.ask(0);
            let before = page.step;
            page.ask(1);
            assert_eq!(page.step, before + 1, "a single step asked for is a single step taken");
            page.rest();
        }
        page.train_to(700);
        page.engines.tell_both(&tune(other.clone()));
        page.drawn.clear();
        page.train_to(1600);
        let is_new = |drawn: &DiffusionLane| {
            drawn.cloud.as_ref().is_some_and(|cloud| cloud.sampling == other.sampling())
        };
        assert!(
            !page.drawn.is_empty() && page.drawn.values().all(is_new),
            "what was drawn otherwise is not shown"
        );
        if shared {
            page.engines.lose_second();
        }
        page.train_to(GOAL);
        page
    };
    let (mut shared, mut alone) = (story(true), story(false));
    assert!(shared.handed > 0);
    assert_eq!(shared.rest(), alone.rest());
    assert_eq!(shared.outcome(), alone.outcome());
}

#[test]
fn samples_of_an_earlier_step_do_not_take_the_place_of_those_of_a_later_one() {
    let mut page = Page::new();
    page.engines.share(&Experiment::Diffusion(settings()));
    let late = (0..2000).find_map(|_| {
        let told = page.ask_second(GOAL);
        page.ask_first(GOAL);
        told
    });
    let late = late.expect("the second engine draws");
    let of_step = late.drawn.as_ref().and_then(|drawn| drawn.cloud.as_ref()).expect("drawn").step;
    page.engines.second = None;
    while page.step <= of_step {
        page.ask(1);
    }
    page.rest();
    page.drawn.clear();
    page.engines.first.say(Command::Hear { run: RUN, progress: late });
    page.ask(0);
    assert!(page.drawn.is_empty(), "{:?}", page.drawn.keys());
}
