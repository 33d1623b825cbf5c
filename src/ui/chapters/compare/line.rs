//! One line of the scoreboard, and its small scale.

use super::ranking::Mark;
use crate::protocol::estimate::Estimate;
use crate::ui::plot::scale::Rise;

/// Its cells, in the order of the columns.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Line {
    pub cells: [Option<Estimate>; 3],
    pub marks: [Mark; 3],
    /// Of real data: what two sets of them stay under 95 times in 100, or what is true.
    pub real: Option<f64>,
    pub gaussian_baseline: Option<f64>,
}

impl Line {
    /// Where band, blob and the mean of a column lie on a small scale, 0 to 1, with room on both sides: linear inside the band
    /// and as far below 0, for what is unbiased may be negative, and logarithmic outside. None while any is not known.
    pub fn gauge(&self, column: usize) -> Option<[f64; 3]> {
        let (band, gaussian_baseline, mean) = (self.real?, self.gaussian_baseline?, self.cells[column]?.mean);
        let rise = Rise::Symlog(band);
        let least = self.cells.iter().flatten().fold(-band, |least, cell| least.min(cell.mean));
        let [low, high] = [least, 10.0 * gaussian_baseline.max(band)].map(|end| rise.height(end));
        let place = |value: f64| ((rise.height(value) - low) / (high - low)).min(1.0);
        (band > 0.0).then(|| [band, gaussian_baseline, mean].map(place))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(mean: f64) -> Option<Estimate> {
        Some(Estimate { mean, standard_error: Some(0.0), least: mean, most: mean, n: 5 })
    }

    #[test]
    fn a_gauge_has_the_band_on_its_left_and_shows_what_is_below_0_where_it_is() {
        let of = |mean| Line {
            cells: [cell(mean), cell(1e-3), cell(2e-4)],
            real: Some(1e-3),
            gaussian_baseline: Some(1e-2),
            ..Line::default()
        };
        let places = |mean| of(mean).gauge(0).expect("all is known");
        let [band, gaussian_baseline, mean] = places(1e-2);
        assert!(
            (band - 0.5).abs() < 1e-9 && (gaussian_baseline - 0.75).abs() < 1e-9 && mean == gaussian_baseline
        );
        assert!((places(-5e-4)[2] - 0.125).abs() < 1e-9 && places(0.0)[2] > places(-5e-4)[2]);
        assert_eq!([-1e-3, -4e-3, 9.0].map(|mean| places(mean)[2]), [0.0, 0.0, 1.0]);
        assert!(of(-4e-3).gauge(1).is_some_and(|places| places[2] > 0.3), "the others make room for it");
        assert_eq!(Line::default().gauge(0), Option::None);
    }
}
