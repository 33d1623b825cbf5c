//! How many samples come home to their part from each noise level: exact, and by the network.

use super::plotted::Plotted;
use crate::protocol::diffusion::Denoiser;
use crate::protocol::fate::UTurns;
use crate::ui::plot::lines::{Chart, Line, Stroke};
use crate::ui::plot::palette::{Palette, Rgb};

pub fn u_turns(of: &Plotted, palette: &Palette) -> Chart {
    let chance =
        of.model.first().and_then(|lane| lane.u_turns(Denoiser::Ideal)).map_or(0.5, |turns| turns.chance);
    let y = [f64::from(chance) - 0.05, 1.02];
    let mut lines = Vec::new();
    for (index, lane) in of.model.lanes.iter().enumerate() {
        let [exact, network] = match of.name(index) {
            Some(name) => [format!("exact, {name}"), name],
            None => ["exact".to_owned(), "network".to_owned()],
        };
        let colour = palette.lane(index);
        let exact_colour = if index == 0 { palette.data } else { colour };
        for (denoiser, colour, stroke, label) in [
            (Denoiser::Ideal, exact_colour, Stroke::Dashed, exact),
            (Denoiser::Learned, colour, Stroke::Thick, network),
        ] {
            let Some(turns) = lane.u_turns(denoiser) else { continue };
            lines.push(Line { points: curve(turns), colour, stroke, label: Some(label) });
            lines.extend(turns.speciation.map(|[t, _]| drop_line(t, turns.chance, y[0], colour)));
        }
    }
    lines.push(of.marker(y, palette));
    Chart { x: of.time_axis(), y, x_label: Some("noise level t"), lines, ..Chart::default() }
}

fn curve(turns: &UTurns) -> Vec<(f64, f64)> {
    turns.times.iter().zip(&turns.shares).map(|(&t, &share)| (f64::from(t), f64::from(share))).collect()
}

/// From the curve down to the speciation level.
fn drop_line(t: f32, chance: f32, low: f64, colour: Rgb) -> Line {
    let (t, middle) = (f64::from(t), 0.5 * (1.0 + f64::from(chance)));
    Line { points: vec![(t, middle), (t, low)], colour, stroke: Stroke::Thin, label: None }
}
