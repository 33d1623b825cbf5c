//! What everything in a run stands on: its data, its noise levels and the exact answer at each of them.

use crate::numerics::Point;
use crate::numerics::buckets::Buckets;
use crate::numerics::dataset::{Law, Standardise, TwoMoons};
use crate::numerics::diffusion::{EmpiricalDenoiser, IdealDenoiser, TrainSet};
use crate::numerics::rng::{Rng, Stream};
use crate::settings::{DataSet, DataSettings, DiffusionSettings, MoonsLayout, StageSquare};
use std::rc::Rc;

pub struct Ground {
    pub seed: u32,
    pub law: Law,
    pub units: Standardise,
    /// What the stage shows, data units.
    pub square: StageSquare,
    /// With the training points, standardised.
    pub train_set: TrainSet,
    pub ideal: IdealDenoiser,
    /// The ideal denoiser of the training points alone.
    pub copier: Rc<EmpiricalDenoiser>,
    /// The training points, data units.
    pub training: Buckets,
}

impl Ground {
    pub fn new(seed: u32, data: &DataSettings, settings: &DiffusionSettings) -> Self {
        let law = Law::new(data, settings.data_noise);
        let units = law.units();
        let square = data.stage();
        let mut rng = Rng::new(seed, Stream::Data);
        // Only of two moons there are points on a grid.
        let (points, classes) = match (data.set, settings.layout) {
            (DataSet::TwoMoons, MoonsLayout::Grid) => {
                TwoMoons { noise: settings.data_noise, gap: data.gap }.grid(settings.points, &mut rng)
            }
            _ => law.labelled(settings.points, &mut rng),
        };
        let training = Buckets::new(&points);
        let data: Vec<Point> = points.into_iter().map(|x| units.to_standard(x)).collect();
        let train_set = TrainSet::new(settings, data, classes);
        let ideal = IdealDenoiser::new(&law, &units, &train_set.path);
        let copier = Rc::new(EmpiricalDenoiser::new(&train_set.data, &train_set.path));
        Self { seed, law, units, square, train_set, ideal, copier, training }
    }

    /// From the standardised units that networks see to data units.
    pub fn to_data_units(&self, x: [f32; 2]) -> [f32; 2] {
        self.units.to_data_units(x.map(f64::from)).map(|coordinate| coordinate as f32)
    }

    /// Points read back as networks see them, `[n, 2]`, in data units.
    pub fn points(&self, standardised: &[f32]) -> Vec<Point> {
        let points = standardised.as_chunks::<2>().0.iter();
        points.map(|x| self.units.to_data_units(x.map(f64::from))).collect()
    }

    /// From data units to those of the exact law at a timestep, x_t / √(a² + b²) standardised; of the data without one.
    pub fn at_level(&self, x: Point, timestep: Option<usize>) -> Point {
        let size = timestep.map_or(1.0, |timestep| self.train_set.path.level(timestep).size());
        self.units.to_standard(x).map(|x| x / size)
    }

    /// From data units to the standardised units that networks see.
    pub fn to_standard(&self, x: Point) -> [f32; 2] {
        self.units.to_standard(x).map(|coordinate| coordinate as f32)
    }
}
