//! “What to look for”: a few sentences whose numbers are those of the run.

use super::model::Model;
use crate::protocol::compare::{MethodScore, Origin, Recording, Verdict};
use crate::protocol::estimate::Estimate;
use crate::settings::{CompareSettings, CompareStart, DataSettings, Family, Method};
use crate::ui::chapter::guide;
use crate::ui::chapter::live::Live;
use crate::ui::chapter::nearness::{Nearness, band_of_mean, nearness};
use crate::ui::store::Store;
use crate::ui::words::compare as names;
use crate::ui::words::data_words;
use crate::ui::words::format;
use leptos::prelude::*;

/// A share this near to the truth is right.
const NEAR: f64 = 0.05;

#[component]
pub fn Guide() -> impl IntoView {
    let settings = Store::get().settings;
    let sentences =
        Live::<Model>::get().memo(move |now| settings.with(|all| sentences(now, &all.compare, &all.data)));
    view! { <guide::Guide sentences/> }
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

/// What stands in for what.
fn about_models(now: &Model) -> String {
    let learned = |family: Family| {
        now.recordings().any(|column: &Recording| column.method.family() == family && column.learned)
    };
    match (learned(Family::Energy), learned(Family::Diffusion)) {
        (false, false) => "Nothing is learned yet: the exact density stands in for the energy and the exact denoiser for \
                           the network, as perfect models would be."
            .into(),
        (true, true) => "The first column knows the density; the second has learned an energy from the data and the third a \
                         denoiser, from as many examples."
            .into(),
        (energy, _) => {
            let (which, other) = if energy { ("energy", "denoiser") } else { ("denoiser", "energy") };
            format!("The {which} is learned; the exact {other} still stands in for the other model.")
        }
    }
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
            " Noise lands near every part, so this does not yet tell who can cross: start them all in one."
        }
        (CompareStart::OneMode, true) => " All found the rest of the data.",
        (CompareStart::OneMode, false) => " Who cannot cross stays where it started.",
        (CompareStart::Noise, false) => "",
    };
    Some(format!(
        "{from}, so many end nearest to {}: {} ({} is true).{verdict}",
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
        "The first column pays for nothing else; the other two have to be trained first.".to_owned()
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
mod tests {
    use super::super::model::tests::{HMC, LANGEVIN, score};
    use super::*;
    use crate::protocol::compare::{Claim, ClaimKind, CompareRealVsReal, ModelState};
    use crate::protocol::exact::Exact;
    use crate::settings::DiffusionSampler;
    use std::sync::Arc;

    const DDPM: Method = Method::Diffusion(DiffusionSampler::Ddpm);

    fn now() -> Model {
        let of = |method, value: f32, first: f32| {
            let mut set = score(method, 0, value);
            set.distances.first_share = first;
            set
        };
        let mut real_vs_real = CompareRealVsReal { mmd2_q95: 0.001, ..CompareRealVsReal::default() };
        real_vs_real.gaussian_baseline.mmd2 = [0.01; 4];
        Model {
            scores: Arc::new(vec![of(HMC, 0.0005, 0.5), of(LANGEVIN, 0.05, 0.9), of(DDPM, 0.002, 0.51)]),
            real_vs_real: Some(real_vs_real),
            reference: Some(Exact { shares: vec![0.5, 0.5], ..Exact::default() }),
            ..Model::default()
        }
    }

    #[test]
    fn before_anything_is_measured_only_what_stands_in_is_told() {
        let words = sentences(&Model::default(), &CompareSettings::default(), &DataSettings::default());
        assert_eq!(words.len(), 1);
        assert!(words[0].starts_with("Nothing is learned yet"), "{words:?}");
    }

    #[test]
    fn nearness_cost_and_shares_are_told_of_each_column() {
        let mut settings = CompareSettings::default();
        let words = sentences(&now(), &settings, &DataSettings::default()).join(" ");
        assert!(words.contains("Only exact density is as near"), "{words}");
        assert!(words.contains("No better than one Gaussian: learned energy"), "{words}");
        assert!(
            words.contains("learned energy 90") && words.contains("Evaluations of each walker"),
            "{words}"
        );
        settings.start = CompareStart::OneMode;
        let words = sentences(&now(), &settings, &DataSettings::default()).join(" ");
        assert!(
            words.contains("All started in the upper moon") && words.contains("stays where it started"),
            "{words}"
        );
    }

    #[test]
    fn what_training_took_is_told_once_both_models_are_trained() {
        let settings = CompareSettings::default();
        let mut now = now();
        let of = |now: &Model| about_cost(now, &settings).expect("all columns are scored");
        assert!(of(&now).contains("have to be trained first"), "{}", of(&now));
        now.models = [28.0, 4.0].map(|seconds| ModelState {
            origin: Origin::Trained,
            seconds,
            ..ModelState::default()
        });
        assert!(of(&now).contains("took 28 s for the energy and 4 s for the denoiser"), "{}", of(&now));
    }

    #[test]
    fn claims_are_counted() {
        let claim = |kind, low, high| Claim {
            kind,
            one: 1.0,
            two: 1.0,
            effect: low,
            low,
            high,
            walkers: 1,
            evaluations: 1,
            why_not: None,
        };
        let mut now = now();
        now.claims = vec![claim(ClaimKind::HmcExploresBetter, 2.0, 3.0)];
        assert!(about_claims(&now).is_some_and(|words| words.contains("1 of 1 hold")));
        now.claims.push(claim(ClaimKind::NeitherCrosses, 0.5, 0.9));
        assert!(about_claims(&now).is_some_and(|words| words.contains("1 of 2 hold")));
    }
}
