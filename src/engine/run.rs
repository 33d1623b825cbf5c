//! The one experiment that is under way, whichever chapter it belongs to.

use super::chapter_run::{ChapterRun, Trained};
use super::compare::CompareRun;
use super::device::EngineDevice;
use super::diffusion::DiffusionRun;
use super::ebm::EbmRun;
use super::mcmc::McmcRun;
use super::table::TableRun;
use crate::numerics::dataset::Law;
use crate::protocol::RunId;
use crate::protocol::weights::{Units, Weights};
use crate::settings::{DataSettings, Experiment};
use std::mem::discriminant;

pub struct Run {
    pub id: RunId,
    seed: u32,
    data: DataSettings,
    experiment: Experiment,
    pub chapter: Box<dyn ChapterRun>,
}

impl Run {
    /// Sets a run up. Nothing costly happens before [`advance`](ChapterRun::advance).
    pub fn start(
        id: RunId,
        seed: u32,
        data: DataSettings,
        experiment: Experiment,
        device: &EngineDevice,
    ) -> Self {
        let chapter: Box<dyn ChapterRun> = match experiment.clone() {
            Experiment::Mcmc(settings) => Box::new(McmcRun::start(id, seed, &data, settings)),
            Experiment::Ebm(settings) => Box::new(EbmRun::start(id, seed, &data, settings, device)),
            Experiment::Diffusion(settings) => {
                Box::new(DiffusionRun::start(id, seed, &data, settings, device))
            }
            Experiment::Compare(plan) => Box::new(CompareRun::start(id, seed, &data, *plan, device)),
            Experiment::Table(part) => Box::new(TableRun::start(id, seed, part, device)),
        };
        Self { id, seed, data, experiment, chapter }
    }

    /// Takes over what acts live. Settings of another chapter are not for this run.
    pub fn tune(&mut self, experiment: Experiment) {
        if discriminant(&self.experiment) == discriminant(&experiment) {
            self.chapter.tune(&experiment);
            self.experiment = experiment;
        }
    }

    /// The newest weights with all that says what they are: see [`ChapterRun::export`].
    ///
    /// # Errors
    /// Says in words that the device is lost.
    pub async fn export(&self) -> Result<Vec<Weights>, String> {
        let trained = self.chapter.export().await?;
        let told = |Trained { experiment, networks, step, seconds }| {
            let experiment = experiment.unwrap_or_else(|| self.experiment.clone());
            Weights {
                run: self.id,
                seed: self.seed,
                data: self.data.clone(),
                units: self.units(&experiment),
                experiment,
                step,
                seconds: seconds as f32,
                networks,
            }
        };
        Ok(trained.into_iter().map(told).collect())
    }

    /// Energies are learned in data units, denoisers in standardised ones.
    fn units(&self, experiment: &Experiment) -> Option<Units> {
        let Experiment::Diffusion(settings) = experiment else { return None };
        let units = Law::new(&self.data, settings.data_noise).units();
        Some(Units { mean: units.mean, std: units.std })
    }

    /// Goes on from weights of an earlier run of the same settings.
    ///
    /// # Errors
    /// Says in words why they cannot be taken; nothing has changed then.
    pub fn restore(&mut self, weights: &Weights) -> Result<(), String> {
        let checked = weights.check_for(&self.data, &self.experiment);
        checked.map_err(|why| format!("The weights were not taken: {why}."))?;
        self.chapter.restore(self.seed, weights);
        Ok(())
    }
}
