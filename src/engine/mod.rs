//! The engine: owns the device and the run, answers commands with events, knows no page.
//!
//! [`serve`] is free of any transport: a worker feeds it messages, a native test feeds it a stream.

pub mod bench;
pub mod compare;
pub mod device;
pub mod diffusion;
pub mod ebm;
mod floor;
mod judge;
mod kept;
pub mod mcmc;
mod rate;
mod run;
mod sharing;
mod stage_grid;
pub mod table;
mod trial;
#[cfg(target_arch = "wasm32")]
pub mod worker;

use crate::protocol::{Command, Event, Frame, RunId};
use bench::Bench;
use device::EngineDevice;
use futures::{Stream, StreamExt};
use run::Run;
use trial::Trial;

/// Serves `commands` until they end, or until the device fails: then the last event says why.
pub async fn serve(
    device: EngineDevice,
    mut commands: impl Stream<Item = Command> + Unpin,
    mut send: impl FnMut(Event),
) {
    send(Event::Ready { backend: device.backend, device: device.name.clone() });
    let mut current: Option<Run> = None;
    let mut bench: Option<Bench> = None;
    let mut trial: Option<Trial> = None;
    while let Some(command) = commands.next().await {
        let answer = match command {
            Command::Start { run, seed, data, experiment, from } => {
                let run = current.insert(Run::start(run, seed, &data, experiment, &device));
                let refused = from.and_then(|weights| run.restore(&weights).err());
                run.advance(0, 0, 0.0)
                    .await
                    .map(|frame| Event::Frame(Box::new(Frame { halt: refused.or(frame.halt), ..frame })))
            }
            Command::Tune { run, experiment } => {
                of_run(&mut current, run, |current| current.tune(experiment));
                continue;
            }
            Command::Place { run, at } => {
                of_run(&mut current, run, |current| current.place(at));
                continue;
            }
            Command::LookAt { run, step } => {
                of_run(&mut current, run, |current| current.look_at(step));
                continue;
            }
            Command::Probe { run, at, t } => {
                of_run(&mut current, run, |current| current.hold(at, t));
                continue;
            }
            Command::Measure { run, on } => {
                of_run(&mut current, run, |current| current.measure(on));
                continue;
            }
            Command::Gather { run } => {
                of_run(&mut current, run, Run::gather);
                continue;
            }
            Command::Export { run } => {
                let Some(current) = current.as_ref().filter(|current| current.id() == run) else { continue };
                match current.export().await {
                    Ok(Some(weights)) => Ok(Event::Weights(Box::new(weights))),
                    Ok(None) => continue,
                    Err(why) => Err(why),
                }
            }
            Command::TakeAlong { run, weights } => {
                of_run(&mut current, run, |current| current.take_along(&weights));
                continue;
            }
            Command::Share { run, role } => {
                of_run(&mut current, run, |current| current.share(role));
                continue;
            }
            Command::Hear { run, progress } => {
                of_run(&mut current, run, |current| current.hear(*progress));
                continue;
            }
            Command::Next { run, steps, walk, budget_ms } => {
                // A command for a run that has been replaced: its page no longer waits.
                let Some(current) = current.as_mut().filter(|current| current.id() == run) else { continue };
                current.advance(steps, walk, budget_ms).await.map(|frame| Event::Frame(Box::new(frame)))
            }
            Command::Trial { trial: id, seed, data, experiment, budget_ms } => {
                let trial = Trial::resume(&mut trial, id, seed, &data, *experiment, &device);
                trial.advance(budget_ms).await.map(Event::Trial)
            }
            Command::Bench { case, seed, budget_ms } => {
                Bench::resume(&mut bench, &case, seed, &device).advance(budget_ms).await.map(Event::Bench)
            }
        };
        if let Some(progress) = current.as_mut().and_then(Run::take_progress) {
            send(Event::Progress(Box::new(progress)));
        }
        match answer {
            Ok(event) => send(event),
            Err(why) => return send(Event::Failed { why }),
        }
    }
}

/// Does something to the current run, if it is the one meant.
fn of_run(current: &mut Option<Run>, run: RunId, act: impl FnOnce(&mut Run)) {
    if let Some(current) = current.as_mut().filter(|current| current.id() == run) {
        act(current);
    }
}
