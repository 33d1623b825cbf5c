//! Samples of another denoiser, where the stage shows them beside: of what copies the training points, or of the data composed with
//! a second model.

use super::cloud::CloudInProgress;
use super::composition::Composition;
use super::correcting::Correcting;
use super::ground::Ground;
use super::source::Source;
use crate::engine::device::host;
use crate::numerics::two_sample::mode_occupancy::first_share;
use crate::protocol::composition::{ComposedCloud, ComposedLevel};
use crate::protocol::diffusion::{Beside, Cloud, WALKERS};
use crate::settings::{Composing, DiffusionBeside, DiffusionSettings, Sampling};

/// How samples are drawn.
#[derive(Clone, Copy, PartialEq)]
enum DrawnAs {
    Copies(Sampling),
    Composed(Composing),
}

impl DrawnAs {
    /// None where other things stand beside.
    fn of(settings: &DiffusionSettings) -> Option<Self> {
        match settings.beside {
            DiffusionBeside::Copies => Some(Self::Copies(settings.sampling())),
            DiffusionBeside::Composed => Some(Self::Composed(settings.composing())),
            DiffusionBeside::Nothing | DiffusionBeside::Forward | DiffusionBeside::Fork => None,
        }
    }
}

#[derive(Default)]
pub struct CloudBeside {
    /// On its way.
    cloud: Option<(CloudInProgress, DrawnAs)>,
    /// How the newest was drawn.
    drawn_as: Option<DrawnAs>,
    composition: Option<Composition>,
}

impl CloudBeside {
    /// Whether the reader sees such samples, and they are to be drawn otherwise than before.
    pub fn is_due(&self, settings: &DiffusionSettings) -> bool {
        let wanted = DrawnAs::of(settings);
        wanted.is_some() && wanted != self.drawn_as
    }

    /// Whether there is a noise level of the composition that the reader has not seen.
    pub fn level_is_due(&self, settings: &DiffusionSettings) -> bool {
        let is_told = |all: &Composition| all.compose == settings.compose && all.is_told();
        settings.composes() && !self.composition.as_ref().is_some_and(is_told)
    }

    /// Takes the samples one step on their way; once they have arrived, they come.
    ///
    /// # Errors
    /// Says in words that the device is lost.
    pub async fn advance(
        &mut self,
        settings: &DiffusionSettings,
        ground: &Ground,
    ) -> Result<Option<Beside>, String> {
        let Some(wanted) = DrawnAs::of(settings) else { return Ok(None) };
        let on_its_way = self.cloud.take().filter(|(_, drawn_as)| *drawn_as == wanted);
        let mut cloud = match on_its_way {
            Some((cloud, _)) => cloud,
            None => self.start(wanted, settings, ground),
        };
        if !cloud.advance(ground).await? {
            self.cloud = Some((cloud, wanted));
            return Ok(None);
        }
        self.drawn_as = Some(wanted);
        let acceptance = cloud.correcting.as_ref().and_then(Correcting::acceptance);
        let cloud = cloud.finish(ground).await?;
        let composed = match wanted {
            DrawnAs::Copies(_) => None,
            DrawnAs::Composed(drawn_as) => {
                Some(ComposedCloud { drawn_as, shares: first_shares(&cloud, ground), acceptance })
            }
        };
        Ok(Some(Beside { what: settings.beside, cloud, composed }))
    }

    fn start(&mut self, wanted: DrawnAs, settings: &DiffusionSettings, ground: &Ground) -> CloudInProgress {
        let start = |source| CloudInProgress::start(source, 0, settings, ground, &host());
        match wanted {
            DrawnAs::Copies(_) => start(Source::Copier(ground.copier.clone())),
            DrawnAs::Composed(wanted) => {
                let levels = &self.composition(settings, ground).levels;
                let correcting = Correcting::new(levels, &wanted, ground.seed);
                let mut cloud = start(Source::Composed(levels.clone()));
                cloud.correcting = correcting;
                cloud
            }
        }
    }

    /// One slice of a noise level of the composition; the last one brings it.
    pub fn advance_level(&mut self, settings: &DiffusionSettings, ground: &Ground) -> Option<ComposedLevel> {
        self.composition(settings, ground).advance(ground)
    }

    fn composition(&mut self, settings: &DiffusionSettings, ground: &Ground) -> &mut Composition {
        self.composition.take_if(|known| known.compose != settings.compose);
        self.composition.get_or_insert_with(|| Composition::new(settings.compose, ground))
    }
}

/// Share of points nearest to the first part at each state.
fn first_shares(cloud: &Cloud, ground: &Ground) -> Vec<f32> {
    let states = cloud.points.chunks_exact(2 * WALKERS);
    let share = |state: &[f32]| {
        let points: Vec<_> = state.as_chunks::<2>().0.iter().map(|x| x.map(f64::from)).collect();
        first_share(&points, &ground.law) as f32
    };
    states.map(share).collect()
}
