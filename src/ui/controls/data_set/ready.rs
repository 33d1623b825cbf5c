//! Drawings that are ready made, for whoever has no pointer to draw with.

use super::strokes::Place;
use crate::settings::Drawing;
use std::f64::consts::TAU;

/// Places of a closed curve.
const PLACES: usize = 40;

pub struct Ready {
    pub key: &'static str,
    /// The key of its name.
    pub name: &'static str,
    strokes: fn() -> Vec<Vec<Place>>,
}

pub const READY: [Ready; 3] = [
    Ready { key: "heart", name: "draw.heart", strokes: || vec![closed(heart)] },
    Ready { key: "eight", name: "draw.eight", strokes: || vec![closed(figure_eight)] },
    // Two strokes: what a network can be told apart.
    Ready {
        key: "lines",
        name: "draw.lines",
        strokes: || vec![vec![[8, 16], [56, 24]], vec![[8, 40], [56, 48]]],
    },
];

impl Ready {
    pub fn drawing(&self) -> Drawing {
        Drawing::new((self.strokes)()).unwrap_or_default()
    }
}

/// A curve, from −1 to 1 along both axes, over the middle of the board.
fn closed(curve: fn(f64) -> [f64; 2]) -> Vec<Place> {
    let angle = |step: usize| TAU * step as f64 / PLACES as f64;
    let place = |along: f64| (32.0 + 24.0 * along).round() as u8;
    (0..=PLACES).map(|step| curve(angle(step)).map(place)).collect()
}

fn heart(angle: f64) -> [f64; 2] {
    let height =
        13.0 * angle.cos() - 5.0 * (2.0 * angle).cos() - 2.0 * (3.0 * angle).cos() - (4.0 * angle).cos();
    [angle.sin().powi(3), (height + 2.0) / 16.0]
}

/// Bernoulli's lemniscate.
fn figure_eight(angle: f64) -> [f64; 2] {
    let share = 1.0 / (1.0 + angle.sin().powi(2));
    [angle.cos() * share, 1.4 * angle.sin() * angle.cos() * share]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_one_fits_the_board_and_is_no_face() {
        for ready in READY {
            let drawing = Drawing::new((ready.strokes)()).expect("on the board");
            assert_ne!(drawing, Drawing::default(), "{}", ready.key);
            assert_eq!(ready.drawing(), drawing);
        }
    }
}
