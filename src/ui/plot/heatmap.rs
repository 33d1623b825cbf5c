//! A density as an image: one pixel a cell, enlarged smoothly by the canvas.

use super::palette::Palette;
use super::surface::{context_of, hidden_canvas};
use crate::protocol::Stage;
use wasm_bindgen::{Clamped, JsValue};
use web_sys::{HtmlCanvasElement, ImageData};

/// Colours of the map; more cannot be told apart.
const LEVELS: usize = 256;

/// Red, green, blue, alpha of each cell, rows from the top, of a density `[CELLS, CELLS]` with rows from
/// the lowest y. The square root of the density is mapped, so that the thin moons' flanks are seen too.
fn pixels(density: &[f32], palette: &Palette) -> Vec<u8> {
    let most = density.iter().copied().fold(f32::MIN_POSITIVE, f32::max);
    let map: Vec<_> =
        (0..LEVELS).map(|level| palette.density_at(level as f64 / (LEVELS - 1) as f64)).collect();
    let mut pixels = Vec::with_capacity(density.len() * 4);
    for row in density.chunks(Stage::CELLS).rev() {
        for &value in row {
            let share = (value.max(0.0) / most).sqrt();
            let [red, green, blue] = map[(share * (LEVELS - 1) as f32) as usize];
            pixels.extend([red, green, blue, 255]);
        }
    }
    pixels
}

/// The density as a small canvas to be drawn enlarged.
///
/// # Errors
/// A density of another size, or a browser that cannot make images.
pub fn image(density: &[f32], palette: &Palette) -> Result<HtmlCanvasElement, JsValue> {
    let side = Stage::CELLS as u32;
    let image = ImageData::new_with_u8_clamped_array_and_sh(Clamped(&pixels(density, palette)), side, side)?;
    let canvas = hidden_canvas(side, side)?;
    context_of(&canvas)?.put_image_data(&image, 0.0, 0.0)?;
    Ok(canvas)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lowest_row_is_at_the_bottom_and_the_peak_has_the_far_colour() {
        let palette = Palette::new(false);
        let mut density = vec![0.0; Stage::CELLS * Stage::CELLS];
        density[0] = 2.0;
        let pixels = pixels(&density, &palette);
        assert_eq!(pixels.len(), 4 * Stage::CELLS * Stage::CELLS);
        let lower_left = (Stage::CELLS - 1) * Stage::CELLS * 4;
        assert_eq!(pixels[lower_left..lower_left + 3], palette.density);
        assert_eq!(pixels[..3], palette.paper);
    }
}
