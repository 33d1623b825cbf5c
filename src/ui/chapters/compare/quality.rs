//! How near to the data each method comes with so many evaluations, whatever it knows or has learned.

use crate::protocol::compare::{CompareRealVsReal, MethodScore};
use crate::settings::{Family, Method, Ticked};
use crate::ui::plot::lines::{Chart, Line, Stroke};
use crate::ui::plot::palette::Palette;
use crate::ui::plot::scale::Rise;
use crate::ui::plot::series::{level, mmd2_axis, real_band};
use crate::ui::words::compare as names;

/// Labels of the axis, and of one that is longer.
const LABELS: &[f64] = &[5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0, 1000.0];
const FEW_LABELS: &[f64] = &[10.0, 100.0, 1000.0, 10000.0];

/// What the chart is drawn from.
pub struct Qualities<'a> {
    pub scores: &'a [MethodScore],
    pub real_vs_real: Option<&'a CompareRealVsReal>,
    pub ticked: &'a Ticked,
    /// The methods of the columns.
    pub columns: [Method; 3],
    pub budget: usize,
}

/// Changes when the chart does.
pub fn version(scores: u32, ticked: &Ticked, columns: &[Method; 3]) -> u64 {
    let bit = |method: &Method| Method::all().position(|other| other == *method).unwrap_or_default();
    let ticks = ticked.methods().iter().fold(0_u64, |bits, method| bits | 1 << bit(method));
    let shown = columns.iter().fold(0_u64, |number, method| number << 4 | bit(method) as u64);
    u64::from(scores) << 32 | ticks << 12 | shown
}

/// Evaluations and mean MMD² of a method at each number of evaluations it is scored at, over sets of samples.
pub fn curve(scores: &[MethodScore], method: Method) -> Vec<(f64, f64)> {
    let of_method = || scores.iter().filter(|set| set.method == method);
    // A denoiser that may take more evaluations than it has steps takes as many as with just enough.
    let allowed = |set: &MethodScore| match method.family() {
        Family::Diffusion => set.within.min(set.evaluations.round() as u32),
        Family::Exact | Family::Energy => set.within,
    };
    let mut within: Vec<u32> = of_method().map(allowed).collect();
    within.sort_unstable();
    within.dedup();
    within
        .into_iter()
        .map(|within| {
            let sets = || of_method().filter(|set| allowed(set) == within);
            let mean = |of: fn(&MethodScore) -> f32| {
                sets().map(of).map(f64::from).sum::<f64>() / sets().count() as f64
            };
            (mean(|set| set.evaluations), mean(|set| set.distances.mmd2_mean()))
        })
        .collect()
}

/// Mean MMD² against evaluations, a line for each method ticked: a colour for each family, thicker where it is a column's.
pub fn quality(of: &Qualities, palette: &Palette) -> Chart {
    let mut seen = [0_usize; 3];
    let mut lines: Vec<Line> = Vec::new();
    for &method in of.ticked.methods() {
        let points = curve(of.scores, method);
        if points.is_empty() {
            continue;
        }
        let own = of.columns.contains(&method);
        let before = &mut seen[method.family() as usize];
        let stroke = match (own, *before % 2) {
            (true, _) => Stroke::Heavy,
            (false, 0) => Stroke::Thick,
            (false, _) => Stroke::Dashed,
        };
        *before += usize::from(!own);
        let colour = palette.family(method.family());
        lines.push(Line { points, colour, stroke, label: Some(names::in_full(method)) });
    }
    let furthest = lines.iter().flat_map(|line| &line.points).map(|point| point.0);
    let most = furthest.fold(of.budget as f64, f64::max).max(2.0 * LABELS[0]);
    let x = [least(&lines).min(LABELS[0]), most];
    if let Some(real_vs_real) = of.real_vs_real {
        lines.push(level(
            x,
            f64::from(real_vs_real.gaussian_baseline.mmd2_mean()),
            palette.gaussian_baseline,
            Some("Gaussian blob"),
        ));
    }
    let real = of.real_vs_real.map(|real_vs_real| f64::from(real_vs_real.mmd2_q95));
    let (rise_y, y) = mmd2_axis(&lines, real);
    Chart {
        x,
        y,
        rise_x: Rise::Log(Some(labels(most))),
        rise_y,
        x_label: Some("evaluations of a gradient or a network by each walker"),
        lines,
        band: real.map(|real| real_band(real, palette)),
        ..Chart::default()
    }
}

/// Those on an axis that ends at `most`: beyond its end they would be written outside of the plot.
fn labels(most: f64) -> &'static [f64] {
    let all = if most > 2000.0 { FEW_LABELS } else { LABELS };
    &all[..all.partition_point(|label| *label <= most)]
}

/// The least number of evaluations, above 0, which has no place on a log axis.
fn least(lines: &[Line]) -> f64 {
    let costs = lines.iter().flat_map(|line| &line.points).map(|point| point.0);
    costs.filter(|cost| *cost >= 1.0).fold(f64::INFINITY, f64::min)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::{DiffusionSampler, Sampler};
    use crate::ui::chapters::compare::model::tests::score;

    const HMC: Method = Method::Exact(Sampler::Hmc);
    const MALA: Method = Method::Exact(Sampler::Mala);
    const DDIM: Method = Method::Diffusion(DiffusionSampler::Ddim);

    fn set(method: Method, within: u32, run: u32, value: f32) -> MethodScore {
        MethodScore { within, evaluations: within as f32, ..score(method, run, value) }
    }

    fn of<'a>(scores: &'a [MethodScore], ticked: &'a Ticked) -> Qualities<'a> {
        Qualities { scores, real_vs_real: None, ticked, columns: [HMC, MALA, DDIM], budget: 500 }
    }

    #[test]
    fn a_curve_is_the_mean_over_sets_at_each_number_of_evaluations() {
        let scores =
            [set(HMC, 100, 0, 0.1), set(HMC, 20, 0, 0.5), set(HMC, 100, 1, 0.3), set(MALA, 5, 0, 9.0)];
        let curve = curve(&scores, HMC);
        assert_eq!(curve.iter().map(|point| point.0).collect::<Vec<_>>(), [20.0, 100.0]);
        assert!((curve[1].1 - 0.2).abs() < 1e-6);
        // A denoiser of 100 steps takes 100 evaluations, whether 100 or 500 are allowed.
        let denoised = [set(DDIM, 100, 0, 0.1), MethodScore { within: 500, ..set(DDIM, 100, 1, 0.3) }];
        assert_eq!(super::curve(&denoised, DDIM).len(), 1);
    }

    #[test]
    fn only_ticked_methods_are_drawn_and_a_columns_own_is_thicker() {
        let scores = [set(HMC, 500, 0, 0.1), set(MALA, 500, 0, -0.1), set(DDIM, 100, 0, 0.01)];
        let mut ticked = Ticked::default();
        ticked.set(DDIM, false);
        let qualities = Qualities { columns: [HMC, HMC, HMC], ..of(&scores, &ticked) };
        let chart = quality(&qualities, &Palette::new(false));
        let drawn: Vec<_> = chart.lines.iter().map(|line| (line.label.as_deref(), line.stroke)).collect();
        assert_eq!(drawn, [(Some("MALA, exact"), Stroke::Thick), (Some("HMC, exact"), Stroke::Heavy)]);
        assert!(
            (chart.lines[0].points[0].1 + 0.1).abs() < 1e-6 && chart.y[0] < -0.1,
            "a score below zero is drawn where it is"
        );
    }

    #[test]
    fn nothing_yet_is_still_a_chart_with_sound_limits_and_the_budget_sets_its_end() {
        let ticked = Ticked::default();
        for budget in [10, 500, 20000] {
            let chart = quality(&Qualities { budget, ..of(&[], &ticked) }, &Palette::new(true));
            assert!(chart.x == [5.0, budget as f64] && chart.y[0] < chart.y[1], "{chart:?}");
            assert!(chart.rise_x.ticks(chart.x).iter().all(|label| *label <= budget as f64));
        }
        let one = [set(DDIM, 1, 0, 0.5)];
        assert_eq!(quality(&of(&one, &ticked), &Palette::new(true)).x[0], 1.0);
    }

    #[test]
    fn another_tick_or_column_is_another_version() {
        let mut ticked = Ticked::default();
        let before = version(3, &ticked, &[HMC, MALA, DDIM]);
        ticked.set(DDIM, false);
        let all = [
            before,
            version(3, &ticked, &[HMC, MALA, DDIM]),
            version(3, &ticked, &[HMC, HMC, DDIM]),
            version(4, &ticked, &[HMC, MALA, DDIM]),
        ];
        for (index, one) in all.iter().enumerate() {
            assert!(!all[..index].contains(one), "{all:?}");
        }
    }
}
