//! The three columns as a drawing of lines and circles, for print: pure.

use super::figure::{FOOT, GAP, SIDE, TEXT, TITLE};
use crate::settings::StageSquare;
use crate::ui::plot::svg::escaped;

/// Above a stage; the other measures are those of the picture.
const HEAD: f64 = 40.0;

/// One column; colours as CSS has them.
pub struct Panel<'a> {
    pub title: String,
    pub caption: [String; 2],
    /// Of the title, and of walkers.
    pub colours: [String; 2],
    pub square: StageSquare,
    /// Segments, `[n, 4]`, and walkers, `[n, 2]`, data units.
    pub contours: &'a [f32],
    pub points: &'a [f32],
}

/// `ink` draws words, frames and contour lines on `paper`.
pub fn drawing(panels: &[Panel], ink: &str, paper: &str) -> String {
    let width = GAP + panels.len() as f64 * (SIDE + GAP);
    let height = HEAD + SIDE + FOOT;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" \
         font-family=\"system-ui, sans-serif\">\n<rect width=\"{width}\" height=\"{height}\" fill=\"{}\"/>\n",
        escaped(paper)
    );
    for (index, panel) in panels.iter().enumerate() {
        svg += &column(index, panel, &escaped(ink));
    }
    svg + "</svg>\n"
}

fn column(index: usize, panel: &Panel, ink: &str) -> String {
    let left = GAP + index as f64 * (SIDE + GAP);
    let [colour, walker] = panel.colours.each_ref().map(|colour| escaped(colour));
    let place = |x: f32, y: f32| {
        let StageSquare { x: low_x, y: low_y, side } = panel.square;
        let across = (f64::from(x) - low_x) / side * SIDE;
        let up = (f64::from(y) - low_y) / side * SIDE;
        (across, SIDE - up)
    };
    let contours: String = panel
        .contours
        .as_chunks::<4>()
        .0
        .iter()
        .map(|&[x0, y0, x1, y1]| {
            let ((x0, y0), (x1, y1)) = (place(x0, y0), place(x1, y1));
            format!("M{x0:.1} {y0:.1}L{x1:.1} {y1:.1}")
        })
        .collect();
    let inside = |&(x, y): &(f64, f64)| (0.0..=SIDE).contains(&x) && (0.0..=SIDE).contains(&y);
    let walkers: String = panel
        .points
        .as_chunks::<2>()
        .0
        .iter()
        .map(|&[x, y]| place(x, y))
        // What has left the stage, or is nowhere, is not drawn.
        .filter(inside)
        .map(|(x, y)| format!("<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"1.8\"/>"))
        .collect();
    let captions: String = panel
        .caption
        .iter()
        .enumerate()
        .map(|(line, words)| {
            let y = SIDE + 18.0 * (line + 1) as f64;
            format!("<text y=\"{y}\" font-size=\"{TEXT}\" fill=\"{ink}\">{}</text>", escaped(words))
        })
        .collect();
    format!(
        "<g transform=\"translate({left} {HEAD})\">\n<text y=\"-12\" font-size=\"{TITLE}\" font-weight=\"600\" fill=\"{colour}\">{}\
         </text>\n<path d=\"{contours}\" fill=\"none\" stroke=\"{ink}\" stroke-opacity=\"0.4\" stroke-width=\"1\"/>\n<g \
         fill=\"{walker}\" fill-opacity=\"0.7\">{walkers}</g>\n<rect width=\"{SIDE}\" height=\"{SIDE}\" fill=\"none\" \
         stroke=\"{ink}\" stroke-opacity=\"0.5\"/>\n{captions}\n</g>\n",
        escaped(&panel.title)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_have_their_lines_and_walkers_and_words_are_no_markup() {
        let panel = |title: &str| Panel {
            title: title.into(),
            caption: ["a".into(), "b".into()],
            colours: ["rgb(1,2,3)".into(), "rgb(4,5,6)".into()],
            square: StageSquare { x: -2.0, y: -2.0, side: 4.0 },
            contours: &[0.0, 0.0, 1.0, 1.0],
            points: &[0.0, 0.0, 1.0, -1.0, 99.0, 0.0, f32::NAN, 0.0],
        };
        let svg = drawing(&[panel("one"), panel("<b> & \"c\"")], "black", "white");
        assert_eq!(svg.matches("<circle").count(), 4, "points off the stage are not drawn");
        assert_eq!(svg.matches("M200.0 200.0L300.0 100.0").count(), 2);
        assert!(svg.contains("&lt;b&gt; &amp; &quot;c&quot;") && !svg.contains("<b>"));
        assert_eq!(svg.matches("<g ").count(), svg.matches("</g>").count());
        assert!(svg.starts_with("<svg") && svg.ends_with("</svg>\n"));
    }
}
