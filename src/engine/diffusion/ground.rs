//! What everything in a run stands on: its data, its noise levels and the exact answer at each of them.

use crate::numerics::Point;
use crate::numerics::dataset::{Standardise, TwoMoons};
use crate::numerics::diffusion::IdealDenoiser;
use crate::numerics::diffusion::trainer::Course;
use crate::numerics::noise::{Noise, Stream};
use crate::settings::{DiffusionSettings, MoonsLayout, StageSquare, Target};

pub struct Ground {
    pub seed: u32,
    pub moons: TwoMoons,
    pub units: Standardise,
    /// What the stage shows, data units.
    pub square: StageSquare,
    /// With the training points, standardised.
    pub course: Course,
    pub ideal: IdealDenoiser,
}

impl Ground {
    pub fn new(seed: u32, settings: &DiffusionSettings) -> Self {
        let moons = TwoMoons { noise: settings.data_noise };
        let units = Standardise::of(&moons);
        let mut noise = Noise::new(seed, Stream::Data);
        let (data, classes) = match settings.layout {
            MoonsLayout::Independent => moons.labelled(settings.points, &mut noise),
            MoonsLayout::Grid => moons.grid(settings.points, &mut noise),
        };
        let data = data.into_iter().map(|x| units.to_standard(x)).collect();
        let course = Course::new(settings, data, classes);
        let ideal = IdealDenoiser::new(&moons, &units, &course.path);
        Self { seed, moons, units, square: Target::TwoMoons.stage(), course, ideal }
    }

    /// From the standardised units that networks see to data units.
    pub fn to_data_units(&self, x: [f32; 2]) -> [f32; 2] {
        self.units.to_data_units(x.map(f64::from)).map(|coordinate| coordinate as f32)
    }

    /// From data units to the standardised units that networks see.
    pub fn to_standard(&self, x: Point) -> [f32; 2] {
        self.units.to_standard(x).map(|coordinate| coordinate as f32)
    }
}
