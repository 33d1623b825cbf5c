//! What networks, schedules, samplers and the rest of the chapter's choices are called on the page.

use crate::settings::{
    AskedMoon, Clip, DiffusionBeside, DiffusionSampler, DiffusionSettings, Fork, LearningRateSchedule,
    LossWeighting, MoonsLayout, Network, Prediction, ScheduleKind, Settings, Spacing, TimestepDraw,
};
use crate::ui::chapters::data_words;
use crate::ui::chapters::names::name;

pub const NETWORKS: &[(Network, &str)] = &[(Network::Mlp, "MLP"), (Network::ResidualMlp, "Residual MLP")];

pub const SCHEDULES: &[(ScheduleKind, &str)] = &[
    (ScheduleKind::Cosine, "Cosine"),
    (ScheduleKind::RescaledLinear, "Linear, rescaled to T"),
    (ScheduleKind::Linear, "Linear (for T = 1000)"),
];

pub const PREDICTIONS: &[(Prediction, &str)] = &[
    (Prediction::Noise, "ε, the noise"),
    (Prediction::Clean, "x₀, the clean point"),
    (Prediction::Velocity, "v = a ε − b x₀"),
    (Prediction::Flow, "u, flow matching"),
];

pub const SAMPLERS: &[(DiffusionSampler, &str)] = &{
    let mut named = [(DiffusionSampler::Ddpm, ""); DiffusionSampler::ALL.len()];
    let mut at = 0;
    while at < named.len() {
        named[at] = (DiffusionSampler::ALL[at], sampler(DiffusionSampler::ALL[at]));
        at += 1;
    }
    named
};

pub const SPACINGS: &[(Spacing, &str)] = &[
    (Spacing::Trailing, "Trailing"),
    (Spacing::Leading, "Leading"),
    (Spacing::Linspace, "Linspace"),
    (Spacing::Karras, "Karras"),
];

pub const CLIPS: &[(Clip, &str)] =
    &[(Clip::Data, "To where data can be"), (Clip::Unit, "To ±1, as for images"), (Clip::Off, "Off")];

pub const ASKED: &[(AskedMoon, &str)] = &[
    (AskedMoon::Both, "Both, half each"),
    (AskedMoon::Upper, "The first part"),
    (AskedMoon::Lower, "The second part"),
];

pub const RATES: &[(LearningRateSchedule, &str)] =
    &[(LearningRateSchedule::Cosine, "Falls to 0 (cosine)"), (LearningRateSchedule::Constant, "Constant")];

pub const DRAWS: &[(TimestepDraw, &str)] =
    &[(TimestepDraw::Uniform, "Uniform"), (TimestepDraw::Importance, "By importance")];

pub const WEIGHTINGS: &[(LossWeighting, &str)] =
    &[(LossWeighting::Simple, "All alike"), (LossWeighting::MinSnr, "Min-SNR-5")];

pub const LAYOUTS: &[(MoonsLayout, &str)] =
    &[(MoonsLayout::Independent, "Independent draws"), (MoonsLayout::Grid, "Even grid (make_moons)")];

pub const BESIDE: &[(DiffusionBeside, &str)] = &[
    (DiffusionBeside::Nothing, "Nothing"),
    (DiffusionBeside::Forward, "The data, noised"),
    (DiffusionBeside::Fork, "A second run"),
];

pub const FORKS: &[(Fork, &str)] = &[
    (Fork::Schedule, "Schedule"),
    (Fork::Network, "Network"),
    (Fork::Clip, "Clipping"),
    (Fork::Prediction, "Prediction"),
    (Fork::Averaging, "Weight averaging"),
];

/// What is asked for, by the name of the part.
pub fn rename_asked(settings: &Settings, asked: &AskedMoon) -> Option<String> {
    let named = |mode| data_words::capital(&data_words::the(&settings.data, mode));
    match asked {
        _ if !settings.data.has_two_classes() => None,
        AskedMoon::Both => None,
        AskedMoon::Upper => Some(named(0)),
        AskedMoon::Lower => Some(named(1)),
    }
}

pub const fn sampler(sampler: DiffusionSampler) -> &'static str {
    match sampler {
        DiffusionSampler::Ddpm => "DDPM",
        DiffusionSampler::DdpmLarge => "DDPM, large variance",
        DiffusionSampler::Ddim => "DDIM",
        DiffusionSampler::Euler => "Euler",
        DiffusionSampler::Heun => "Heun",
        DiffusionSampler::EulerMaruyama => "Euler–Maruyama",
        DiffusionSampler::DpmSolver => "DPM-Solver++(2M)",
    }
}

/// A run by what it has in the respect in which another differs.
pub fn in_respect_of(fork: Fork, run: &DiffusionSettings) -> &'static str {
    match fork {
        Fork::Schedule => match run.schedule {
            ScheduleKind::Cosine => "Cosine schedule",
            ScheduleKind::RescaledLinear => "Rescaled linear schedule",
            ScheduleKind::Linear => "Linear schedule",
        },
        Fork::Network => name(NETWORKS, &run.network),
        Fork::Clip => match run.clip {
            Clip::Off => "no clipping",
            Clip::Unit => "clipped to ±1",
            Clip::Data => "clipped to the data",
        },
        Fork::Prediction => match run.prediction {
            Prediction::Noise => "predicts ε",
            Prediction::Clean => "predicts x₀",
            Prediction::Velocity => "predicts v",
            Prediction::Flow => "predicts u",
        },
        Fork::Averaging if run.ema_decay > 0.0 => "with weight averaging",
        Fork::Averaging => "without weight averaging",
    }
}

/// The two runs by what they differ in; none where there is one.
pub fn runs(settings: &DiffusionSettings) -> Vec<&'static str> {
    let runs = settings.runs();
    let told_apart = if runs.len() > 1 { &runs[..] } else { &[] };
    told_apart.iter().map(|run| in_respect_of(settings.fork, run)).collect()
}

/// Whether the losses of all runs are of one kind: those of two schedules or predictions are not.
pub fn comparable(settings: &DiffusionSettings) -> bool {
    settings.beside != DiffusionBeside::Fork || !matches!(settings.fork, Fork::Schedule | Fork::Prediction)
}

/// Whether the two runs have noise levels of their own: flow matching has straight paths in place of a schedule.
pub fn differ_in_levels(settings: &DiffusionSettings) -> bool {
    let levels = |run: &DiffusionSettings| (run.prediction != Prediction::Flow).then_some(run.schedule);
    matches!(&settings.runs()[..], [one, other] if levels(one) != levels(other))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::DataSet;
    use crate::ui::chapters::names::assert_distinct;

    #[test]
    fn every_choice_has_a_name_of_its_own() {
        assert_distinct(NETWORKS);
        assert_distinct(SCHEDULES);
        assert_distinct(PREDICTIONS);
        assert_distinct(SAMPLERS);
        assert_distinct(SPACINGS);
        assert_distinct(CLIPS);
        assert_distinct(ASKED);
        assert_distinct(FORKS);
        assert_distinct(BESIDE);
        assert_eq!(FORKS.len(), Fork::ALL.len());
    }

    #[test]
    fn two_runs_are_told_apart_whatever_they_differ_in() {
        for fork in Fork::ALL {
            let settings = DiffusionSettings { beside: DiffusionBeside::Fork, fork, ..Default::default() };
            let names = runs(&settings);
            assert!(names.len() == 2 && names[0] != names[1], "{fork:?}: {names:?}");
        }
        assert!(runs(&DiffusionSettings::default()).is_empty());
        let forward = DiffusionSettings { beside: DiffusionBeside::Forward, ..Default::default() };
        assert!(runs(&forward).is_empty());
    }

    #[test]
    fn losses_of_two_schedules_cannot_be_compared() {
        let with = |beside, fork| comparable(&DiffusionSettings { beside, fork, ..Default::default() });
        assert!(with(DiffusionBeside::Nothing, Fork::Schedule));
        assert!(!with(DiffusionBeside::Fork, Fork::Schedule) && with(DiffusionBeside::Fork, Fork::Network));
    }

    #[test]
    fn two_predictions_have_the_levels_of_one_schedule() {
        let with = |fork, prediction| {
            differ_in_levels(&DiffusionSettings {
                beside: DiffusionBeside::Fork,
                fork,
                prediction,
                ..Default::default()
            })
        };
        assert!(with(Fork::Schedule, Prediction::Noise) && !with(Fork::Prediction, Prediction::Noise));
        assert!(!with(Fork::Schedule, Prediction::Flow), "it has no schedule");
        assert!(!differ_in_levels(&DiffusionSettings::default()));
    }

    #[test]
    fn classes_are_those_of_the_data_and_only_where_there_are_two() {
        let mut settings = Settings::default();
        settings.diffusion.conditional = true;
        settings.data.set = DataSet::Circles;
        assert!(settings.diffusion_in_use().conditional);
        assert_eq!(rename_asked(&settings, &AskedMoon::Lower).as_deref(), Some("The inner circle"));
        settings.data.set = DataSet::Pinwheel;
        assert!(!settings.diffusion_in_use().conditional);
        assert_eq!(rename_asked(&settings, &AskedMoon::Lower), None);
    }
}
