//! Densities, energies and the lengths of vectors as images: one pixel a cell, enlarged smoothly by the canvas.

use super::palette::{Palette, Rgb};
use super::surface::{context_of, hidden_canvas};
use wasm_bindgen::{Clamped, JsValue};
use web_sys::{HtmlCanvasElement, ImageData};

/// Colours from −1 to 1; more cannot be told apart. Odd, so that 0 has one of its own.
const LEVELS: usize = 513;
/// Energies higher than this above the lowest are all painted alike, nats: a density 160,000 times less.
const DEPTH: f32 = 12.0;

/// Red, green, blue, alpha of each cell, rows from the top, of as many rows as columns with rows from the lowest y.
/// `share` places a value from −1 to 1; what is not a number is placed at 0.
fn pixels(values: &[f32], share: impl Fn(f32) -> f32, colour: impl Fn(f64) -> Rgb) -> Vec<u8> {
    let half = (LEVELS / 2) as f32;
    let map: Vec<_> = (0..LEVELS).map(|level| colour(level as f64 / f64::from(half) - 1.0)).collect();
    let mut pixels = Vec::with_capacity(values.len() * 4);
    for row in values.chunks(values.len().isqrt().max(1)).rev() {
        for &value in row {
            let share = Some(share(value)).filter(|share| !share.is_nan()).unwrap_or_default();
            let [red, green, blue] = map[(half + half * share.clamp(-1.0, 1.0)) as usize];
            pixels.extend([red, green, blue, 255]);
        }
    }
    pixels
}

/// The greatest of a density, from where on colours end.
pub fn peak(density: &[f32]) -> f32 {
    density.iter().copied().fold(f32::MIN_POSITIVE, f32::max)
}

/// The square root of the density is mapped, so that the flanks of what is thin are seen too.
fn density_pixels(density: &[f32], peak: f32, palette: &Palette) -> Vec<u8> {
    pixels(density, |value| (value.max(0.0) / peak).sqrt(), |share| palette.density_at(share))
}

fn energy_pixels(energy: &[f32], palette: &Palette) -> Vec<u8> {
    let lowest = energy.iter().copied().filter(|value| value.is_finite()).fold(f32::INFINITY, f32::min);
    pixels(energy, |value| (1.0 - (value - lowest) / DEPTH).max(0.0), |share| palette.density_at(share))
}

/// Square roots, as of a density, with their sign.
fn difference_pixels(difference: &[f32], peak: f32, palette: &Palette) -> Vec<u8> {
    let share = |value: f32| (value.abs() / peak).sqrt().copysign(value);
    pixels(difference, share, |share| palette.energy_at(share))
}

/// A density, as many rows as columns, as a small canvas to be drawn enlarged; from `peak` on it has the far colour.
///
/// # Errors
/// A map of no cells, or a browser that cannot make images.
pub fn density(density: &[f32], peak: f32, palette: &Palette) -> Result<HtmlCanvasElement, JsValue> {
    image(&density_pixels(density, peak, palette))
}

/// An energy, nats, as [`density`]: the lower, the nearer to the far colour.
///
/// # Errors
/// As of [`density`].
pub fn energy(energy: &[f32], palette: &Palette) -> Result<HtmlCanvasElement, JsValue> {
    image(&energy_pixels(energy, palette))
}

/// One density minus another, as [`density`]; colours end at `peak` above and below zero.
///
/// # Errors
/// As of [`density`].
pub fn difference(difference: &[f32], peak: f32, palette: &Palette) -> Result<HtmlCanvasElement, JsValue> {
    image(&difference_pixels(difference, peak, palette))
}

/// Shares, as [`density`]: 1 has the far colour of what is more, 0 that of what is less, and ½ is paper.
///
/// # Errors
/// As of [`density`].
pub fn shares(shares: &[f32], palette: &Palette) -> Result<HtmlCanvasElement, JsValue> {
    image(&pixels(shares, |share| 2.0 * share - 1.0, |share| palette.energy_at(share)))
}

/// The lengths of a field's vectors, as [`density`]; one of length `unit` is half way to the far colour.
///
/// # Errors
/// As of [`density`].
pub fn lengths(field: &[[f32; 2]], unit: f32, palette: &Palette) -> Result<HtmlCanvasElement, JsValue> {
    let lengths: Vec<f32> = field.iter().map(|[x, y]| x.hypot(*y)).collect();
    image(&pixels(&lengths, |length| length / (length + unit), |share| palette.density_at(share)))
}

fn image(pixels: &[u8]) -> Result<HtmlCanvasElement, JsValue> {
    let side = (pixels.len() / 4).isqrt() as u32;
    let image = ImageData::new_with_u8_clamped_array_and_sh(Clamped(pixels), side, side)?;
    let canvas = hidden_canvas(side, side)?;
    context_of(&canvas)?.put_image_data(&image, 0.0, 0.0)?;
    Ok(canvas)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::Stage;

    const CELLS: usize = Stage::CELLS * Stage::CELLS;
    const LOWER_LEFT: usize = (Stage::CELLS - 1) * Stage::CELLS * 4;

    #[test]
    fn the_lowest_row_is_at_the_bottom_and_the_peak_has_the_far_colour() {
        let palette = Palette::new(false);
        let mut density = vec![0.0; CELLS];
        density[0] = 2.0;
        let pixels = density_pixels(&density, peak(&density), &palette);
        assert_eq!(pixels.len(), 4 * CELLS);
        assert_eq!(pixels[LOWER_LEFT..LOWER_LEFT + 3], palette.density);
        assert_eq!(pixels[..3], palette.paper);
    }

    #[test]
    fn the_lowest_energy_is_darkest_and_what_is_far_above_it_is_paper() {
        let palette = Palette::new(false);
        let mut energy = vec![40.0; CELLS];
        (energy[0], energy[1]) = (-7.0, f32::NAN);
        let pixels = energy_pixels(&energy, &palette);
        assert_eq!(pixels[LOWER_LEFT..LOWER_LEFT + 3], palette.density);
        assert_eq!([&pixels[LOWER_LEFT + 4..LOWER_LEFT + 7], &pixels[..3]], [palette.paper; 2]);
    }

    #[test]
    fn differences_diverge_around_the_paper() {
        let palette = Palette::new(true);
        let mut difference = vec![0.0; CELLS];
        (difference[0], difference[1], difference[2]) = (-3.0, 3.0, f32::NAN);
        let pixels = difference_pixels(&difference, 3.0, &palette);
        let colour = |cell: usize| &pixels[LOWER_LEFT + 4 * cell..LOWER_LEFT + 4 * cell + 3];
        let [below, above] = palette.energy;
        assert_eq!(
            [colour(0), colour(1), colour(2), colour(3)],
            [below, above, palette.paper, palette.paper]
        );
    }
}
