//! The map between data units and pixels: equal axes, y upwards in data and downwards in pixels.

use crate::protocol::Stage;

/// A square of data shown on a square of pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Viewport {
    /// Data at the left and at the lower edge.
    origin: [f64; 2],
    /// Pixels of one data unit, along both axes.
    scale: f64,
    /// Side in pixels.
    side: f64,
}

impl Viewport {
    /// The stage's fixed limits on a square of `side` pixels.
    pub fn stage(side: f64) -> Self {
        let origin = [f64::from(Stage::X[0]), f64::from(Stage::Y[0])];
        Self { origin, scale: side / f64::from(Stage::X[1] - Stage::X[0]), side }
    }

    /// Pixels of one data unit.
    pub fn scale(&self) -> f64 {
        self.scale
    }

    pub fn pixel_from_data(&self, [x, y]: [f64; 2]) -> [f64; 2] {
        [(x - self.origin[0]) * self.scale, self.side - (y - self.origin[1]) * self.scale]
    }

    /// Whether a mark of `radius` pixels around a pixel touches the square.
    pub fn sees(&self, pixel: [f64; 2], radius: f64) -> bool {
        pixel.iter().all(|&place| place > -radius && place < self.side + radius)
    }

    pub fn data_from_pixel(&self, [x, y]: [f64; 2]) -> [f64; 2] {
        [x / self.scale + self.origin[0], (self.side - y) / self.scale + self.origin[1]]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_corners_of_the_stage_are_the_corners_of_the_canvas() {
        let viewport = Viewport::stage(500.0);
        assert_eq!(viewport.pixel_from_data([-2.0, -2.25]), [0.0, 500.0]);
        assert_eq!(viewport.pixel_from_data([3.0, 2.75]), [500.0, 0.0]);
        assert_eq!(viewport.data_from_pixel([0.0, 0.0]), [-2.0, 2.75]);
    }

    #[test]
    fn there_and_back_is_the_same_point() {
        let viewport = Viewport::stage(613.5);
        for point in [[0.0, 0.0], [-1.7, 2.2], [12.0, -9.0]] {
            let back = viewport.data_from_pixel(viewport.pixel_from_data(point));
            assert!(
                (back[0] - point[0]).abs() < 1e-12 && (back[1] - point[1]).abs() < 1e-12,
                "{point:?} {back:?}"
            );
        }
    }

    #[test]
    fn a_mark_is_seen_while_it_touches_the_square() {
        let viewport = Viewport::stage(100.0);
        assert!(viewport.sees([50.0, 50.0], 1.0) && viewport.sees([-1.0, 100.5], 2.0));
        assert!(!viewport.sees([-3.0, 50.0], 2.0) && !viewport.sees([50.0, 103.0], 2.0));
        assert!(!viewport.sees([f64::NAN, 50.0], 2.0));
    }

    #[test]
    fn axes_are_equal_and_fill_the_square() {
        assert_eq!(Stage::X[1] - Stage::X[0], Stage::Y[1] - Stage::Y[0]);
        let viewport = Viewport::stage(400.0);
        let [left, low] = viewport.pixel_from_data([0.0, 0.0]);
        let [right, high] = viewport.pixel_from_data([1.0, 1.0]);
        assert!(
            (right - left - viewport.scale()).abs() < 1e-9 && (low - high - viewport.scale()).abs() < 1e-9
        );
    }
}
