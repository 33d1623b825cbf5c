//! What a chart is drawn on: the pixels of a canvas, or an SVG drawing of the same strokes.

use super::svg::Drawing;
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
};
use plotters_canvas::CanvasBackend;

/// One type for both: what Plotters makes of a chart is large, and in the page once.
pub enum Sheet<'a> {
    Canvas(CanvasBackend),
    Svg(&'a mut Drawing),
}

type Failure = <CanvasBackend as DrawingBackend>::ErrorType;
type Drawn = Result<(), DrawingErrorKind<Failure>>;

/// Plotters draws nothing where nothing would be seen; neither does an SVG.
fn is_seen(colour: BackendColor) -> bool {
    colour.alpha > 0.0
}

impl DrawingBackend for Sheet<'_> {
    type ErrorType = Failure;

    fn get_size(&self) -> (u32, u32) {
        match self {
            Self::Canvas(canvas) => canvas.get_size(),
            Self::Svg(drawing) => drawing.size(),
        }
    }

    fn ensure_prepared(&mut self) -> Drawn {
        Ok(())
    }

    fn present(&mut self) -> Drawn {
        Ok(())
    }

    fn draw_pixel(&mut self, point: BackendCoord, colour: BackendColor) -> Drawn {
        self.draw_rect(point, (point.0 + 1, point.1 + 1), &colour, true)
    }

    fn draw_line<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S) -> Drawn {
        match self {
            Self::Canvas(canvas) => canvas.draw_line(from, to, style),
            Self::Svg(_) => self.draw_path([from, to], style),
        }
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        (left, top): BackendCoord,
        (right, bottom): BackendCoord,
        style: &S,
        fill: bool,
    ) -> Drawn {
        let corners = [(left, top), (right, top), (right, bottom), (left, bottom)];
        match self {
            Self::Canvas(canvas) => canvas.draw_rect((left, top), (right, bottom), style, fill),
            Self::Svg(_) if fill => self.fill_polygon(corners, style),
            Self::Svg(_) => self.draw_path(corners.into_iter().chain([(left, top)]), style),
        }
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Drawn {
        match self {
            Self::Canvas(canvas) => return canvas.draw_path(path, style),
            Self::Svg(drawing) if is_seen(style.color()) => drawing.stroke(path, style),
            Self::Svg(_) => {}
        }
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        centre: BackendCoord,
        radius: u32,
        style: &S,
        fill: bool,
    ) -> Drawn {
        match self {
            Self::Canvas(canvas) => return canvas.draw_circle(centre, radius, style, fill),
            Self::Svg(drawing) if is_seen(style.color()) => drawing.disc(centre, radius, style),
            Self::Svg(_) => {}
        }
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        outline: I,
        style: &S,
    ) -> Drawn {
        match self {
            Self::Canvas(canvas) => return canvas.fill_polygon(outline, style),
            Self::Svg(drawing) if is_seen(style.color()) => drawing.fill(outline, style),
            Self::Svg(_) => {}
        }
        Ok(())
    }

    fn draw_text<S: BackendTextStyle>(&mut self, text: &str, style: &S, at: BackendCoord) -> Drawn {
        match self {
            Self::Canvas(canvas) => return canvas.draw_text(text, style, at),
            Self::Svg(drawing) if is_seen(style.color()) => drawing.write(text, style, at),
            Self::Svg(_) => {}
        }
        Ok(())
    }
}
