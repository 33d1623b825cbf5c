//! A learned energy as a density on the host, so that every sampler of known densities samples it too.

use crate::numerics::Point;
use crate::numerics::density::{DataDensity, Formula, Landscape};
use crate::numerics::kernel::Plan;
use crate::numerics::kernel::lanes::Lanes;
use crate::numerics::kernel::net::{Net, Purpose};
use std::cell::RefCell;
use std::rc::Rc;

/// log p = −E / `divisor`, up to log Z; as exact as the network was trained, in f32.
pub struct NetDensity {
    /// With room for the points that it is asked about.
    net: RefCell<Net>,
    divisor: f64,
}

impl NetDensity {
    /// From the weights of an energy network, in the order of [`Plan::layers`], with the features that its points share.
    ///
    /// # Panics
    /// If there are more or fewer than the network has.
    pub fn new(plan: &Plan, weights: &[f32], features: &[f32], divisor: f64) -> Self {
        let net = Net::new(*plan, weights, Purpose::Inputs, [features].into_iter());
        Self { net: RefCell::new(net), divisor }
    }
}

/// A learned energy with the landscape of its data.
pub struct LearnedDensity {
    net: NetDensity,
    /// Says where the modes of the data are.
    data: Rc<DataDensity>,
}

impl LearnedDensity {
    /// From the weights of an energy network of the plane, in the order of [`Plan::layers`].
    ///
    /// # Panics
    /// If there are more or fewer than the network has.
    pub fn new(plan: &Plan, weights: &[f32], data: Rc<DataDensity>) -> Self {
        Self { net: NetDensity::new(plan, weights, &[], 1.0), data }
    }
}

/// −E(x) and −∇E(x), up to log Z.
impl Formula for LearnedDensity {
    fn at<const N: usize>(&self, x: [Lanes<N>; 2]) -> (Lanes<N>, [Lanes<N>; 2]) {
        self.net.at(x)
    }
}

/// −E / divisor and its gradient.
impl Formula for NetDensity {
    fn at<const N: usize>(&self, [x, y]: [Lanes<N>; 2]) -> (Lanes<N>, [Lanes<N>; 2]) {
        let mut net = self.net.borrow_mut();
        for lane in 0..N {
            net.input.row_mut(lane)[..2].copy_from_slice(&[x.0[lane] as f32, y.0[lane] as f32]);
        }
        let mut answers = [Lanes::splat(0.0); 3];
        for (lane, answer) in net.energies_and_gradients(N).enumerate() {
            for (to, part) in answers.iter_mut().zip(answer) {
                to.0[lane] = -f64::from(part) / self.divisor;
            }
        }
        let [log_density, x, y] = answers;
        (log_density, [x, y])
    }
}

/// The modes of the data: the model's modes are held against them.
impl Landscape for LearnedDensity {
    fn modes(&self) -> Vec<String> {
        self.data.modes()
    }

    fn mode_of(&self, x: &Point) -> usize {
        self.data.mode_of(x)
    }

    fn heart(&self, mode: usize) -> Point {
        self.data.heart(mode)
    }

    fn along(&self, x: &Point) -> Option<f64> {
        self.data.along(x)
    }
}
