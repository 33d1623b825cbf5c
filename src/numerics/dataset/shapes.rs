//! The parts of each data set but the two moons, about the origin and within ± 2 along each axis.

use super::part::Part;
use crate::numerics::Point;
use crate::settings::{DataSet, Drawing};
use std::f64::consts::{FRAC_PI_4, PI};

/// Distance between neighbouring kernels of a drawn line, data units: closer than any blur, so that it looks like a line.
const KERNELS_APART: f64 = 0.015;
/// A dot counts as a line of this length, data units.
const DOT: f64 = 0.3;

/// With weights that sum to 1.
pub fn parts(set: DataSet, drawing: &Drawing) -> Vec<(f64, Part)> {
    match set {
        DataSet::TwoMoons => unreachable!("two moons are a law of their own"),
        DataSet::Circles => alike([1.8, 0.9].map(|radius| spiral([radius; 2], [0.0, 2.0 * PI]))),
        DataSet::EightGaussians => {
            let point = |index: usize| {
                let (sin, cos) = (index as f64 * FRAC_PI_4).sin_cos();
                Part::Points(vec![[1.8 * cos, 1.8 * sin]])
            };
            alike((0..8).map(point))
        }
        DataSet::Pinwheel => alike((0..5).map(|arm| {
            let from = 0.4 * PI * f64::from(arm);
            spiral([0.35, 2.0], [from, from + 1.2])
        })),
        DataSet::Spirals => alike([0.0, PI].map(|from| spiral([0.3, 2.0], [from, from + 3.0 * PI]))),
        DataSet::Checkerboard => {
            let dark = (0..16).map(|cell| (cell % 4, cell / 4)).filter(|(x, y)| (x + y) % 2 == 0);
            let square = |(x, y)| Part::Square { corner: [x, y].map(|at| f64::from(at) - 2.0), side: 1.0 };
            alike(dark.map(square))
        }
        DataSet::SwissRoll => alike([spiral([0.6, 2.0], [0.0, 3.0 * PI])]),
        DataSet::Drawn => drawn(drawing),
    }
}

fn spiral(radii: [f64; 2], angles: [f64; 2]) -> Part {
    Part::Spiral { centre: [0.0; 2], radii, angles }
}

/// Equal weights.
fn alike(parts: impl IntoIterator<Item = Part>) -> Vec<(f64, Part)> {
    let parts: Vec<Part> = parts.into_iter().collect();
    let weight = 1.0 / parts.len() as f64;
    parts.into_iter().map(|part| (weight, part)).collect()
}

/// Each stroke with a weight proportional to its length: its kernel density, with kernels evenly along it.
fn drawn(drawing: &Drawing) -> Vec<(f64, Part)> {
    let strokes: Vec<(f64, Part)> = drawing
        .strokes()
        .iter()
        .map(|stroke| {
            let corners: Vec<Point> = stroke.iter().map(|&place| Drawing::in_data_units(place)).collect();
            let points = evenly(&corners);
            (DOT + KERNELS_APART * (points.len() - 1) as f64, Part::Points(points))
        })
        .collect();
    let all: f64 = strokes.iter().map(|(length, _)| length).sum();
    strokes.into_iter().map(|(length, part)| (length / all, part)).collect()
}

/// Points about [`KERNELS_APART`] from each other along a polyline, both ends among them.
fn evenly(corners: &[Point]) -> Vec<Point> {
    let mut points = vec![corners[0]];
    for ends in corners.windows(2) {
        let along = [0, 1].map(|axis| ends[1][axis] - ends[0][axis]);
        let count = (along[0].hypot(along[1]) / KERNELS_APART).ceil().max(1.0);
        let at = |step: usize| [0, 1].map(|axis| ends[0][axis] + along[axis] * step as f64 / count);
        points.extend((1..=count as usize).map(at));
    }
    points
}
