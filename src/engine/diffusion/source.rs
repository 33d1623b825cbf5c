//! Who denoises: the exact answer on the host, or a network on its device; and which moon is asked for.

use crate::engine::device::read_back;
use crate::numerics::Point;
use crate::numerics::compose::CompositionLevels;
use crate::numerics::diffusion::denoiser::{Guide, denoise};
use crate::numerics::diffusion::ideal_denoiser::Answer;
use crate::numerics::diffusion::{Denoised, EmpiricalDenoiser, IdealDenoiser, TrainSet, guidance};
use crate::numerics::nn::FlatNet;
use crate::protocol::diffusion::Denoiser;
use crate::settings::{AskedMoon, DiffusionSettings};
use burn::tensor::{Device, Tensor, TensorData};
use std::rc::Rc;

#[derive(Clone)]
pub enum Source {
    Ideal,
    /// The ideal denoiser of the training points, which knows no classes.
    Copier(Rc<EmpiricalDenoiser>),
    /// The scores of two models composed; it knows no classes.
    Composed(Rc<CompositionLevels>),
    Learned(Box<FlatNet>),
}

/// The class that each of some rows asks for, where the model knows classes.
pub struct Asked {
    classes: Vec<Option<u8>>,
    guide: Option<Guide>,
    weight: f64,
}

impl Asked {
    /// `free` rows that ask for a moon only if all do, then `walkers` that each ask for theirs.
    pub fn new(settings: &DiffusionSettings, free: usize, walkers: usize, device: &Device) -> Self {
        let common = match settings.asked {
            AskedMoon::Both => None,
            AskedMoon::Upper => Some(0),
            AskedMoon::Lower => Some(1),
        };
        let asked = guidance::asked(settings.asked, walkers).into_iter().map(Some);
        let classes: Vec<_> = if settings.conditional {
            std::iter::repeat_n(common, free).chain(asked).collect()
        } else {
            vec![None; free + walkers]
        };
        let guide = settings.conditional.then(|| Guide {
            classes: guidance::tensor(classes.iter().copied(), device),
            weight: settings.guidance,
        });
        Self { classes, guide, weight: settings.guidance }
    }

    /// Without the first `rows`.
    fn after(&self, rows: usize) -> (&[Option<u8>], Option<Guide>) {
        let narrow = |guide: &Guide| {
            let left = self.classes.len() - rows;
            Guide { classes: guide.classes.clone().narrow(0, rows, left), weight: guide.weight }
        };
        (&self.classes[rows..], self.guide.as_ref().map(narrow))
    }
}

impl Source {
    pub fn denoiser(&self) -> Denoiser {
        match self {
            Self::Ideal | Self::Copier(_) | Self::Composed(_) => Denoiser::Ideal,
            Self::Learned(_) => Denoiser::Learned,
        }
    }

    /// The answer for `x` `[rows, 2]` at timestep `t`; of what is asked for, the last `rows` count.
    ///
    /// # Errors
    /// Says in words that the device is lost.
    pub async fn denoise(
        &self,
        train_set: &TrainSet,
        ideal: &IdealDenoiser,
        t: usize,
        x: Tensor<2>,
        asked: &Asked,
    ) -> Result<Denoised, String> {
        let (classes, guide) = asked.after(asked.classes.len() - x.dims()[0]);
        match self {
            Self::Learned(network) => Ok(denoise(network, train_set, t, x, guide.as_ref())),
            Self::Ideal => ideal_answer(ideal, t, x, classes, asked.weight).await,
            Self::Copier(points) => answers(x, |_, x| points.answer(t, x)).await,
            Self::Composed(levels) => answers(x, |_, x| levels.answer(ideal, t, x)).await,
        }
    }
}

/// The exact answer for `x` `[rows, 2]` at timestep `t`, on the host; towards each row's class, if it has one.
///
/// # Errors
/// Says in words that the device is lost.
pub async fn ideal_answer(
    ideal: &IdealDenoiser,
    t: usize,
    x: Tensor<2>,
    classes: &[Option<u8>],
    weight: f64,
) -> Result<Denoised, String> {
    let answer = |row: usize, x| match classes[row] {
        None => ideal.answer(t, x, None),
        Some(class) => ideal.guided(t, x, usize::from(class), weight),
    };
    answers(x, answer).await
}

/// What `answer` says for each row of `x` `[rows, 2]`, on the host.
///
/// # Errors
/// Says in words that the device is lost.
async fn answers(x: Tensor<2>, answer: impl Fn(usize, Point) -> Answer) -> Result<Denoised, String> {
    let (shape, device) = (x.dims(), x.device());
    let mut clean = read_back(x).await?;
    let mut noise = clean.clone();
    let rows = clean.as_chunks_mut::<2>().0.iter_mut().zip(noise.as_chunks_mut::<2>().0);
    for (row, (clean, noise)) in rows.enumerate() {
        let answer = answer(row, clean.map(f64::from));
        *clean = answer.x0.map(|coordinate| coordinate as f32);
        *noise = answer.eps.map(|coordinate| coordinate as f32);
    }
    let tensor = |values: Vec<f32>| Tensor::from_data(TensorData::new(values, shape), &device);
    Ok(Denoised { x0: tensor(clean), eps: tensor(noise) })
}
