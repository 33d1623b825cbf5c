//! A run of the chapter on Markov chains, driven as a page drives it: commands in, frames out.

use super::diffusion_run::answers;
use mcmc_to_diffusion::protocol::mcmc::{Diagnostics, Lane, McmcFrame};
use mcmc_to_diffusion::protocol::{Command, Content, Event, Frame, RunId};
use mcmc_to_diffusion::settings::{DataSettings, Experiment, McmcSettings};

pub const RUN: RunId = 3;

pub fn start(settings: &McmcSettings) -> Command {
    Command::Start {
        run: RUN,
        seed: 1,
        data: DataSettings::default(),
        experiment: Experiment::Mcmc(settings.clone()),
        from: None,
    }
}

pub fn tune(settings: &McmcSettings) -> Command {
    Command::Tune { run: RUN, experiment: Experiment::Mcmc(settings.clone()) }
}

/// A frame of at most `steps` steps; the budget is generous, so that they are all taken.
pub fn next(steps: u32) -> Command {
    Command::Next { run: RUN, steps, walk: 0, budget_ms: 60_000.0 }
}

pub fn frames(commands: impl IntoIterator<Item = Command>) -> Vec<Frame> {
    let frame = |event| match event {
        Event::Frame(frame) => Some(*frame),
        Event::Ready { .. } => None,
        other => panic!("unexpected {other:?}"),
    };
    answers(commands).into_iter().filter_map(frame).collect()
}

pub fn content(frame: &Frame) -> &McmcFrame {
    let Content::Mcmc(content) = &frame.content else { panic!("not of this chapter") };
    content
}

pub fn contents(commands: impl IntoIterator<Item = Command>) -> Vec<McmcFrame> {
    frames(commands).iter().map(content).cloned().collect()
}

/// The lanes after `steps` steps and a measurement.
pub fn after(settings: &McmcSettings, steps: u32) -> (Vec<Lane>, Vec<Diagnostics>) {
    let frames = contents([start(settings), next(steps), next(0)]);
    let measured = |index: usize| {
        let newest = frames.iter().rev().find_map(|frame| frame.lanes[index].diagnostics.clone());
        *newest.expect("a run that stands still is measured")
    };
    let lanes = frames.last().unwrap().lanes.clone();
    let measured = (0..lanes.len()).map(measured).collect();
    (lanes, measured)
}

pub fn with(change: impl FnOnce(&mut McmcSettings)) -> McmcSettings {
    let mut settings = McmcSettings::default();
    change(&mut settings);
    settings
}
