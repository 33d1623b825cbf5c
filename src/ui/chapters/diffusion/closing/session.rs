//! The small pictures of both models' samples.

use crate::ui::chapters::diffusion::session::DiffusionSession;
use crate::ui::chapters::ebm::session::EbmSession;
use crate::ui::plot::palette::Palette;
use crate::ui::plot::thumbnail::Thumbnail;
use crate::ui::plot::walk::points_of;

/// The energy model's, then the diffusion model's; none while they are not on the page.
#[derive(Default)]
pub struct ClosingSession {
    pub thumbnails: [Option<Thumbnail>; 2],
}

impl ClosingSession {
    /// Draws what has changed, at `now` in ms of the page's clock.
    pub fn draw(&mut self, now: f64, ebm: &EbmSession, diffusion: &DiffusionSession, dark: bool) {
        let [energy, denoiser] = &mut self.thumbnails;
        if let (Some(thumbnail), Some((points, version))) = (energy, ebm.walkers()) {
            thumbnail.draw(
                now,
                (ebm.data().stage(), version, dark),
                points_of(points),
                |palette: &Palette| palette.rival,
            );
        }
        if let (Some(thumbnail), Some((points, version))) = (denoiser, diffusion.samples()) {
            thumbnail.draw(
                now,
                (diffusion.data().stage(), version, dark),
                points_of(points),
                |palette: &Palette| palette.samples,
            );
        }
    }

    /// The canvases are gone from the page.
    pub fn leave(&mut self) {
        self.thumbnails = [None, None];
    }
}
