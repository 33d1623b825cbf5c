//! The distance of samples to data against training steps, between the band of real data and the blob's line.

use super::plotted::Plotted;
use crate::ui::plot::lines::{Chart, Line, Stroke};
use crate::ui::plot::palette::Palette;
use crate::ui::plot::series::{STEPS, level, measured, mmd2_axis, real_band, training_axis};

/// Mean MMD² of the networks' samples; of the ideal denoiser's while there are none.
pub fn mmd(of: &Plotted, palette: &Palette) -> Chart {
    let x = training_axis(of.steps());
    let mut lines = Vec::new();
    let real = of.model.real_vs_real.as_ref().map(|real_vs_real| f64::from(real_vs_real.mmd2_mean_q95));
    if let Some(real_vs_real) = &of.model.real_vs_real {
        let gaussian_baseline = f64::from(real_vs_real.gaussian_baseline.mmd2_mean());
        lines.push(level(x, gaussian_baseline, palette.gaussian_baseline, Some("Gaussian blob")));
    }
    for (index, lane) in of.model.lanes.iter().enumerate() {
        let colour = palette.lane(index);
        if let Some(score) = lane.ideal_score.as_ref().filter(|_| lane.scores.points().is_empty()) {
            let height = f64::from(score.distances.mmd2_mean());
            let ideal = match of.names.get(index) {
                Some(name) => format!("ideal denoiser, {name}"),
                None => "ideal denoiser".to_owned(),
            };
            lines.push(Line { stroke: Stroke::Thin, ..level(x, height, colour, Some(&ideal)) });
        }
        let line = measured(&lane.scores, colour, Stroke::Thick, of.name(index).unwrap_or_default());
        lines.push(Line { label: line.label.filter(|label| !label.is_empty()), ..line });
    }
    let (rise_y, y) = mmd2_axis(&lines, real);
    let band = real.map(|real| real_band(real, palette));
    of.with_look_back(Chart { x, y, rise_y, x_label: STEPS, lines, band, ..Chart::default() }, palette)
}
