//! U-turns: points of the data are noised to each level and denoised again. How many come home to their part?

use super::ground::Ground;
use super::source::Source;
use super::stage_levels::noise_levels;
use super::way_back::WayBack;
use crate::numerics::density::DataDensity;
use crate::numerics::diffusion::Level;
use crate::numerics::diffusion::fate::{UTurnDraws, chance, speciation};
use crate::numerics::estimate::Estimate;
use crate::numerics::rng::{Rng, Stream};
use crate::protocol::diffusion::{Denoiser, WALKERS};
use crate::protocol::fate::{Drawn, UTurns};
use crate::settings::DiffusionSettings;
use burn::tensor::Device;

/// Points that the exact share is a mean over: it costs little.
const EXACT: usize = 4 * WALKERS;

/// Of the ideal denoiser with noise on the way, or of a network as samples are drawn from it.
pub struct UTurnsInProgress {
    drawn: Drawn,
    settings: DiffusionSettings,
    levels: Vec<usize>,
    points: UTurnDraws,
    /// The law of the data, standardised.
    data: DataDensity,
    way: Option<WayBack>,
    shares: Vec<Estimate>,
}

impl UTurnsInProgress {
    pub fn new(drawn: Drawn, settings: &DiffusionSettings, ground: &Ground) -> Self {
        let mut levels = noise_levels(ground.train_set.path.timesteps());
        levels.sort_unstable();
        let count = if drawn.denoiser == Denoiser::Ideal { EXACT } else { WALKERS };
        let mut rng = Rng::new(ground.seed, Stream::UTurns);
        Self {
            drawn,
            settings: settings.clone(),
            levels,
            points: UTurnDraws::new(&ground.law, &ground.units, count, &mut rng),
            data: DataDensity::noised(&ground.law, &ground.units, 1.0),
            way: None,
            shares: Vec::new(),
        }
    }

    pub fn are_done(&self) -> bool {
        self.shares.len() == self.levels.len()
    }

    /// A level of the ideal denoiser, or one evaluation of a network; the last brings all shares.
    ///
    /// # Errors
    /// Says in words that the device is lost.
    pub async fn advance(
        &mut self,
        source: &Source,
        ground: &Ground,
        device: &Device,
    ) -> Result<Option<UTurns>, String> {
        let Some(&level) = self.levels.get(self.shares.len()) else { return Ok(None) };
        let path = &ground.train_set.path;
        let share = match (level.checked_sub(1), source) {
            // Without noise nothing moves.
            (None, _) => self.points.came_home(&self.data, self.points.noised(Level::DATA)),
            (Some(t), Source::Ideal) => self.points.same_part(&ground.ideal, &ground.law, t, path.level(t)),
            (Some(t), network) => {
                let way = self.way.get_or_insert_with(|| {
                    let rng = Rng::after(ground.seed, Stream::UTurnSampling, level);
                    WayBack::start(self.points.noised(path.level(t)), t, &self.settings, ground, rng, device)
                });
                let Some(ends) = way.advance(network, ground).await? else { return Ok(None) };
                self.way = None;
                self.points.came_home(&self.data, ends.into_iter())
            }
        };
        self.shares.push(share);
        Ok(self.are_done().then(|| self.told(ground)))
    }

    fn told(&self, ground: &Ground) -> UTurns {
        let chance = chance(&ground.law);
        let levels = || self.levels.iter().map(|&level| level as f64);
        let known: Vec<_> = levels().zip(self.shares.iter().copied()).collect();
        let speciation = speciation(&known, chance);
        UTurns {
            drawn: self.drawn,
            times: levels().map(|level| level as f32).collect(),
            shares: self.shares.iter().map(|share| share.value as f32).collect(),
            errors: self.shares.iter().map(|share| share.error as f32).collect(),
            chance: chance as f32,
            speciation: speciation.map(|of| [of.value, of.error].map(|value| value as f32)),
        }
    }
}
