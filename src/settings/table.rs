//! What a reader can set of the table that is trained anew: four models, several seeds.

use super::{
    Chapter, Clip, DiffusionSampler, DiffusionSettings, LearningRateSchedule, MoonsLayout, Network,
    ScheduleKind,
};
use serde::{Deserialize, Serialize};

settings! {
    /// How much is trained.
    TableSettings, table, &[Chapter::Denoise], {
        seeds: usize = 3, live Table, number("Seeds", "Models of each kind. Their seeds count up from the seed of the page. A change applies from the next start.", 1.0..=8.0, 1.0; Linear).in_units("seeds")
            .key("table_seeds");
        epochs: usize = 2000, live Table, number("Epochs", "Passes through the 2,000 training points. The write-up used 2,000. A change applies from the next start.", 10.0..=2000.0, 1.0; Log).in_units("epochs")
            .key("table_epochs");
    }
}

/// The models that one engine trains: every `parts`-th, from the `part`-th on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TablePart {
    pub table: TableSettings,
    pub part: usize,
    pub parts: usize,
    /// How many of these are trained already, by an engine that is gone.
    pub done: usize,
}

impl TablePart {
    /// What is left to train, in order: the four models of the first seed, which is `seed`, then those of the next.
    pub fn models(&self, seed: u32) -> impl Iterator<Item = TableModel> + use<> {
        let all = TableCell::ALL.len() * self.table.seeds;
        let model = move |index: usize| TableModel {
            cell: TableCell::ALL[index % TableCell::ALL.len()],
            seed: seed.wrapping_add((index / TableCell::ALL.len()) as u32),
        };
        (self.part..all).step_by(self.parts.max(1)).skip(self.done).map(model)
    }
}

/// One of the four models, with the seed of all that is random in it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableModel {
    pub cell: TableCell,
    pub seed: u32,
}

/// One of the four models.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableCell {
    pub network: Network,
    pub schedule: ScheduleKind,
}

impl TableCell {
    pub const ALL: [Self; 4] = [
        Self { network: Network::ResidualMlp, schedule: ScheduleKind::Linear },
        Self { network: Network::ResidualMlp, schedule: ScheduleKind::Cosine },
        Self { network: Network::Mlp, schedule: ScheduleKind::Linear },
        Self { network: Network::Mlp, schedule: ScheduleKind::Cosine },
    ];

    /// The score in the write-up, of one run: biased MMD² at bandwidth 1.
    pub fn published(self) -> f64 {
        match (self.network, self.schedule) {
            (Network::ResidualMlp, ScheduleKind::Cosine) => 0.001054,
            (Network::ResidualMlp, _) => 0.003412,
            (Network::Mlp, ScheduleKind::Cosine) => 0.03199,
            (Network::Mlp, _) => 0.007543,
        }
    }
}

impl TableSettings {
    /// Training points, rows of a step, and steps of one pass: 1,024 rows and then the 976 that are left.
    pub const POINTS: usize = 2000;
    pub const BATCH: usize = 1024;
    pub const STEPS_AN_EPOCH: usize = 2;

    /// Training steps of one model.
    pub fn steps(&self) -> usize {
        self.epochs * Self::STEPS_AN_EPOCH
    }

    /// The recipe of the write-up, for one model.
    pub fn recipe(&self, cell: TableCell) -> DiffusionSettings {
        DiffusionSettings {
            network: cell.network,
            schedule: cell.schedule,
            width: 128,
            depth: 3,
            timesteps: 100,
            batch_size: Self::BATCH,
            points: Self::POINTS,
            layout: MoonsLayout::Grid,
            data_noise: 0.05,
            learning_rate: 1e-3,
            learning_rate_schedule: LearningRateSchedule::Constant,
            ema_decay: 0.0,
            train_steps: self.steps(),
            sampler: DiffusionSampler::Ddpm,
            sampler_steps: 100,
            clip: Clip::Off,
            ..DiffusionSettings::default()
        }
    }
}
