//! The map between data units and pixels: equal axes, y upwards in data and downwards in pixels.

use crate::settings::{StageSquare, StageWindow};

/// Lines end this many widths away from the middle of what is shown.
const FARTHEST: f64 = 20.0;

/// A part of the plane shown on as many pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Viewport {
    window: StageWindow,
    /// Lower left corner of what is shown, in data units.
    low: [f64; 2],
    /// Pixels of one data unit, along both axes.
    scale: f64,
    /// Width and height in pixels.
    size: [f64; 2],
}

impl Viewport {
    /// A square of the plane on a square of `side` pixels.
    pub fn new(square: StageSquare, side: f64) -> Self {
        Self::of(StageWindow::whole(square), side)
    }

    /// What a window shows on `width` pixels, and as many up as its aspect asks for.
    pub fn of(window: StageWindow, width: f64) -> Self {
        let size = [width, width / window.aspect()];
        Self { window, low: window.low(), scale: width / window.sides()[0], size }
    }

    pub fn window(&self) -> StageWindow {
        self.window
    }

    /// The square that maps and arrows cover.
    pub fn square(&self) -> StageSquare {
        self.window.square
    }

    /// Width and height in pixels.
    pub fn size(&self) -> [f64; 2] {
        self.size
    }

    /// Pixels of one data unit.
    pub fn scale(&self) -> f64 {
        self.scale
    }

    pub fn pixel_from_data(&self, [x, y]: [f64; 2]) -> [f64; 2] {
        [(x - self.low[0]) * self.scale, self.size[1] - (y - self.low[1]) * self.scale]
    }

    /// Where a line through a point of data goes: nowhere if that is not a number, and not so far out that
    /// a browser drops the whole path.
    pub fn reach(&self, point: [f32; 2]) -> Option<[f64; 2]> {
        let pixel = self.pixel_from_data(point.map(f64::from));
        let centre = self.size.map(|pixels| 0.5 * pixels);
        let [x, y] = [0, 1].map(|axis| pixel[axis] - centre[axis]);
        let distance = x.hypot(y);
        let pull = (FARTHEST * self.size[0] / distance).min(1.0);
        distance.is_finite().then_some([centre[0] + x * pull, centre[1] + y * pull])
    }

    /// Whether a mark of `radius` pixels around a pixel touches what is shown.
    pub fn sees(&self, pixel: [f64; 2], radius: f64) -> bool {
        pixel.iter().zip(self.size).all(|(&place, size)| place > -radius && place < size + radius)
    }

    pub fn data_from_pixel(&self, [x, y]: [f64; 2]) -> [f64; 2] {
        [x / self.scale + self.low[0], (self.size[1] - y) / self.scale + self.low[1]]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::DataSettings;

    /// The two moons' stage.
    fn stage(side: f64) -> Viewport {
        Viewport::new(DataSettings::default().stage(), side)
    }

    #[test]
    fn the_corners_of_the_stage_are_the_corners_of_the_canvas() {
        let viewport = stage(500.0);
        assert_eq!(viewport.pixel_from_data([-2.0, -2.25]), [0.0, 500.0]);
        assert_eq!(viewport.pixel_from_data([3.0, 2.75]), [500.0, 0.0]);
        assert_eq!(viewport.data_from_pixel([0.0, 0.0]), [-2.0, 2.75]);
    }

    #[test]
    fn a_window_shows_the_middle_of_its_square() {
        let square = StageSquare { x: -2.0, y: -2.0, side: 4.0 };
        let viewport = Viewport::of(StageWindow { square, shares: [0.75, 0.5] }, 300.0);
        assert_eq!((viewport.size(), viewport.scale()), ([300.0, 200.0], 100.0));
        assert_eq!(viewport.pixel_from_data([-1.5, 1.0]), [0.0, 0.0]);
        assert_eq!(viewport.pixel_from_data([-2.0, -2.0]), [-50.0, 300.0], "the square goes on outside");
        assert_eq!(viewport.data_from_pixel([300.0, 200.0]), [1.5, -1.0]);
        assert!(viewport.sees([299.0, 199.0], 0.0) && !viewport.sees([10.0, 205.0], 2.0));
    }

    #[test]
    fn there_and_back_is_the_same_point() {
        let viewport = stage(613.5);
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
        let viewport = stage(100.0);
        assert!(viewport.sees([50.0, 50.0], 1.0) && viewport.sees([-1.0, 100.5], 2.0));
        assert!(!viewport.sees([-3.0, 50.0], 2.0) && !viewport.sees([50.0, 103.0], 2.0));
        assert!(!viewport.sees([f64::NAN, 50.0], 2.0));
    }

    #[test]
    fn any_square_fills_the_canvas() {
        let viewport = Viewport::new(StageSquare { x: -6.5, y: -3.0, side: 13.0 }, 260.0);
        assert_eq!(viewport.pixel_from_data([-6.5, 10.0]), [0.0, 0.0]);
        assert_eq!(viewport.pixel_from_data([6.5, -3.0]), [260.0, 260.0]);
    }

    #[test]
    fn lines_reach_what_is_near_and_stop_short_of_what_is_not() {
        let viewport = stage(100.0);
        assert_eq!(viewport.reach([0.5, 0.25]), Some([50.0, 50.0]));
        assert_eq!(viewport.reach([0.5, f32::NAN]), None);
        assert_eq!(viewport.reach([f32::INFINITY, 0.0]), None);
        let [x, y] = viewport.reach([f32::MAX, 0.25]).expect("a number");
        assert!((x - 2050.0).abs() < 1e-6 && (y - 50.0).abs() < 1e-6, "{x} {y}");
    }

    #[test]
    fn axes_are_equal_and_fill_the_square() {
        let viewport = stage(400.0);
        let [left, low] = viewport.pixel_from_data([0.0, 0.0]);
        let [right, high] = viewport.pixel_from_data([1.0, 1.0]);
        assert!(
            (right - left - viewport.scale()).abs() < 1e-9 && (low - high - viewport.scale()).abs() < 1e-9
        );
    }
}
