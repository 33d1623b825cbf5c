//! What networks, schedules, samplers and the rest of the chapter's choices are called on the page.

use super::names::name;
use crate::settings::diffusion::names::NETWORKS;
use crate::settings::{Clip, DiffusionBeside, DiffusionSettings, Fork, Prediction, ScheduleKind};

/// A run by what it has in the respect in which another differs.
pub fn in_respect_of(fork: Fork, run: &DiffusionSettings) -> &'static str {
    match fork {
        Fork::Schedule => match run.schedule {
            ScheduleKind::Cosine => "Cosine schedule",
            ScheduleKind::RescaledLinear => "Rescaled linear schedule",
            ScheduleKind::ScaledLinear => "Schedule linear in √β",
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
}
