//! One run: a network that trains, and everything that is drawn from it.

use super::beside::CloudBeside;
use super::cloud::CloudInProgress;
use super::copying::CopyingInProgress;
use super::excess::Excess;
use super::fates::Fates;
use super::ground::Ground;
use super::marginals::Marginals;
use super::measuring::Measuring;
use super::probe::{Held, way};
use super::reference::ReferenceInProgress;
use super::scoring::Scoring;
use super::source::Source;
use super::task::Task;
use super::training::Training;
use crate::engine::device::{EngineDevice, host};
use crate::engine::metrics::Metrics;
use crate::protocol::diffusion::{Denoiser, DiffusionLane, Probe};
use crate::protocol::fate::Drawn;
use crate::settings::{DataSettings, DiffusionSettings};
use burn::tensor::Device;

pub struct Lane {
    pub settings: DiffusionSettings,
    device: EngineDevice,
    pub ground: Ground,
    pub training: Training,
    reference: ReferenceInProgress,
    scoring: Scoring,
    marginals: Marginals,
    ideal: Option<CloudInProgress>,
    learned: Option<CloudInProgress>,
    /// Training steps behind the newest cloud of the network.
    learned_step: u32,
    /// The reader has changed how samples are drawn, and has not seen any drawn so.
    redraws: bool,
    measuring: Option<Measuring>,
    /// Made when it is first asked for.
    excess: Option<Excess>,
    /// The cloud of the network beside which it was measured last, by its training step.
    excess_step: u32,
    fates: Fates,
    /// Made when it is first asked for; the cloud of the network beside which it was measured last, by its training step.
    copying: Option<CopyingInProgress>,
    copying_step: u32,
    beside: CloudBeside,
    /// A point to follow.
    held: Option<Held>,
}

impl Lane {
    pub fn new(seed: u32, data: &DataSettings, settings: DiffusionSettings, device: &EngineDevice) -> Self {
        let ground = Ground::new(seed, data, &settings);
        Self {
            training: Training::new(seed, &settings, device),
            reference: ReferenceInProgress::new(&ground),
            scoring: Scoring::new(seed),
            marginals: Marginals::new(&ground),
            ideal: Some(CloudInProgress::start(Source::Ideal, 0, &settings, &ground, &host())),
            learned: None,
            learned_step: 0,
            redraws: false,
            measuring: None,
            excess: None,
            excess_step: 0,
            fates: Fates::default(),
            copying: None,
            copying_step: 0,
            beside: CloudBeside::default(),
            held: None,
            device: device.clone(),
            ground,
            settings,
        }
    }

    /// Takes over what acts live. A change of sampler makes the clouds anew.
    pub fn tune(&mut self, settings: DiffusionSettings) {
        if self.settings.sampling() != settings.sampling() {
            self.ideal = Some(CloudInProgress::start(Source::Ideal, 0, &settings, &self.ground, &host()));
            self.learned = None;
            self.learned_step = 0;
            self.scoring.drop_cloud();
            self.redraws = true;
            self.measuring = None;
        }
        self.settings = settings;
    }

    /// Whether the reader waits for samples: they come before training.
    pub fn redraws(&self) -> bool {
        self.redraws
    }

    pub fn hold(&mut self, held: Held) {
        self.held = Some(held);
    }

    pub fn measure(&mut self, on: bool, looking_at: Option<u32>) {
        self.measuring = on.then(|| {
            let (source, device) = self.source(looking_at);
            let step = self.step(looking_at);
            Measuring::start(source, step, &self.settings, &self.ground, &device)
        });
    }

    /// The share of the measuring that is done, while there is any.
    pub fn measuring(&self) -> Option<f32> {
        self.measuring.as_ref().map(Measuring::share)
    }

    /// The training step of the weights looked at.
    fn step(&self, looking_at: Option<u32>) -> u32 {
        looking_at.unwrap_or(self.training.steps())
    }

    /// The network looked at, or the ideal denoiser before there is any; and where it computes.
    fn source(&self, looking_at: Option<u32>) -> (Source, Device) {
        if self.training.steps() == 0 {
            return (Source::Ideal, host());
        }
        (self.learned_source(looking_at), self.device.device.clone())
    }

    fn learned_source(&self, looking_at: Option<u32>) -> Source {
        Source::Learned(Box::new(self.training.network(looking_at)))
    }

    /// How the network of `step` training steps sends points back.
    fn drawn(&self, step: u32) -> Drawn {
        Drawn { denoiser: Denoiser::Learned, step, sampling: self.settings.sampling() }
    }

    fn fate_is_due(&self, drawn: &Drawn, frame: &DiffusionLane) -> bool {
        self.fates.are_due(drawn, &self.settings, &self.ground, frame)
    }

    /// The most urgent task of those it `may` do. A frame carries one cloud, one score and one probe of a lane: a second waits
    /// for the next.
    pub fn task(
        &self,
        looking_at: Option<u32>,
        frame: &DiffusionLane,
        may: impl Fn(&Task) -> bool,
    ) -> Option<Task> {
        let may_draw = frame.cloud.is_none();
        let wanted = self.step(looking_at);
        let open = self.learned.as_ref().is_some_and(|cloud| looking_at.is_none() || cloud.step == wanted);
        let tasks = [
            (self.held.is_some() && frame.probe.is_none(), Task::Probe),
            (self.redraws && self.training.steps() > 0 && may_draw, Task::Redraw),
            (self.scoring.cloud_is_waiting() && frame.score.is_none(), Task::Score),
            (self.ideal.is_some() && may_draw, Task::IdealCloud),
            (self.beside.is_due(&self.settings) && frame.beside.is_none(), Task::Beside),
            (!self.reference.is_sent(), Task::Reference),
            (open && may_draw, Task::LearnedCloud),
            (!self.marginals.are_done() && frame.marginal.is_none(), Task::Marginal),
            (self.beside.level_is_due(&self.settings) && frame.composed_level.is_none(), Task::ComposedLevel),
            (self.fate_is_due(&Drawn::default(), frame), Task::ExactFate),
            (self.learned_step != self.excess_step && self.learned_step > 0, Task::Excess),
            (self.learned_step != self.copying_step && self.learned_step > 0, Task::Copying),
            (self.measuring.is_some(), Task::Measure),
            (self.learned_step != wanted && may_draw, Task::StaleCloud),
            (
                self.learned_step == wanted && wanted > 0 && self.fate_is_due(&self.drawn(wanted), frame),
                Task::LearnedFate,
            ),
        ];
        tasks.into_iter().find_map(|(is_due, task)| (is_due && may(&task)).then_some(task))
    }

    /// # Errors
    /// Says in words that the device is lost.
    pub async fn work(
        &mut self,
        task: Task,
        looking_at: Option<u32>,
        metrics: &Metrics,
        frame: &mut DiffusionLane,
    ) -> Result<(), String> {
        match task {
            Task::Probe => {
                if let Some(held) = self.held.take() {
                    frame.probe = Some(self.probe(held, looking_at).await?);
                }
            }
            Task::IdealCloud => {
                let cloud = self.ideal.take();
                self.ideal = self.draw(cloud, frame).await?;
            }
            Task::Redraw => {
                let cloud = self.learned.take().unwrap_or_else(|| self.start_cloud(looking_at));
                self.learned = self.draw(Some(cloud), frame).await?;
            }
            Task::LearnedCloud => {
                let cloud = self.learned.take();
                self.learned = self.draw(cloud, frame).await?;
            }
            Task::StaleCloud => self.learned = Some(self.start_cloud(looking_at)),
            Task::Reference => {
                if self.reference.advance(&self.ground) {
                    frame.reference = Some(self.reference.finish(&self.ground, self.settings.weights()));
                }
            }
            Task::Score => {
                frame.score = self.scoring.score_cloud(metrics, &self.settings, &self.ground.training)
            }
            Task::Beside => frame.beside = self.beside.advance(&self.settings, &self.ground).await?,
            Task::ComposedLevel => {
                frame.composed_level = self.beside.advance_level(&self.settings, &self.ground)
            }
            Task::Marginal => frame.marginal = self.marginals.advance(&self.ground),
            Task::ExactFate => {
                let (source, drawn, device) = (Source::Ideal, Drawn::default(), host());
                self.fates.advance(drawn, &self.settings, &source, &self.ground, &device, frame).await?;
            }
            Task::LearnedFate => {
                let (source, drawn) = (self.learned_source(looking_at), self.drawn(self.step(looking_at)));
                let device = &self.device.device;
                self.fates.advance(drawn, &self.settings, &source, &self.ground, device, frame).await?;
            }
            Task::Excess => {
                let excess = self.excess.get_or_insert_with(|| Excess::new(&self.ground));
                let (network, device) = (self.training.network(looking_at), &self.device.device);
                frame.excess_by_timestep = excess.by_timestep(&network, &self.ground, device).await?;
                self.excess_step = self.learned_step;
            }
            Task::Copying => {
                let copying = self.copying.get_or_insert_with(|| CopyingInProgress::new(&self.ground));
                let (network, device) = (self.training.network(looking_at), &self.device.device);
                let (step, settings, ground) = (self.learned_step, &self.settings, &self.ground);
                frame.copying = copying.advance(&network, step, settings, ground, device).await?;
                if frame.copying.is_some() {
                    self.copying_step = step;
                }
            }
            Task::Measure => {
                if let Some(measuring) = &mut self.measuring {
                    frame.quality.extend(measuring.advance(&self.ground).await?);
                }
                self.measuring.take_if(|measuring| measuring.is_done());
            }
            // Real against real is common to all lanes.
            Task::FirstFloor | Task::RealVsReal => {}
        }
        Ok(())
    }

    fn start_cloud(&self, looking_at: Option<u32>) -> CloudInProgress {
        let (network, step) = (self.learned_source(looking_at), self.step(looking_at));
        CloudInProgress::start(network, step, &self.settings, &self.ground, &self.device.device)
    }

    /// Takes `cloud` one step on its way; one that arrives goes into the frame, another comes back.
    async fn draw(
        &mut self,
        cloud: Option<CloudInProgress>,
        frame: &mut DiffusionLane,
    ) -> Result<Option<CloudInProgress>, String> {
        let Some(mut cloud) = cloud else { return Ok(None) };
        if !cloud.advance(&self.ground).await? {
            return Ok(Some(cloud));
        }
        let cloud = cloud.finish(&self.ground).await?;
        if cloud.denoiser == Denoiser::Learned {
            self.learned_step = cloud.step;
        }
        // The ideal denoiser's are those on the stage before training.
        self.redraws &= cloud.denoiser == Denoiser::Ideal && self.training.steps() > 0;
        // Once there is a network, the score is of its samples: one of the ideal denoiser's would take its place.
        if cloud.denoiser == Denoiser::Learned || self.training.steps() == 0 {
            self.scoring.offer(&cloud);
        }
        frame.cloud = Some(cloud);
        Ok(None)
    }

    /// Takes over what another engine has `drawn`, if that is newer than what is shown.
    pub fn show(&mut self, drawn: DiffusionLane, frame: &mut DiffusionLane) {
        let newer = drawn.cloud.as_ref().map(|cloud| cloud.step).filter(|&step| step > self.learned_step);
        let Some(step) = newer else { return };
        self.learned.take_if(|cloud| cloud.step <= step);
        self.scoring.drop_cloud();
        (self.learned_step, self.excess_step, self.copying_step, self.redraws) = (step, step, step, false);
        *frame = drawn;
    }

    async fn probe(&self, held: Held, looking_at: Option<u32>) -> Result<Probe, String> {
        let exact = way(&Source::Ideal, held, &self.settings, &self.ground, &host()).await?;
        let learned = match self.source(looking_at) {
            (Source::Ideal, _) => None,
            (network, device) => Some(way(&network, held, &self.settings, &self.ground, &device).await?),
        };
        Ok(Probe { at: held.at, t: held.t, exact, learned })
    }
}
