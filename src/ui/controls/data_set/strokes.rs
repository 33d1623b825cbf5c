//! A stroke of the pen on its way into a drawing: thinned until the drawing fits a link.

use crate::settings::Drawing;

pub type Place = [u8; 2];

/// Places of a stroke under way: one that goes on and on loses its finest bends meanwhile.
const LONGEST: usize = 1000;
/// A place nearer than this to the line between its neighbours says nothing that the board's own grid has not lost.
const SLIGHT: f64 = 0.6;

/// Takes a stroke on to a place, unless it is there already.
pub fn carry_on(stroke: &mut Vec<Place>, to: Place) {
    if stroke.last() != Some(&to) {
        stroke.push(to);
    }
    if stroke.len() > LONGEST {
        *stroke = thinned(stroke, LONGEST / 2);
    }
}

/// The drawing with a stroke more; the face that stands for a drawing makes way for the first. None if there is no room.
pub fn with(drawing: &Drawing, stroke: &[Place]) -> Option<Drawing> {
    let mut strokes = shown_beside_pen(drawing).to_vec();
    let room = Drawing::MOST_PLACES - strokes.iter().map(Vec::len).sum::<usize>();
    // A line has two ends.
    if room < stroke.len().min(2) {
        return None;
    }
    strokes.push(thinned(stroke, room));
    Drawing::new(strokes)
}

/// The drawing without its newest stroke; the face again where that was the only one.
pub fn without_newest(drawing: &Drawing) -> Drawing {
    let strokes = drawing.strokes();
    Drawing::new(strokes[..strokes.len() - 1].to_vec()).unwrap_or_default()
}

/// What stays on the board while a stroke is drawn.
pub fn shown_beside_pen(drawing: &Drawing) -> &[Vec<Place>] {
    if *drawing == Drawing::default() { &[] } else { drawing.strokes() }
}

/// The stroke through as few of its places as tell it, and no more than `most`, at least two (Ramer, Douglas & Peucker).
fn thinned(stroke: &[Place], most: usize) -> Vec<Place> {
    let Some(first) = stroke.first() else { return Vec::new() };
    let mut slight = SLIGHT;
    loop {
        let mut kept = vec![*first];
        keep(stroke, slight, &mut kept);
        if kept.len() <= most.max(2) {
            return kept;
        }
        slight *= 1.3;
    }
}

/// Adds what is to be kept of a stroke but its first place.
fn keep(stroke: &[Place], slight: f64, kept: &mut Vec<Place>) {
    let [first, .., last] = stroke else { return };
    let far = |index: usize| distance(stroke[index], *first, *last);
    let bend = (1..stroke.len() - 1).max_by(|&one, &other| far(one).total_cmp(&far(other)));
    match bend.filter(|&bend| far(bend) > slight) {
        Some(bend) => {
            keep(&stroke[..=bend], slight, kept);
            keep(&stroke[bend..], slight, kept);
        }
        None => kept.push(*last),
    }
}

/// Of a place from a straight line between two others.
fn distance(place: Place, from: Place, to: Place) -> f64 {
    let along = |axis: usize| f64::from(to[axis]) - f64::from(from[axis]);
    let off = |axis: usize| f64::from(place[axis]) - f64::from(from[axis]);
    let length = along(0).powi(2) + along(1).powi(2);
    let product = off(0) * along(0) + off(1) * along(1);
    let share = if length > 0.0 { (product / length).clamp(0.0, 1.0) } else { 0.0 };
    (off(0) - share * along(0)).hypot(off(1) - share * along(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A spiral that bends everywhere.
    fn scribble(places: usize) -> Vec<Place> {
        let mut stroke = Vec::new();
        for step in 0..places {
            let (angle, radius) = (0.35 * step as f64, 3.0 + 28.0 * step as f64 / places as f64);
            let along = |turn: f64| (32.0 + radius * turn).round() as u8;
            carry_on(&mut stroke, [along(angle.cos()), along(angle.sin())]);
        }
        stroke
    }

    #[test]
    fn a_pen_that_rests_adds_nothing_and_a_straight_line_is_two_places() {
        let mut stroke = Vec::new();
        for x in 0..40 {
            carry_on(&mut stroke, [x, x / 2]);
            carry_on(&mut stroke, [x, x / 2]);
        }
        assert_eq!(stroke.len(), 40);
        assert_eq!(thinned(&stroke, 100), [[0, 0], [39, 19]]);
    }

    #[test]
    fn corners_are_kept_and_a_closed_stroke_stays_closed() {
        let square = [[0, 0], [5, 0], [10, 0], [10, 10], [0, 10], [0, 0]];
        assert_eq!(thinned(&square, 100), [[0, 0], [10, 0], [10, 10], [0, 10], [0, 0]]);
        assert_eq!(thinned(&[[7, 7]], 100), [[7, 7]]);
    }

    #[test]
    fn whatever_is_drawn_fits_a_link() {
        let mut stroke = scribble(5000);
        assert!(stroke.len() <= LONGEST);
        let mut drawing = with(&Drawing::default(), &stroke).expect("there is room");
        assert_eq!(drawing.strokes().len(), 1, "the face has made way");
        stroke = scribble(150);
        while let Some(more) = with(&drawing, &stroke) {
            drawing = more;
            assert!(drawing.strokes().iter().all(|stroke| stroke.len() >= 2));
        }
        assert!(drawing.strokes().iter().map(Vec::len).sum::<usize>() <= Drawing::MOST_PLACES);
        let mut dots = with(&Drawing::default(), &[[1, 1]]).expect("there is room");
        for x in 1..Drawing::MOST_STROKES {
            dots = with(&dots, &[[x as u8, 9]]).expect("there is room");
        }
        assert_eq!(with(&dots, &[[50, 50]]), None, "no more strokes");
    }

    #[test]
    fn undoing_the_only_stroke_brings_the_face_back() {
        let one = with(&Drawing::default(), &[[1, 1], [9, 9]]).expect("there is room");
        let two = with(&one, &[[20, 20]]).expect("there is room");
        assert_eq!(without_newest(&two), one);
        assert_eq!(without_newest(&one), Drawing::default());
    }
}
