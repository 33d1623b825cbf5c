//! The compositions that a reader can choose.

use super::composed::Composition;
use super::factor::Factor;
use crate::numerics::dataset::Law;
use crate::numerics::density::HalfPlane;
use crate::settings::Compose;
use std::f64::consts::FRAC_PI_6;

/// What data of this law are composed with, and how. Places and widths are relative to where the data are and how far they spread.
pub fn chosen(compose: Compose, law: &Law) -> (Factor, Composition) {
    let units = law.units();
    let spread = 0.5 * (units.std[0] + units.std[1]);
    let blob = |width: f64| Factor::gaussians(&[units.to_data_units([-0.6, 1.5])], width * spread);
    match compose {
        Compose::HalfPlane => {
            // Of two moons it keeps a quarter.
            let edge = HalfPlane::through(units.to_data_units([0.5, 0.5]), FRAC_PI_6, 0.44 * spread);
            (Factor::HalfPlane(edge), Composition::Product)
        }
        Compose::Ring => {
            let centre = units.to_data_units([-0.8, -0.1]);
            (Factor::ring(centre, 1.5 * spread, 0.44 * spread), Composition::Product)
        }
        Compose::Without => (blob(0.74), Composition::Negation { power: 0.5 }),
        Compose::Either => (blob(0.44), Composition::Mixture { share: 0.4 }),
    }
}
