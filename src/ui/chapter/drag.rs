//! A point on a stage that can be taken hold of, with the pointer or the arrow keys.

use crate::settings::StageWindow;
use crate::ui::plot::viewport::Viewport;

/// A chapter whose stages show such a point, as the first chain; pixels are CSS pixels from a stage's upper left corner.
pub trait Draggable {
    /// What its stages show of the plane.
    fn window(&self) -> StageWindow;

    /// Width of a lane's stage, CSS pixels; none while it is not on the page.
    fn css_width(&self, lane: usize) -> Option<f64>;

    /// Where the point is.
    fn drag_handle(&self, lane: usize) -> Option<[f32; 2]>;

    /// Puts it, on every stage, at a place that is shown, in data units.
    fn put(&mut self, at: [f32; 2]);

    /// Whether it is there to be seen: elsewhere it comes out only where it is asked for.
    fn is_seen(&self) -> bool {
        true
    }

    /// Its distance, in pixels, from a place of a stage.
    fn distance(&self, lane: usize, [x, y]: [f64; 2]) -> Option<f64> {
        let viewport = Viewport::of(self.window(), self.css_width(lane)?);
        let here = viewport.pixel_from_data(self.drag_handle(lane)?.map(f64::from));
        Some((here[0] - x).hypot(here[1] - y))
    }

    /// Puts it under a place of a lane's stage.
    fn drag(&mut self, lane: usize, pixel: [f64; 2]) {
        if let Some(width) = self.css_width(lane) {
            self.place(Viewport::of(self.window(), width).data_from_pixel(pixel));
        }
    }

    /// A finger or the pointer has touched a place and let go: nothing, where the point is always in sight.
    fn tap(&mut self, _lane: usize, _pixel: [f64; 2]) {}

    /// Moves it by parts of the square's side.
    fn nudge(&mut self, lane: usize, parts: [f64; 2]) {
        if let Some(here) = self.drag_handle(lane) {
            let side = self.window().square.side;
            self.place([0, 1].map(|axis| f64::from(here[axis]) + parts[axis] * side));
        }
    }

    /// Inside what is shown: what cannot be seen cannot be taken hold of again.
    fn place(&mut self, at: [f64; 2]) {
        if at.iter().all(|place| place.is_finite()) {
            let (low, sides) = (self.window().low(), self.window().sides());
            self.put([0, 1].map(|axis| at[axis].clamp(low[axis], low[axis] + sides[axis]) as f32));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::StageSquare;

    struct One([f32; 2]);

    impl Draggable for One {
        fn window(&self) -> StageWindow {
            StageWindow::whole(StageSquare { x: 0.0, y: 0.0, side: 10.0 })
        }

        fn css_width(&self, lane: usize) -> Option<f64> {
            (lane == 0).then_some(100.0)
        }

        fn drag_handle(&self, _lane: usize) -> Option<[f32; 2]> {
            Some(self.0)
        }

        fn put(&mut self, at: [f32; 2]) {
            self.0 = at;
        }
    }

    #[test]
    fn a_point_goes_where_it_is_dragged_and_stays_on_the_stage() {
        let mut point = One([5.0, 5.0]);
        assert_eq!((point.distance(0, [50.0, 80.0]), point.distance(1, [0.0, 0.0])), (Some(30.0), None));
        point.drag(0, [20.0, 90.0]);
        assert_eq!(point.0, [2.0, 1.0]);
        point.nudge(0, [0.1, -0.5]);
        assert_eq!(point.0, [3.0, 0.0]);
        point.drag(0, [f64::NAN, 0.0]);
        assert_eq!(point.0, [3.0, 0.0]);
    }
}
