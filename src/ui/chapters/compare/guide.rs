//! The guide: a verdict on the comparison, and sentences whose numbers are those of the run.

mod models;
mod verdict;

use super::model::Model;
use crate::protocol::compare::{MethodScore, Origin, Verdict};
use crate::protocol::estimate::Estimate;
use crate::settings::{CompareSettings, CompareStart, DataSettings, Method, Settings};
use crate::ui::chapter::guide::{self, Advice};
use crate::ui::chapter::live::Live;
use crate::ui::chapter::nearness::{Nearness, band_of_mean, nearness};
use crate::ui::store::{Phase, Store};
use crate::ui::words::compare as names;
use crate::ui::words::data_words;
use crate::ui::words::format;
use leptos::prelude::*;
use models::about_models;

/// A share this near to the truth is right.
const NEAR: f64 = 0.05;

#[component]
pub fn Guide() -> impl IntoView {
    let Store { settings, phase, .. } = Store::get();
    let advice = Live::<Model>::get().memo(move |now| {
        let running = phase.with(Phase::trains);
        settings.with(|all| advice(now, all, running))
    });
    view! { <guide::Guide advice/> }
}

/// What it says of a run with these settings.
pub fn advice(now: &Model, all: &Settings, running: bool) -> Advice {
    let told = verdict::verdict(now, all, running);
    let details = sentences(now, &all.compare, &all.data).into_iter().filter(|words| *words != told.why);
    Advice { details: details.collect(), ..told }
}

fn sentences(now: &Model, settings: &CompareSettings, data: &DataSettings) -> Vec<String> {
    let all = [
        Some(about_models(now)),
        about_nearness(now, settings),
        about_start(now, settings, data),
        about_cost(now, settings),
        about_claims(now),
    ];
    all.into_iter().flatten().collect()
}

/// Mean over the sets at the budget.
fn mean(now: &Model, method: Method, of: fn(&MethodScore) -> f32) -> Option<f64> {
    Estimate::of(now.at_budget(method).map(|set| f64::from(of(set)))).map(|estimate| estimate.mean)
}

/// Within a sentence.
fn called(method: Method) -> String {
    names::family(method.family()).to_ascii_lowercase()
}

/// Who comes as near to the data as real data do.
fn about_nearness(now: &Model, settings: &CompareSettings) -> Option<String> {
    let real_vs_real = now.real_vs_real.as_ref()?;
    let methods = settings.columns();
    let scores: Vec<(Estimate, f64)> = methods
        .into_iter()
        .map(|method| {
            let mmd2 = now.at_budget(method).map(|set| f64::from(set.distances.mmd2_mean()));
            Some((Estimate::of(mmd2)?, mean(now, method, |set| set.distances.off_share)?))
        })
        .collect::<Option<_>>()?;
    let (band, gaussian_baseline) =
        (f64::from(real_vs_real.mmd2_q95), f64::from(real_vs_real.gaussian_baseline.mmd2_mean()));
    let listed = |holds: &dyn Fn(&(Estimate, f64)) -> bool| {
        let chosen = methods.into_iter().zip(&scores).filter(|(_, score)| holds(score));
        chosen.map(|(method, _)| called(method)).collect::<Vec<_>>()
    };
    let real_off = f64::from(real_vs_real.off_share);
    let judge = |(mmd2, off): &(Estimate, f64)| nearness(mmd2, *off, settings.walkers, band, real_off);
    let inside = listed(&|score| judge(score) == Nearness::AsReal);
    let too_many_off = listed(&|score| judge(score) == Nearness::TooManyOff);
    let lost = listed(&|(mmd2, _)| mmd2.mean >= gaussian_baseline);
    let runs = scores.iter().map(|(mmd2, _)| mmd2.n).min().unwrap_or(1);
    let band = band_of_mean(band, runs);
    let first = match &inside[..] {
        [] => format!("No column is as near to the data as real data are, MMD² {}.", format::fine(band)),
        [one] => format!(
            "Only {one} is as near to the data as real data are, MMD² {} or less.",
            format::fine(band)
        ),
        all => format!("As near to the data as real data: {}.", all.join(", ")),
    };
    let second = if lost.is_empty() {
        String::new()
    } else {
        format!(" No better than one Gaussian: {}.", lost.join(", "))
    };
    let third = if too_many_off.is_empty() {
        String::new()
    } else {
        format!(" By MMD² as near, but with more points off the data: {}.", too_many_off.join(", "))
    };
    Some(first + &second + &third)
}

/// What the start has done to the shares.
fn about_start(now: &Model, settings: &CompareSettings, data: &DataSettings) -> Option<String> {
    if !data_words::has_parts(data) {
        return None;
    }
    let truth = f64::from(*now.truth().first()?);
    let shares: Vec<(Method, f64)> = settings
        .columns()
        .into_iter()
        .map(|method| Some((method, mean(now, method, |set| set.distances.first_share)?)))
        .collect::<Option<_>>()?;
    let told: Vec<String> = shares
        .iter()
        .map(|(method, share)| format!("{} {}", called(*method), format::percent(*share)))
        .collect();
    let from = match settings.start {
        CompareStart::Noise => "Started from noise".to_owned(),
        CompareStart::OneMode => format!("All started in {}", data_words::the(data, 0)),
    };
    let right = shares.iter().all(|(_, share)| (share - truth).abs() < NEAR);
    let verdict = match (settings.start, right) {
        (CompareStart::Noise, true) => {
            " Noise lands near every part, so this does not show who can cross. Start them all in one part to see."
        }
        (CompareStart::OneMode, true) => " All columns found the rest of the data.",
        (CompareStart::OneMode, false) => " Walkers that cannot cross stay where they started.",
        (CompareStart::Noise, false) => "",
    };
    Some(format!(
        "{from}, these shares end nearest to {}: {} ({} is right).{verdict}",
        data_words::the(data, 0),
        told.join(", "),
        format::percent(truth)
    ))
}

/// What samples have cost, and before them the models.
fn about_cost(now: &Model, settings: &CompareSettings) -> Option<String> {
    let spent: Vec<(String, f64)> = settings
        .columns()
        .into_iter()
        .map(|method| Some((called(method), mean(now, method, |set| set.evaluations)?)))
        .collect::<Option<_>>()?;
    let told: Vec<String> = spent
        .iter()
        .map(|(name, evaluations)| format!("{name} {}", format::count(evaluations.round())))
        .collect();
    let paid = if now.models.iter().any(|model| model.origin == Origin::Exact) {
        "The first column needs no training; the other two do.".to_owned()
    } else {
        let [energy, diffusion] = now.models.map(|model| format::duration(f64::from(model.seconds)));
        format!("Before that, training took {energy} for the energy and {diffusion} for the denoiser.")
    };
    Some(format!("Evaluations of each walker: {}. {paid}", told.join(", ")))
}

/// How many claims hold.
fn about_claims(now: &Model) -> Option<String> {
    let count = |wanted| now.claims.iter().filter(|claim| claim.verdict() == wanted).count();
    let (holds, fails) = (count(Verdict::Holds), count(Verdict::Fails));
    let tested = holds + fails;
    (tested > 0)
        .then(|| format!("Of the story's claims, tested on this run, {holds} of {tested} hold so far."))
}

#[cfg(test)]
mod tests;
