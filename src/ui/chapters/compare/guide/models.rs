//! What the guide says of the two models: what stands in for what, and how far they are trained.

use crate::protocol::compare::{ModelState, Recording};
use crate::settings::Family;
use crate::ui::chapters::compare::model::Model;
use crate::ui::words::data_words;
use crate::ui::words::format;

/// What stands in for what.
pub fn about_models(now: &Model) -> String {
    // Walkers of a run that is over may still be on the stage.
    let learned = |family: Family| {
        let model = &now.models[usize::from(family == Family::Diffusion)];
        let shown = |column: &Recording| column.method.family() == family && column.learned;
        model.steps > 0 && now.recordings().any(shown)
    };
    match (learned(Family::Energy), learned(Family::Diffusion)) {
        (false, false) => "The exact density stands in for the energy, and the exact denoiser for the network, as if both \
                           models were perfect."
            .into(),
        (true, true) => "The first column knows the density; the second has learned an energy from the data and the third a \
                         denoiser, from as many examples."
            .into(),
        (energy, _) => {
            let (which, other) = if energy { ("energy", "denoiser") } else { ("denoiser", "energy") };
            format!("The {which} is a learned one; the exact {other} still stands in for the other.")
        }
    }
}

/// Within a sentence.
pub fn family_word(family: Family) -> &'static str {
    if family == Family::Energy { "energy" } else { "diffusion" }
}

/// “The energy model has 30 of 100 steps”.
pub fn progress(models: &[(Family, &ModelState)]) -> String {
    let told = models.iter().map(|(family, model)| {
        let [steps, goal] = [model.steps, model.goal].map(|count| format::count(f64::from(count)));
        format!("the {} model has {steps} of {goal} steps", family_word(*family))
    });
    data_words::capital(&told.collect::<Vec<_>>().join(", "))
}
