//! The verdict on a comparison: what is trained, then what is scored, then who wins.

use super::models::{about_models, family_word, progress};
use crate::protocol::compare::ModelState;
use crate::settings::{Family, Settings};
use crate::ui::chapter::guide::Advice;
use crate::ui::chapters::compare::activity::Activity;
use crate::ui::chapters::compare::model::Model;
use crate::ui::chapters::compare::{ranking, summary};
use crate::ui::words::compare as names;

/// The advice but for its details.
pub fn verdict(now: &Model, all: &Settings, running: bool) -> Advice {
    if !ranking::is_ranked(&now.models) {
        return untrained(now, running);
    }
    let why = summary::sentence(now, all);
    match summary::best_quality(now, all) {
        _ if !summary::is_measured(now, all) => match now.activity {
            Activity::Done => {
                Advice::open("Too few runs to name a winner", why).change("Score 5 runs of each", "repeats=5")
            }
            Activity::Idle | Activity::Paused | Activity::Failed => {
                Advice::open("The columns are not scored yet", why).go("Compare")
            }
            Activity::Loading | Activity::Training | Activity::Measuring => {
                Advice::open("The columns are still being scored", why)
            }
        },
        Some(family) => Advice::good(format!("{} wins on quality", names::family(family)), why),
        None => {
            let worst = summary::worst_quality(now, all);
            let worst =
                worst.map_or(String::new(), |worst| format!("; {} is clearly worst", summary::called(worst)));
            Advice::open(format!("No column wins on quality{worst}"), why)
        }
    }
}

/// While a model, or both, are to be trained further.
fn untrained(now: &Model, running: bool) -> Advice {
    let models = || [Family::Energy, Family::Diffusion].into_iter().zip(&now.models);
    let unfinished: Vec<_> = models().filter(|(_, model)| !model.is_trained()).collect();
    let begun: Vec<_> = unfinished.iter().copied().filter(|(_, model)| model.steps > 0).collect();
    match (running, &unfinished[..]) {
        (true, _) if !begun.is_empty() => training(now, &begun),
        (true, _) => training(now, &unfinished[..1]),
        (false, _) if !begun.is_empty() => {
            Advice::open("Training stands still", progress(&begun) + ".").go("Train on")
        }
        (false, [(family, _)]) => {
            let verdict = format!("The {} model is not trained yet", family_word(*family));
            Advice::open(verdict, about_models(now)).go("Train and compare")
        }
        _ => Advice::open("Nothing is trained yet", about_models(now)).go("Train and compare"),
    }
}

/// What is trained, how far, and what its columns show meanwhile.
fn training(now: &Model, models: &[(Family, &ModelState)]) -> Advice {
    let verdict = match models {
        [(family, _)] => format!("The {} model is training", family_word(*family)),
        _ => "Both models are training".into(),
    };
    let stands_in =
        |family| now.recordings().any(|column| !column.learned && column.method.family() == family);
    let shown = match (stands_in(Family::Energy), stands_in(Family::Diffusion)) {
        (true, true) => "; two columns show exact answers, not ranked, until both are done.",
        (true, false) => "; the second column shows an exact answer, not ranked, until it is done.",
        (false, true) => "; the third column shows an exact answer, not ranked, until it is done.",
        (false, false) => ".",
    };
    Advice::open(verdict, progress(models) + shown)
}
