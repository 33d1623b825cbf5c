//! The stages as a picture with a title and a link: what stands for an embed in print.

use crate::ui::chapter::shown::Chapters;
use crate::ui::plot::palette::{Palette, css};
use crate::ui::plot::surface::{context_of, hidden_canvas};
use crate::ui::save;
use crate::ui::saving::Montage;
use crate::ui::store::Store;
use leptos::prelude::*;
use wasm_bindgen::JsValue;

/// Height of the words under the stages, and their sizes, in shares of the picture's width.
const WORDS: f64 = 0.12;
const TITLE: f64 = 0.034;
const LINK: f64 = 0.02;
const MARGIN: f64 = 0.02;

/// Offers the poster as a file.
///
/// # Errors
/// A chapter whose stage is not drawn yet, or what the browser reports.
pub fn save(
    name: &'static str,
    title: &str,
    link: &str,
    store: &Store,
    chapters: &Chapters,
) -> Result<(), JsValue> {
    let palette = Palette::new(store.dark.get_untracked());
    chapters.shown().act(|shown| {
        let shots = shown.shots();
        Montage::new(&shots, f64::INFINITY).and_then(|montage| {
            montage.draw(&shots, &palette)?;
            let stages = montage.canvas();
            let width = f64::from(stages.width());
            let (top, share) = (f64::from(stages.height()), |of: f64| of * width);
            let canvas = hidden_canvas(stages.width(), stages.height() + share(WORDS) as u32)?;
            let context = context_of(&canvas)?;
            context.set_fill_style_str(&css(palette.paper));
            context.fill_rect(0.0, 0.0, width, f64::from(canvas.height()));
            context.draw_image_with_html_canvas_element(stages, 0.0, 0.0)?;
            context.set_fill_style_str(&css(palette.ink));
            let line = |text: &str, size: f64, below: f64| {
                context.set_font(&format!("{}px system-ui, sans-serif", share(size)));
                context.fill_text_with_max_width(
                    text,
                    share(MARGIN),
                    top + share(below),
                    width - 2.0 * share(MARGIN),
                )
            };
            line(title, TITLE, 0.045)?;
            line(link, LINK, 0.085)?;
            save::picture(name, &canvas)
        })
    })
}
