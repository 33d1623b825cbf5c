//! A chart to be kept, under its title: as a picture, and as a drawing of its lines.

use super::lines::{self, Chart};
use super::palette::Palette;
use super::sheet::Sheet;
use super::surface::{context_of, hidden_canvas};
use super::svg::Drawing;
use plotters_canvas::CanvasBackend;
use wasm_bindgen::JsValue;
use web_sys::HtmlCanvasElement;

/// CSS pixels.
const SIZE: [f64; 2] = [640.0, 400.0];
/// Device pixels of a CSS pixel: sharp on paper as well.
const PICTURE: f64 = 2.0;
/// Parts of a CSS pixel that a drawing's places are rounded to.
const DRAWING: f64 = 10.0;

/// # Errors
/// What the browser's drawing functions report.
pub fn picture(chart: &Chart, palette: &Palette) -> Result<HtmlCanvasElement, JsValue> {
    let [width, height] = SIZE.map(|css| (css * PICTURE) as u32);
    let canvas = hidden_canvas(width, height)?;
    context_of(&canvas)?;
    let backend = CanvasBackend::with_canvas_object(canvas.clone()).ok_or("a plot has no canvas")?;
    lines::draw(Sheet::Canvas(backend), PICTURE, chart, palette)?;
    Ok(canvas)
}

/// As SVG text.
///
/// # Errors
/// What Plotters reports, in words.
pub fn drawing(chart: &Chart, palette: &Palette) -> Result<String, String> {
    let mut drawing = Drawing::new(SIZE, DRAWING);
    lines::draw(Sheet::Svg(&mut drawing), DRAWING, chart, palette)?;
    Ok(drawing.finish())
}

#[cfg(test)]
mod tests {
    use super::super::lines::{Line, Stroke};
    use super::super::scale::Rise;
    use super::*;

    #[test]
    fn lines_become_paths_with_gaps_where_there_are_no_numbers_and_names_are_no_markup() {
        let line = |stroke, label: &str| Line {
            points: vec![
                (0.0, 1.0),
                (1.0, 2.0),
                (2.0, f64::NAN),
                (3.0, 1.5),
                (4.0, f64::INFINITY),
                (5.0, 3.0),
            ],
            colour: [1, 2, 3],
            stroke,
            label: Some(label.to_owned()),
        };
        let kinds = [Stroke::Thin, Stroke::Thick, Stroke::Heavy, Stroke::Dashed, Stroke::Filled];
        let (log, labelled) = (Rise::Log(None), Rise::Log(Some(&[1.0, 5.0])));
        for (rise_x, rise_y) in
            [(Rise::Linear, Rise::Linear), (Rise::Linear, log), (labelled, Rise::Symlog(1.0))]
        {
            let chart = Chart {
                x: [0.5, 5.0],
                y: [0.5, 3.0],
                rise_x,
                rise_y,
                x_label: Some("steps & <more>"),
                lines: kinds.map(|stroke| line(stroke, "<script>alert(1)</script>")).into(),
                band: Some(([0.0, 1.0], [9, 9, 9], "real".into())),
                title: Some("Loss \"of\" all".into()),
                awaits: "Press Train",
            };
            let svg = drawing(&chart, &Palette::new(false)).expect("a drawing");
            assert!(svg.matches("<path ").count() > kinds.len(), "{svg}");
            assert!(!svg.contains("NaN") && !svg.contains("inf") && !svg.contains("<script"), "{svg}");
            assert!(
                svg.contains("steps &amp; &lt;more&gt;") && svg.contains("Loss &quot;of&quot; all"),
                "{svg}"
            );
            assert!(
                svg.contains("rgb(1,2,3)") && svg.matches("<circle ").count() >= 2 * kinds.len(),
                "{svg}"
            );
        }
    }
}
