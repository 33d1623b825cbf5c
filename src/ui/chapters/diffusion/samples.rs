//! Samples on their way as comma-separated values: one line a point.

use super::lane::LaneModel;
use super::model::Model;
use super::{clouds, levels};
use crate::protocol::diffusion::{Cloud, Denoiser};
use crate::settings::{DiffusionBeside, DiffusionSettings};
use crate::ui::save::{csv_numbers, csv_words};
use crate::ui::words::diffusion as names;

/// (x, y) is where a point is at noise level t, (`predicted_x`, `predicted_y`) the clean point x̂₀ that its denoiser sees
/// there, and (`x0`, `y0`) where it ends; of noised data, the point it was.
const COLUMNS: &str = "run,what,training_step,point,t,x,y,predicted_x,predicted_y,x0,y0";

/// What the stages show at noise level `t`; none before there is anything.
pub fn text(model: &Model, settings: &DiffusionSettings, t: f32) -> Option<String> {
    let names = names::runs(settings);
    let name = |lane: usize| names.get(lane).copied().unwrap_or_default();
    let samples = model.lanes.iter().enumerate().map(|(index, lane)| samples(name(index), lane, t));
    let mut rows: String = samples.collect();
    if let Some(beside) = model.first().and_then(|lane| lane.beside(settings.beside)) {
        let what = match beside.what {
            DiffusionBeside::Composed => "composition",
            _ => "copies of the training points",
        };
        rows += &sampled("", what, String::new(), &beside.cloud, t);
    }
    if let Some(lane) = model.first().filter(|_| settings.beside == DiffusionBeside::Forward) {
        rows += &noised(lane, t);
    }
    (!rows.is_empty()).then(|| format!("{COLUMNS}\n{rows}"))
}

fn samples(run: &str, lane: &LaneModel, t: f32) -> String {
    let Some(cloud) = lane.cloud() else { return String::new() };
    let (what, step) = match cloud.denoiser {
        Denoiser::Ideal => ("ideal denoiser", String::new()),
        Denoiser::Learned => ("network", cloud.step.to_string()),
    };
    sampled(run, what, step, cloud, t)
}

fn sampled(run: &str, what: &str, step: String, cloud: &Cloud, t: f32) -> String {
    let position = clouds::position_of_time(cloud, t);
    let last = clouds::states(cloud).saturating_sub(1) as f64;
    let points = clouds::points_at(cloud, position);
    let predicted = clouds::clean_at(cloud, position);
    let ends = clouds::points_at(cloud, last);
    let run = csv_words(run);
    let row = |(index, point): (usize, &[f32; 2])| {
        let of = |points: &[[f32; 2]]| points.get(index).copied().unwrap_or([f32::NAN; 2]);
        let numbers =
            [[t, point[0]], [point[1], of(&predicted)[0]], [of(&predicted)[1], of(&ends)[0]]].concat();
        let numbers = csv_numbers(numbers.into_iter().chain([of(&ends)[1]]));
        format!("{run},{what},{step},{},{numbers}\n", index + 1)
    };
    points.iter().enumerate().map(row).collect()
}

fn noised(lane: &LaneModel, t: f32) -> String {
    let (points, clean) =
        lane.reference.as_ref().map(|reference| levels::noised_data(reference, t)).unwrap_or_default();
    let row = |(index, ([x, y], [x0, y0])): (usize, ([f32; 2], [f32; 2]))| {
        format!(",noised data,,{},{}\n", index + 1, csv_numbers([t, x, y, f32::NAN, f32::NAN, x0, y0]))
    };
    points.into_iter().zip(clean).enumerate().map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::diffusion::{Cloud, WALKERS};

    #[test]
    fn every_sample_is_a_line_with_where_it_is_is_said_to_end_and_ends() {
        let (clean, denoiser) = ([1.5, f32::NAN].repeat(2 * WALKERS), Denoiser::Learned);
        let lane = LaneModel::drawn(Cloud { clean, denoiser, step: 70, ..Cloud::default() });
        let model = Model { lanes: vec![lane], ..Model::default() };
        let mut settings =
            DiffusionSettings { beside: DiffusionBeside::Nothing, ..DiffusionSettings::default() };
        assert_eq!(text(&Model::default(), &settings, 1.0), None);
        let csv = text(&model, &settings, 1.0).expect("samples");
        let lines: Vec<&str> = csv.lines().collect();
        assert_eq!((lines.len(), lines[0]), (1 + WALKERS, COLUMNS));
        assert_eq!(lines[1000], ",network,70,1000,1,2.5,0.5,1.5,,1,1");
        settings.beside = DiffusionBeside::Forward;
        let csv = text(&model, &settings, 1.0).expect("samples");
        assert_eq!(csv.lines().last(), Some(",noised data,,1,1,1.5,0.5,,,1,1"));
        let columns = COLUMNS.split(',').count();
        assert!(csv.lines().all(|line| line.split(',').count() == columns));
    }
}
