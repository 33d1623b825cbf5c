//! Samples of what copies the training points, where the stage shows them beside.

use super::cloud::CloudInProgress;
use super::ground::Ground;
use super::source::Source;
use crate::engine::device::host;
use crate::protocol::diffusion::Cloud;
use crate::settings::{DiffusionBeside, DiffusionSettings, Sampling};

#[derive(Default)]
pub struct Copies {
    /// On its way, and how it is drawn.
    cloud: Option<(CloudInProgress, Sampling)>,
    /// How the newest was drawn.
    drawn_as: Option<Sampling>,
}

impl Copies {
    /// Whether the reader sees copies, and they are to be drawn as samples are now.
    pub fn are_due(&self, settings: &DiffusionSettings) -> bool {
        settings.beside == DiffusionBeside::Copies && self.drawn_as != Some(settings.sampling())
    }

    /// Takes them one step on their way; once they have arrived, their cloud.
    ///
    /// # Errors
    /// Says in words that the device is lost.
    pub async fn advance(
        &mut self,
        settings: &DiffusionSettings,
        ground: &Ground,
    ) -> Result<Option<Cloud>, String> {
        let wanted = settings.sampling();
        let (mut cloud, _) =
            self.cloud.take().filter(|(_, sampling)| *sampling == wanted).unwrap_or_else(|| {
                let source = Source::Copier(ground.copier.clone());
                (CloudInProgress::start(source, 0, settings, ground, &host()), wanted)
            });
        if !cloud.advance(ground).await? {
            self.cloud = Some((cloud, wanted));
            return Ok(None);
        }
        self.drawn_as = Some(wanted);
        Ok(Some(cloud.finish(ground).await?))
    }
}
