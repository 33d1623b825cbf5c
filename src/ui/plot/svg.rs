//! Drawings as SVG text: what Plotters draws, stroke by stroke.

use super::palette::Rgb;
use plotters_backend::text_anchor::{HPos, VPos};
use plotters_backend::{BackendColor, BackendCoord, BackendStyle, BackendTextStyle, FontTransform};
use std::fmt::Write;

/// Text that is no markup.
pub fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// How far below their upper edge, their middle and their lower edge letters stand on their line, as shares of their size.
const FROM_TOP: f64 = 0.78;
const FROM_MIDDLE: f64 = 0.36;
const FROM_BOTTOM: f64 = -0.22;

/// A drawing under way. Plotters knows whole units only, so there are several of them to a CSS pixel.
pub struct Drawing {
    /// Units.
    size: (u32, u32),
    /// Units to a CSS pixel.
    ratio: f64,
    text: String,
    /// Strokes of one look are one path: how it looks, and its course so far.
    path: Option<(String, String)>,
}

impl Drawing {
    /// An empty drawing of so many CSS pixels.
    pub fn new([width, height]: [f64; 2], ratio: f64) -> Self {
        let text = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" \
             height=\"{height}\" font-family=\"system-ui, sans-serif\">\n"
        );
        let size = ((width * ratio).round() as u32, (height * ratio).round() as u32);
        Self { size, ratio, text, path: None }
    }

    /// The whole of it.
    pub fn finish(mut self) -> String {
        self.end_path();
        self.text + "</svg>\n"
    }

    pub fn size(&self) -> (u32, u32) {
        self.size
    }

    pub fn ratio(&self) -> f64 {
        self.ratio
    }

    pub fn stroke<S: BackendStyle>(&mut self, way: impl IntoIterator<Item = BackendCoord>, style: &S) {
        let course = self.course(way);
        let width = f64::from(style.stroke_width()) / self.ratio;
        let look = format!(
            "fill=\"none\" stroke-linejoin=\"round\" stroke-width=\"{width}\" {}",
            paint("stroke", style)
        );
        match &mut self.path {
            Some((before, whole)) if *before == look => *whole += &course,
            _ => {
                self.end_path();
                self.path = Some((look, course));
            }
        }
    }

    pub fn fill<S: BackendStyle>(&mut self, outline: impl IntoIterator<Item = BackendCoord>, style: &S) {
        let course = self.course(outline);
        self.element(&format!("<path d=\"{course}Z\" {}/>", paint("fill", style)));
    }

    pub fn disc<S: BackendStyle>(&mut self, (x, y): BackendCoord, radius: u32, style: &S) {
        let [x, y, radius] = [f64::from(x), f64::from(y), f64::from(radius)].map(|units| units / self.ratio);
        self.element(&format!("<circle cx=\"{x}\" cy=\"{y}\" r=\"{radius}\" {}/>", paint("fill", style)));
    }

    pub fn write<S: BackendTextStyle>(&mut self, text: &str, style: &S, (x, y): BackendCoord) {
        let [x, y, size] = [f64::from(x), f64::from(y), style.size()].map(|units| units / self.ratio);
        let anchor = match style.anchor().h_pos {
            HPos::Left => "start",
            HPos::Center => "middle",
            HPos::Right => "end",
        };
        let down = match style.anchor().v_pos {
            VPos::Top => FROM_TOP,
            VPos::Center => FROM_MIDDLE,
            VPos::Bottom => FROM_BOTTOM,
        };
        let turned = match style.transform() {
            FontTransform::None => String::new(),
            FontTransform::Rotate90 => format!(" transform=\"rotate(90 {x} {y})\""),
            FontTransform::Rotate180 => format!(" transform=\"rotate(180 {x} {y})\""),
            FontTransform::Rotate270 => format!(" transform=\"rotate(270 {x} {y})\""),
        };
        let line = y + down * size;
        self.element(&format!(
            "<text x=\"{x}\" y=\"{line:.1}\" font-size=\"{size}\" text-anchor=\"{anchor}\" {}{turned}>{}</text>",
            paint_with("fill", style.color()),
            escaped(text)
        ));
    }

    /// From point to point, in CSS pixels.
    fn course(&self, way: impl IntoIterator<Item = BackendCoord>) -> String {
        let mut course = String::new();
        for (index, (x, y)) in way.into_iter().enumerate() {
            let [x, y] = [x, y].map(|units| f64::from(units) / self.ratio);
            let pen = if index == 0 { 'M' } else { 'L' };
            // Writing to a string cannot fail.
            let _ = write!(course, "{pen}{x} {y}");
        }
        course
    }

    fn element(&mut self, element: &str) {
        self.end_path();
        self.text += element;
        self.text.push('\n');
    }

    fn end_path(&mut self) {
        if let Some((look, course)) = self.path.take() {
            let _ = writeln!(self.text, "<path d=\"{course}\" {look}/>");
        }
    }
}

fn paint<S: BackendStyle>(what: &str, style: &S) -> String {
    paint_with(what, style.color())
}

fn paint_with(what: &str, BackendColor { alpha, rgb }: BackendColor) -> String {
    let colour: Rgb = rgb.into();
    let opacity = if alpha < 1.0 { format!(" {what}-opacity=\"{alpha}\"") } else { String::new() };
    let [red, green, blue] = colour;
    format!("{what}=\"rgb({red},{green},{blue})\"{opacity}")
}

#[cfg(test)]
mod tests {
    use super::*;

    const RED: BackendColor = BackendColor { alpha: 0.5, rgb: (255, 0, 0) };

    #[test]
    fn strokes_of_one_look_are_one_path_in_css_pixels() {
        let mut drawing = Drawing::new([40.0, 30.0], 10.0);
        assert_eq!(drawing.size(), (400, 300));
        drawing.stroke([(0, 0), (105, 20)], &RED);
        drawing.stroke([(5, 5), (10, 10)], &RED);
        drawing.fill([(0, 0), (10, 0), (10, 10)], &RED);
        let svg = drawing.finish();
        assert!(svg.contains("d=\"M0 0L10.5 2M0.5 0.5L1 1\" fill=\"none\""), "{svg}");
        assert!(
            svg.contains("<path d=\"M0 0L1 0L1 1Z\" fill=\"rgb(255,0,0)\" fill-opacity=\"0.5\"/>"),
            "{svg}"
        );
        assert!(svg.starts_with("<svg xmlns") && svg.ends_with("</svg>\n"));
    }

    #[test]
    fn words_are_no_markup() {
        assert_eq!(escaped("<b> & \"c\""), "&lt;b&gt; &amp; &quot;c&quot;");
    }
}
