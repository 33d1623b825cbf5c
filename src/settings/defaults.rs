//! What settings are by default, and what else the table of their numbers decides.

use super::range::{COMPARE, DATA, DIFFUSION, EBM, MCMC, Number, TABLE};
use super::{
    Activation, AskedMoon, Beside, Clip, CompareClock, CompareSettings, CompareStart, DataSet, DataSettings,
    DiffusionBeside, DiffusionSampler, DiffusionSettings, Drawing, EbmSettings, Fork, LearningRateSchedule,
    LossWeighting, Mass, McmcSettings, MoonsLayout, Network, Objective, Picture, Prediction, Sampler,
    ScheduleKind, Slicing, Spacing, StartPlace, TableSettings, Target, Ticked, TimestepDraw, Walk, WalkStart,
};

/// `settings` with every number of `table` at its default.
fn defaults<S>(table: &[Number<S>], mut settings: S) -> S {
    for number in table {
        (number.set)(&mut settings, number.default);
    }
    settings
}

impl Default for DataSettings {
    fn default() -> Self {
        defaults(DATA, Self { set: DataSet::default(), gap: 0.0, drawing: Drawing::default() })
    }
}

impl Default for McmcSettings {
    fn default() -> Self {
        defaults(
            MCMC,
            Self {
                target: Target::default(),
                sigma: 0.0,
                dimension: 0,
                sampler: Sampler::Mala,
                race: false,
                rival: Sampler::Hmc,
                chains: 0,
                start: StartPlace::default(),
                step_random_walk: 0.0,
                step_langevin: 0.0,
                step_hmc: 0.0,
                step_nuts: 0.0,
                leapfrog_steps: 0,
                jitter: 0.0,
                tune: false,
                accept_random_walk: 0.0,
                accept_langevin: 0.0,
                accept_hmc: 0.0,
                mass: Mass::default(),
                rungs: 0,
                hottest: 0.0,
                pace: 0.0,
            },
        )
    }
}

impl McmcSettings {
    /// Transitions a second to show, or none for as many as can be had.
    pub fn shown_pace(&self) -> Option<f64> {
        let fastest = MCMC.iter().find(|number| number.key == "pace").map(|number| number.max);
        (Some(self.pace) < fastest).then_some(self.pace)
    }
}

impl Default for EbmSettings {
    fn default() -> Self {
        defaults(
            EBM,
            Self {
                objective: Objective::default(),
                beside: Beside::default(),
                rival: Objective::Denoising,
                width: 0,
                depth: 0,
                activation: Activation::default(),
                batch_size: 0,
                learning_rate: 0.0,
                beta1: 0.0,
                train_steps: 0,
                langevin_steps: 0,
                langevin_step: 0.0,
                noise_scale: 0.0,
                penalty: 0.0,
                clip: 0.0,
                jitter: 0.0,
                restart_share: 0.0,
                buffer: 0,
                blur: 0.0,
                slicing: Slicing::default(),
                points: 0,
                data_noise: 0.0,
                walk: Walk::default(),
                walk_start: WalkStart::default(),
                walkers: 0,
                walk_step: 0.0,
                walk_leapfrog: 0.0,
                leapfrog_steps: 0,
                anneal_steps: 0,
                hottest: 0.0,
                pace: 0.0,
                picture: Picture::default(),
            },
        )
    }
}

impl Default for DiffusionSettings {
    fn default() -> Self {
        defaults(
            DIFFUSION,
            Self {
                network: Network::default(),
                width: 0,
                depth: 0,
                schedule: ScheduleKind::default(),
                timesteps: 0,
                prediction: Prediction::default(),
                conditional: false,
                batch_size: 0,
                learning_rate: 0.0,
                learning_rate_schedule: LearningRateSchedule::default(),
                warm_up: 0,
                timestep_draw: TimestepDraw::default(),
                loss_weighting: LossWeighting::default(),
                ema_decay: 0.0,
                train_steps: 0,
                layout: MoonsLayout::default(),
                points: 0,
                data_noise: 0.0,
                sampler: DiffusionSampler::default(),
                sampler_steps: 0,
                eta: 0.0,
                spacing: Spacing::default(),
                clip: Clip::default(),
                asked: AskedMoon::default(),
                guidance: 0.0,
                beside: DiffusionBeside::default(),
                fork: Fork::default(),
            },
        )
    }
}

impl Default for TableSettings {
    fn default() -> Self {
        defaults(TABLE, Self { seeds: 0, epochs: 0 })
    }
}

impl Default for CompareSettings {
    fn default() -> Self {
        defaults(
            COMPARE,
            Self {
                sigma: 0.0,
                sampler: Sampler::Hmc,
                walk: Walk::Langevin,
                denoiser: DiffusionSampler::Ddpm,
                start: CompareStart::default(),
                clock: CompareClock::default(),
                train_steps: 0,
                walkers: 0,
                budget: 0,
                repeats: 0,
                ticked: Ticked::default(),
            },
        )
    }
}
