//! The engine: owns the device and the run, answers commands with events, knows no page.
//!
//! [`serve`] is free of any transport: a worker feeds it messages, a native test feeds it a stream.

pub mod bench;
pub mod chapter_run;
mod checkpoints;
pub mod compare;
pub mod device;
pub mod diffusion;
pub mod ebm;
pub mod mcmc;
mod metrics;
mod real_vs_real;
pub mod run;
mod sharing;
mod slice;
mod stage_grid;
pub mod table;
mod trial;
#[cfg(target_arch = "wasm32")]
pub mod worker;

use crate::protocol::draws::Draws;
use crate::protocol::{Command, Event, Frame};
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
                let run = current.insert(Run::start(run, seed, data, experiment, &device));
                let refused = from.and_then(|weights| run.restore(&weights).err());
                let frame = run.chapter.advance(0, 0, 0.0).await;
                frame.map(|frame| vec![framed(Frame { halt: refused.or(frame.halt), ..frame })])
            }
            Command::Trial { trial: id, seed, data, experiment, budget_ms } => {
                let trial = Trial::resume(&mut trial, id, seed, &data, *experiment, &device);
                trial.advance(budget_ms).await.map(|slice| vec![Event::Trial(slice)])
            }
            Command::Bench { case, seed, budget_ms } => {
                let bench = Bench::resume(&mut bench, &case, seed, &device);
                bench.advance(budget_ms).await.map(|done| vec![Event::Bench(done)])
            }
            of_run => match current.as_mut().filter(|current| of_run.run() == Some(current.id)) {
                Some(current) => serve_run(current, of_run).await,
                // For a run that has been replaced: its page no longer waits.
                None => Ok(Vec::new()),
            },
        };
        if let Some(progress) = current.as_mut().and_then(|current| current.chapter.take_progress()) {
            send(Event::Progress(Box::new(progress)));
        }
        match answer {
            Ok(events) => events.into_iter().for_each(&mut send),
            Err(why) => return send(Event::Failed { why }),
        }
    }
}

/// Does what a command asks of the run that it is for; gives what the page waits for, if it does.
///
/// # Errors
/// Says in words that the device is lost.
async fn serve_run(current: &mut Run, command: Command) -> Result<Vec<Event>, String> {
    let chapter = &mut current.chapter;
    match command {
        Command::Next { steps, walk, budget_ms, .. } => {
            return Ok(vec![framed(chapter.advance(steps, walk, budget_ms).await?)]);
        }
        Command::Export { .. } => {
            let models = current.export().await?;
            return Ok(models.into_iter().map(|weights| Event::Weights(Box::new(weights))).collect());
        }
        Command::Draw { run } => {
            let draws = chapter.draws().map(|lanes| Event::Draws(Box::new(Draws { run, lanes })));
            return Ok(draws.into_iter().collect());
        }
        Command::Tune { experiment, .. } => current.tune(experiment),
        Command::Place { at, .. } => chapter.place(at),
        Command::LookAt { step, .. } => chapter.look_at(step),
        Command::Probe { at, t, .. } => chapter.hold(at, t),
        Command::Measure { on, .. } => chapter.measure(on),
        Command::Gather { .. } => chapter.gather(),
        Command::TakeAlong { weights, .. } => chapter.take_along(&weights),
        Command::Share { role, .. } => chapter.share(role),
        Command::Hear { progress, .. } => chapter.hear(*progress),
        Command::Start { .. } | Command::Trial { .. } | Command::Bench { .. } => {}
    }
    Ok(Vec::new())
}

fn framed(frame: Frame) -> Event {
    Event::Frame(Box::new(frame))
}
