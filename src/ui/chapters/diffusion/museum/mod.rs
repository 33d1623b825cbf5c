//! The museum of bugs of this chapter: what the run's own numbers say of what is on.

pub mod recognise;

use super::model::Model;
use crate::settings::{DiffusionBug, DiffusionSettings, Settings, url};
use crate::ui::chapter::content::content;
use crate::ui::chapter::guide::Advice;
use crate::ui::chapter::live::Live;
use crate::ui::chapter::museum;
use crate::ui::words::controls::option;
use crate::ui::words::format;
use crate::ui::words::language::{Told, number, say, say_with, tell};
use leptos::prelude::*;
use recognise::{Evidence, suspects};

const KEY: &str = "diffusion_bug";

#[component]
pub fn Museum() -> impl IntoView {
    let on = Live::<Model>::get().memo(|now| now.bug.map(|bug| url::name_of(&bug)));
    let told = content(|settings: &Settings, now| told(&settings.diffusion, now));
    view! { <museum::Museum key=KEY on told/> }
}

/// The bugs that the numbers name; none as long as one of them is missing.
pub fn named(settings: &DiffusionSettings, now: &Model) -> Option<Vec<DiffusionBug>> {
    Evidence::of(now).map(|of| suspects(settings, &of))
}

/// The numbers, a sentence each.
fn numbers(of: &Evidence) -> Vec<String> {
    let words = |key: &str, shown: &[(&str, String)]| {
        tell(key, |place| {
            let (_, words) = shown.iter().find(|(name, _)| *name == place)?;
            Some(Told::Words(number(words)))
        })
    };
    let shown = |value: f32, show: fn(f64) -> String| show(f64::from(value));
    let [noise, error] = of.checks.noise;
    let mut all = vec![
        words(
            "museum.prior",
            &[
                ("measured", shown(of.alpha_bar_last, format::small)),
                ("nats", shown(of.prior_kl, format::small)),
            ],
        ),
        words("museum.held", &[("share", shown(of.checks.beyond, format::percent))]),
        words(
            "museum.blob",
            &[("blob", shown(of.blob, format::fine)), ("band", shown(of.band, format::fine))],
        ),
    ];
    if noise.is_finite() {
        all.push(words(
            "museum.noise",
            &[
                ("measured", shown(noise, format::decimals)),
                ("error", shown(error, format::decimals)),
                ("exact", shown(of.exact_noise, format::decimals)),
            ],
        ));
    }
    all
}

fn name(bug: DiffusionBug) -> &'static str {
    option(KEY, &url::name_of(&bug), bug.name())
}

/// What follows of them, where `on` is on.
fn follows(settings: &DiffusionSettings, of: &Evidence, on: DiffusionBug) -> String {
    let named: Vec<_> = suspects(settings, of).into_iter().map(name).collect();
    match on {
        _ if !named.is_empty() => say_with("museum.named", "bug", named.join(", ")),
        _ if on != DiffusionBug::Off && !settings.has(on) => say("museum.unused"),
        DiffusionBug::Unclipped if !of.is_learned => say("museum.train"),
        DiffusionBug::Shifted if !of.has_short_strides => say("museum.strides"),
        _ => say("museum.in-order"),
    }
}

/// The numbers and what follows of them.
fn told(settings: &DiffusionSettings, now: &Model) -> Vec<String> {
    let Some((of, on)) = Evidence::of(now).zip(now.bug) else { return vec![say("museum.wait")] };
    let mut told = numbers(&of);
    told.push(follows(settings, &of, on));
    told
}

/// What the guide says where a bug is on or may be: the numbers, and of a hidden one nothing else.
pub fn advice(settings: &DiffusionSettings, now: &Model) -> Option<Advice> {
    let of = Evidence::of(now)?;
    let mut details = numbers(&of);
    let why = details.remove(0);
    let advice = match settings.bug {
        DiffusionBug::Hidden => Advice::open(say("museum.find"), why),
        bug if settings.has(bug) => Advice::bad(say_with("museum.on", "bug", name(bug)), why),
        _ => return None,
    };
    Some(Advice { details, ..advice })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::diffusion::Checks;
    use crate::settings::Clip;

    fn evidence() -> Evidence {
        Evidence {
            alpha_bar_last: 0.19,
            prior_kl: 0.05,
            checks: Checks { noise: [0.2, 0.002], beyond: 0.0 },
            exact_noise: 0.202,
            has_short_strides: true,
            is_learned: false,
            blob: 0.03,
            band: 0.001,
        }
    }

    #[test]
    fn the_answer_has_the_runs_numbers_and_the_bug_they_name() {
        let (settings, of) = (DiffusionSettings::default(), evidence());
        let words = numbers(&of).join(" ");
        for part in ["0.190", "0.200 ± 0.002", "exactly 0.202", "0.0\u{a0}%", "0.03000"] {
            assert!(words.contains(part), "{part} is not in “{words}”");
        }
        assert!(follows(&settings, &of, DiffusionBug::BetaClipped).contains("β capped"));
        let healthy = Evidence { alpha_bar_last: 0.0, ..of };
        assert!(follows(&settings, &healthy, DiffusionBug::Off).contains("in order"));
        assert!(follows(&settings, &healthy, DiffusionBug::Unclipped).contains("Train"));
        let strides = Evidence { has_short_strides: false, ..healthy };
        assert!(follows(&settings, &strides, DiffusionBug::Shifted).contains("steps"));
        let unclipped = DiffusionSettings { clip: Clip::Off, ..settings };
        assert!(follows(&unclipped, &healthy, DiffusionBug::Unclipped).contains("nothing under"));
        assert_eq!(told(&unclipped, &Model::default()).len(), 1);
        assert_eq!(advice(&unclipped, &Model::default()), None);
    }
}
