//! Where the network lies between what learns the law and what copies its training points, at each noise level.

use super::plotted::Plotted;
use crate::ui::plot::lines::{Chart, Line, Stroke};
use crate::ui::plot::palette::Palette;

/// A share known worse than this, one standard error, says nothing: where both ideal denoisers agree, as they do of many points, there
/// is no way between them; nor one far beyond either of them.
const VAGUE: f32 = 0.15;

pub fn copying(of: &Plotted, palette: &Palette) -> Chart {
    let x = of.time_axis();
    let y = [-0.25, 1.25];
    let across = |height: f64, label: &str| Line {
        points: vec![(x[0], height), (x[1], height)],
        colour: palette.data,
        stroke: Stroke::Reference,
        label: Some(label.to_owned()),
    };
    let mut lines = vec![across(0.0, "law"), across(1.0, "copier")];
    for (index, lane) in of.model.lanes.iter().enumerate() {
        let Some(copying) = &lane.copying else { continue };
        let shares = copying.shares.iter().zip(&copying.errors);
        // What is not a number is a gap.
        let shares = shares.map(|(&share, &error)| {
            let is_known = error < VAGUE && (y[0]..=y[1]).contains(&f64::from(share));
            if is_known { f64::from(share) } else { f64::NAN }
        });
        let points = copying.times.iter().map(|&t| f64::from(t)).zip(shares).collect();
        let label = Some(of.name(index).unwrap_or_else(|| "network".to_owned()));
        lines.push(Line { points, colour: palette.lane(index), stroke: Stroke::Thick, label });
    }
    lines.push(of.marker(y, palette));
    Chart { x, y, x_label: Some("noise level t"), lines, ..Chart::default() }
}
