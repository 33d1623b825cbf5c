//! A drawing of some strokes, short enough for a link.

use crate::settings::stage::StageSquare;
use serde::{Deserialize, Serialize};

/// Letters of a link that stand for 0 to 63 (RFC 4648, base64url).
const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Between two strokes.
const LIFT: char = '.';

/// Strokes of a pen on a board of [`Drawing::SIDE`] × [`Drawing::SIDE`] places, at least one, none of them empty.
///
/// In a link, two letters a place and a full stop between strokes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Drawing(Vec<Vec<[u8; 2]>>);

impl Drawing {
    /// Places along one side of the board.
    pub const SIDE: usize = 64;
    /// Places in all strokes together, at most; and strokes.
    pub const MOST_PLACES: usize = 400;
    pub const MOST_STROKES: usize = 12;
    /// The board, data units: what is drawn, and its blur, stays on the stage.
    pub const BOARD: StageSquare = StageSquare { x: -2.0, y: -2.0, side: 4.0 };

    /// Strokes through places `[x, y]`, each below [`Self::SIDE`], y upwards. None if there are none, or too many, or
    /// one that is empty or off the board.
    pub fn new(strokes: Vec<Vec<[u8; 2]>>) -> Option<Self> {
        let places = strokes.iter().map(Vec::len).sum::<usize>();
        let on_board = strokes.iter().flatten().flatten().all(|place| usize::from(*place) < Self::SIDE);
        let fits = (1..=Self::MOST_STROKES).contains(&strokes.len()) && places <= Self::MOST_PLACES;
        (fits && on_board && strokes.iter().all(|stroke| !stroke.is_empty())).then_some(Self(strokes))
    }

    pub fn strokes(&self) -> &[Vec<[u8; 2]>] {
        &self.0
    }

    /// The middle of a place, data units.
    pub fn in_data_units(place: [u8; 2]) -> [f64; 2] {
        let StageSquare { x, y, side } = Self::BOARD;
        let along = |low: f64, place: u8| low + side * (f64::from(place) + 0.5) / Self::SIDE as f64;
        [along(x, place[0]), along(y, place[1])]
    }

    /// The place nearest to a point, data units.
    pub fn place_of(point: [f64; 2]) -> [u8; 2] {
        let StageSquare { x, y, side } = Self::BOARD;
        let place = |low: f64, at: f64| {
            let place = ((at - low) / side * Self::SIDE as f64).floor();
            place.clamp(0.0, (Self::SIDE - 1) as f64) as u8
        };
        [place(x, point[0]), place(y, point[1])]
    }
}

/// A face: two eyes and a mouth.
impl Default for Drawing {
    fn default() -> Self {
        let mouth = (0..13).map(|step: i32| {
            let across = 4 * step - 24;
            [(32 + across) as u8, (14 + across * across / 48) as u8]
        });
        Self(vec![vec![[20, 44]], vec![[44, 44]], mouth.collect()])
    }
}

impl From<Drawing> for String {
    fn from(drawing: Drawing) -> Self {
        let letters = |stroke: &Vec<[u8; 2]>| -> String {
            stroke.iter().flatten().map(|&place| char::from(LETTERS[usize::from(place)])).collect()
        };
        drawing.0.iter().map(letters).collect::<Vec<_>>().join(&LIFT.to_string())
    }
}

impl TryFrom<String> for Drawing {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let place = |letter: u8| LETTERS.iter().position(|known| *known == letter).map(|place| place as u8);
        let stroke = |text: &str| -> Option<Vec<[u8; 2]>> {
            let (pairs, rest) = text.as_bytes().as_chunks::<2>();
            let places = pairs.iter().map(|&[x, y]| Some([place(x)?, place(y)?]));
            if rest.is_empty() { places.collect() } else { None }
        };
        let strokes: Option<Vec<_>> = text.split(LIFT).map(stroke).collect();
        strokes.and_then(Self::new).ok_or_else(|| "not a drawing".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_drawing_survives_a_link_and_junk_is_none() {
        let drawing = Drawing::new(vec![vec![[0, 63], [12, 7]], vec![[63, 0]]]).expect("on the board");
        let text = String::from(drawing.clone());
        assert_eq!(text, "A_MH._A");
        assert_eq!(Drawing::try_from(text), Ok(drawing));
        let long = "AA".repeat(Drawing::MOST_PLACES + 1);
        let many = "AA.".repeat(Drawing::MOST_STROKES) + "AA";
        for junk in ["", "A", "AAA", "AA.", ".AA", "A A", "äA", &long, &many] {
            assert!(Drawing::try_from(junk.to_owned()).is_err(), "{junk}");
        }
        assert_eq!(Drawing::new(vec![vec![[64, 0]]]), None);
    }

    #[test]
    fn places_lie_on_the_board_and_points_off_it_come_to_its_rim() {
        for place in [[0, 0], [31, 40], [63, 63]] {
            assert_eq!(Drawing::place_of(Drawing::in_data_units(place)), place);
        }
        assert_eq!(Drawing::place_of([9.0, -9.0]), [63, 0]);
        assert_eq!(Drawing::place_of([f64::NAN, 0.0])[0], 0);
        let default = Drawing::default();
        assert_eq!(Drawing::new(default.strokes().to_vec()), Some(default));
    }
}
