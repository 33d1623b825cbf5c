//! One stage of the chapter: an energy that is learned, or the exact one, with its walkers and its map.

use super::map::MapInProgress;
use super::reference::Reference;
use super::scoring::Scoring;
use super::training::Training;
use super::walk::{Energy, Walkers};
use crate::engine::device::{EngineDevice, read_back};
use crate::numerics::density::DataDensity;
use crate::numerics::ebm::{EnergyGrid, LearnedDensity};
use crate::protocol::ebm::{EbmLane, EbmScore, EnergyMap};
use crate::settings::{Beside, EbmSettings, Objective, StageSquare};
use std::rc::Rc;

pub struct Lane {
    /// None where the exact density stands.
    pub training: Option<Training>,
    square: StageSquare,
    pub walkers: Walkers,
    on_exact: bool,
    pub map: Option<MapInProgress>,
    /// The training step of the newest map.
    mapped: Option<u32>,
}

impl Lane {
    /// All walkers start on the exact density, before anything is learned.
    pub fn all(seed: u32, reference: &Reference, settings: &EbmSettings, device: &EngineDevice) -> Vec<Self> {
        let units = reference.law().units();
        let beside = match settings.beside {
            Beside::Nothing => None,
            Beside::Exact => Some(None),
            Beside::Rival => Some(Some(settings.rival)),
        };
        let objectives = [Some(settings.objective)].into_iter().chain(beside).enumerate();
        let lane = |(index, objective): (usize, Option<Objective>)| Self {
            training: objective.map(|objective| Training::new(seed, &units, settings, objective, device)),
            square: reference.square,
            walkers: Walkers::new(reference.density.clone(), reference.country(), settings, seed, index),
            on_exact: true,
            map: None,
            mapped: None,
        };
        objectives.map(lane).collect()
    }

    /// What a frame says of it before it says anything new.
    pub fn frame(&self) -> EbmLane {
        EbmLane { objective: self.training.as_ref().map(Training::objective), ..EbmLane::default() }
    }

    pub fn on_exact(&self) -> bool {
        self.on_exact
    }

    pub fn has_news(&self) -> bool {
        self.walkers.has_news()
    }

    /// Whether it has a map, and that is not of this training step.
    pub fn needs_map(&self, step: u32) -> bool {
        self.training.is_some() && self.mapped != Some(step)
    }

    /// One slice of its map; a new one is begun of the weights looked at, those of `step`.
    ///
    /// # Errors
    /// Says in words that the device is lost.
    pub async fn advance_map(
        &mut self,
        looking_at: Option<u32>,
        step: u32,
        grid: &EnergyGrid,
        device: &EngineDevice,
    ) -> Result<Option<EnergyMap>, String> {
        let Some(training) = &self.training else { return Ok(None) };
        // While somebody looks about, a map of what was looked at before is not wanted any more.
        if looking_at.is_some() && self.map.as_ref().is_some_and(|map| map.step() != step) {
            self.map = None;
        }
        let map = self.map.get_or_insert_with(|| MapInProgress::new(training.network(looking_at), step));
        let whole = map.advance(grid, &self.square, device).await?;
        if let Some(map) = &whole {
            self.mapped = Some(map.step);
            self.map = None;
        }
        Ok(whole)
    }

    /// Brings the walkers onto the weights looked at: where they are, or gathered at their start.
    ///
    /// # Errors
    /// Says in words that the device is lost.
    pub async fn follow(
        &mut self,
        looking_at: Option<u32>,
        exact: &Rc<DataDensity>,
        gather: bool,
    ) -> Result<(), String> {
        let learned = |training: &&Training| training.steps() > 0 || looking_at.is_some();
        let training = self.training.as_ref().filter(learned);
        self.on_exact = training.is_none();
        let energy: Energy = match training {
            None => exact.clone(),
            Some(training) => {
                let network = training.network(looking_at);
                let weights = read_back(network.weights().clone()).await?;
                Rc::new(LearnedDensity::new(network.plan(), &weights, exact.clone()))
            }
        };
        if gather {
            self.walkers.gather(energy);
        } else if !self.on_exact {
            self.walkers.retarget(energy);
        }
        Ok(())
    }

    /// Where the chains of the last training step ended, `[rows, 2]`; empty where there are none.
    ///
    /// # Errors
    /// Says in words that the device is lost.
    pub async fn negatives(&self) -> Result<Vec<f32>, String> {
        match self.training.as_ref().and_then(|training| training.negatives.as_ref()) {
            Some(negatives) => read_back(negatives.clone()).await,
            None => Ok(Vec::new()),
        }
    }

    /// Scores the walkers, at `positions`, and where the newest weights are shown the negatives: of earlier ones they are not
    /// kept.
    ///
    /// # Errors
    /// Says in words that the device is lost.
    pub async fn score(
        &self,
        looking_at: Option<u32>,
        newest: u32,
        positions: &[f32],
        scoring: &mut Scoring,
    ) -> Result<EbmScore, String> {
        let negatives = if looking_at.is_none() { self.negatives().await? } else { Vec::new() };
        Ok(EbmScore {
            step: looking_at.unwrap_or(newest),
            walkers: scoring.score(positions),
            negatives: (!negatives.is_empty()).then(|| scoring.score(&negatives)),
        })
    }
}

/// Adds what the steps of a slice have told.
pub fn add_numbers(lane: &mut EbmLane, numbers: &[[f32; 5]]) {
    let contrastive = lane.objective.is_some_and(Objective::is_contrastive);
    for [loss, data, negatives, gradient, _] in numbers {
        lane.losses.push(*loss);
        lane.data_energies.push(*data);
        lane.gradient_norms.push(*gradient);
        if contrastive {
            lane.negative_energies.push(*negatives);
        }
    }
}
