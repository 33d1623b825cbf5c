//! A page without a browser.

use futures::executor::block_on;
use mcmc_to_diffusion::engine::device::EngineDevice;
use mcmc_to_diffusion::engine::run::Run;
use mcmc_to_diffusion::protocol::Frame;
use mcmc_to_diffusion::protocol::weights::Weights;
use mcmc_to_diffusion::settings::{Chapter, Experiment, Settings, url};
use mcmc_to_diffusion::ui::weights_file;
use std::path::Path;
use std::time::{Duration, Instant};

/// Enough for all that a frame is asked for.
const BUDGET_MS: f32 = 1e9;
/// What is waited for and never comes must fail, not hang.
const PATIENCE: Duration = Duration::from_secs(60);

/// A run of the engine, whose frames go to the page's model of it.
pub struct Reader<M> {
    pub settings: Settings,
    pub run: Run,
    pub now: M,
    /// Frames of the run.
    take: fn(&mut M, Frame),
}

impl<M> Reader<M> {
    /// Of the defaults but for `changes`, as a link has them. Nothing is told yet.
    pub fn new(
        chapter: Chapter,
        changes: &str,
        model: impl FnOnce(&Settings) -> M,
        take: fn(&mut M, Frame),
    ) -> Self {
        let (settings, troubles) = url::from_changes(Settings::default(), changes);
        assert!(troubles.is_empty(), "{changes}: {troubles:?}");
        let experiment = Experiment::of(chapter, &settings);
        let run = Run::start(1, settings.seed, settings.data.clone(), experiment, &EngineDevice::cpu());
        Self { now: model(&settings), settings, run, take }
    }

    /// One frame of so many training steps, or transitions, and steps of walkers beside. True while more is to be told.
    pub fn next(&mut self, steps: u32, walk: u32) -> bool {
        let frame =
            block_on(self.run.chapter.advance(steps, walk, BUDGET_MS)).expect("the CPU is never lost");
        let more = frame.more;
        (self.take)(&mut self.now, frame);
        more
    }

    /// Such a frame, and all that is to be told after it.
    pub fn rest(mut self, steps: u32, walk: u32) -> Self {
        let since = Instant::now();
        let mut more = self.next(steps, walk);
        while more {
            assert!(since.elapsed() < PATIENCE, "there is always more to do");
            more = self.next(0, 0);
        }
        self
    }

    /// Goes on from the trained model that comes with the page.
    pub fn trained(mut self, name: &str) -> Self {
        self.run.restore(&shipped(name)).expect("it is of these settings");
        self
    }
}

/// A model of `assets/trained/`.
pub fn shipped(name: &str) -> Weights {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("assets/trained/{name}.safetensors"));
    let bytes = std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    weights_file::read(&bytes).unwrap_or_else(|why| panic!("{name}: {why}"))
}
