//! Engines that share a run, and what travels between them.

use super::diffusion_run::RUN;
use futures::channel::mpsc::{UnboundedSender, unbounded};
use futures::executor::LocalPool;
use futures::task::LocalSpawnExt;
use mcmc_to_diffusion::engine::{device::EngineDevice, serve};
use mcmc_to_diffusion::protocol::sharing::{Progress, Role};
use mcmc_to_diffusion::protocol::{Command, Event, Message};
use mcmc_to_diffusion::settings::{DataSettings, Experiment};
use std::cell::RefCell;
use std::rc::Rc;

/// An engine that answers at once.
pub struct Engine {
    pool: LocalPool,
    sender: UnboundedSender<Command>,
    events: Rc<RefCell<Vec<Event>>>,
}

impl Engine {
    pub fn start(experiment: &Experiment) -> Self {
        let (sender, receiver) = unbounded();
        let (pool, events) = (LocalPool::new(), Rc::new(RefCell::new(Vec::new())));
        let heard = events.clone();
        let send = move |event| heard.borrow_mut().push(event);
        pool.spawner().spawn_local(serve(EngineDevice::cpu(), receiver, send)).expect("a task");
        let mut engine = Self { pool, sender, events };
        let experiment = experiment.clone();
        let data = DataSettings::default();
        engine.say(Command::Start { run: RUN, seed: 3, data, experiment, from: None });
        engine
    }

    pub fn say(&mut self, command: Command) -> Vec<Event> {
        self.sender.unbounded_send(command).expect("it listens");
        self.pool.run_until_stalled();
        self.events.take()
    }
}

/// The one or two engines of a run.
pub struct Engines {
    pub first: Engine,
    pub second: Option<Engine>,
}

impl Engines {
    /// Of a run on one.
    pub fn start(experiment: &Experiment) -> Self {
        Self { first: Engine::start(experiment), second: None }
    }

    pub fn share(&mut self, experiment: &Experiment) {
        let mut second = Engine::start(experiment);
        second.say(Command::Share { run: RUN, role: Role::Second });
        self.first.say(Command::Share { run: RUN, role: Role::First });
        self.second = Some(second);
    }

    pub fn lose_second(&mut self) {
        self.second = None;
        self.first.say(Command::Share { run: RUN, role: Role::Alone });
    }

    pub fn tell_both(&mut self, command: &Command) {
        self.first.say(command.clone());
        self.second.iter_mut().for_each(|second| drop(second.say(command.clone())));
    }
}

/// As it travels between workers: bytes, and arrays beside them.
pub fn over_the_wire(progress: &Progress) -> Box<Progress> {
    let mut sent = Event::Progress(Box::new(progress.clone()));
    let arrays: Vec<Vec<f32>> = sent.arrays_mut().into_iter().map(std::mem::take).collect();
    let bytes = postcard::to_allocvec(&sent).expect("plain data");
    let Ok(Event::Progress(progress)) = postcard::from_bytes(&bytes) else { panic!("what was written") };
    let mut heard = Command::Hear { run: RUN, progress };
    heard.arrays_mut().into_iter().zip(arrays).for_each(|(to, from)| *to = from);
    let Command::Hear { progress, .. } = heard else { panic!("what was heard") };
    progress
}
