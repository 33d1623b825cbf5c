//! What held-out points are worth to a trained denoiser, beside the most that any model can give them.

use crate::common::diffusion_model::Model;
use mcmc_to_diffusion::numerics::density::{DataDensity, LogDensity};
use mcmc_to_diffusion::numerics::estimate::Estimate;
use mcmc_to_diffusion::numerics::{Rng, Stream};
use mcmc_to_diffusion::settings::{Clip, DiffusionSettings};

const POINTS: usize = 1000;

#[test]
fn a_trained_denoiser_comes_near_the_entropy_and_a_hardly_trained_or_unclipped_one_does_not() {
    let default = DiffusionSettings::default();
    let unclipped = DiffusionSettings { clip: Clip::Off, ..default.clone() };
    let lost = |model: &Model, settings: &DiffusionSettings| {
        let points = model.law.independent(POINTS, &mut Rng::new(1, Stream::FreshData));
        let density = DataDensity::new(&model.law);
        let found = model.log_densities(settings, &points);
        // Point by point: what is lost has a smaller error than what is left.
        let lost = found.iter().zip(&points).map(|(found, x)| density.log_density(x) - found);
        let lost = Estimate::mean(lost);
        println!("{:?}: {lost:.4?} nats a point lost", settings.clip);
        lost
    };
    let (trained, hardly) = (Model::trained(&default, 1), Model::train(&default, 1, 100));
    let good = lost(&trained, &default);
    assert!(good.value > 3.0 * good.error && good.value < 0.15, "{good:?}");
    let bad = lost(&hardly, &default);
    assert!(bad.value > 0.4, "{bad:?}");
    let unclipped = lost(&trained, &unclipped);
    assert!(unclipped.value > 2.0 * good.value, "{unclipped:?}");
}
