//! How near to the data each sampler comes with so many evaluations of the denoiser.

use super::plotted::Plotted;
use crate::protocol::diffusion::Quality;
use crate::settings::DiffusionSampler;
use crate::ui::plot::lines::{Chart, Line, Stroke};
use crate::ui::plot::palette::{Palette, Rgb};
use crate::ui::plot::scale::Rise;
use crate::ui::plot::series::{mmd2_axis, real_band};

/// Labels of the axis: the numbers of evaluations that are measured.
const LABELS: &[f64] = &[5.0, 10.0, 20.0, 50.0, 100.0];

/// Mean MMD² against evaluations, a line for each sampler of the first run: dashed where it adds noise.
pub fn quality(of: &Plotted, palette: &Palette) -> Chart {
    let measured: Vec<&Quality> = of.model.first().into_iter().flat_map(|lane| lane.measured()).collect();
    let lines: Vec<Line> = DiffusionSampler::ALL
        .into_iter()
        .filter_map(|sampler| {
            let found = measured.iter().filter(|quality| quality.sampler == sampler);
            let mut points: Vec<_> =
                found.map(|quality| (f64::from(quality.evaluations), f64::from(quality.mmd2))).collect();
            points.sort_by(|one, other| one.0.total_cmp(&other.0));
            let (colour, stroke) = style(sampler, palette);
            let label = Some(sampler.name().to_owned());
            (!points.is_empty()).then_some(Line { points, colour, stroke, label })
        })
        .collect();
    let real = of.model.real_vs_real.as_ref().map(|real_vs_real| f64::from(real_vs_real.mmd2_mean_q95));
    let (rise_y, y) = mmd2_axis(&lines, real);
    Chart {
        x: [LABELS[0], LABELS[LABELS.len() - 1]],
        y,
        rise_x: Rise::Log(Some(LABELS)),
        rise_y,
        x_label: Some("evaluations of the denoiser a sample"),
        lines,
        band: real.map(|real| real_band(real, palette)),
        ..Chart::default()
    }
}

/// Samplers that add noise on their way share dashes, the others are solid; colours tell those of a kind apart.
fn style(sampler: DiffusionSampler, palette: &Palette) -> (Rgb, Stroke) {
    let colours = [palette.samples, palette.loss, palette.rival, palette.ink, palette.gaussian_baseline];
    let adds_noise = |sampler: &DiffusionSampler| sampler.is_stochastic(0.0);
    let of_kind = DiffusionSampler::ALL.into_iter().filter(|other| adds_noise(other) == adds_noise(&sampler));
    let at = of_kind.take_while(|other| *other != sampler).count();
    let stroke = if adds_noise(&sampler) { Stroke::Dashed } else { Stroke::Thick };
    (colours[at % colours.len()], stroke)
}
