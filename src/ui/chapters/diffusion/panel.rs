//! What is to be said of some settings.

use super::describe;
use super::model::Model;
use super::museum::Museum;
use crate::settings::{DiffusionSettings, Fork, Prediction};
use crate::ui::chapter::live::Live;
use crate::ui::store::Store;
use crate::ui::words::data_words;
use crate::ui::words::diffusion as names;
use leptos::prelude::*;

/// What the sampler chosen comes to.
fn about_sampler(settings: &DiffusionSettings) -> String {
    let evaluations = match settings.evaluations() {
        1 => "1 network evaluation a sample".to_owned(),
        count => format!("{count} network evaluations a sample"),
    };
    let twice = if settings.guides() { ", with the class and without" } else { "" };
    let used = settings.sampler_in_use();
    let instead = if used == settings.sampler {
        String::new()
    } else {
        format!("Straight paths need Euler or Heun, so {} is used. ", used.name())
    };
    let capped = if settings.sampler_steps > settings.timesteps {
        format!(" There are no more steps than noise levels, T = {}.", settings.timesteps)
    } else {
        String::new()
    };
    format!("{instead}{evaluations}{twice}.{capped}")
}

fn about_guidance(settings: &DiffusionSettings) -> &'static str {
    match settings.guidance {
        _ if !settings.conditional => "",
        0.0 => "The class is ignored.",
        1.0 => "The class is asked for and not exaggerated.",
        ..1.0 => "Between no class and the class.",
        _ => "Above 1, what sets the class apart is exaggerated.",
    }
}

fn about_fork(settings: &DiffusionSettings) -> String {
    let names = names::runs(settings);
    let [first, second] = &names[..] else { return String::new() };
    if settings.fork == Fork::Schedule && settings.prediction == Prediction::Flow {
        return "Flow matching has no schedule, so both runs are the same.".into();
    }
    format!("From the same seed: {first} on the left, {second} on the right.")
}

/// A line under a control that changes with the settings.
#[component]
fn Remark(id: &'static str, of: fn(&DiffusionSettings) -> String) -> impl IntoView {
    let store = Store::get();
    let words = Memo::new(move |_| store.settings.with(|settings| of(&settings.diffusion_in_use())));
    view! { <p class="remark" data-testid=id>{words}</p> }
}

/// What samples of the composition come to, beside what they should be.
#[component]
fn Composed() -> impl IntoView {
    let words = Live::<Model>::get().memo(|now| match data_words::has_parts(&now.data) {
        true => describe::composition(now),
        false => String::new(),
    });
    view! { <p class="remark" data-testid="about-composition">{words}</p> }
}

pub fn remarks(key: &str) -> Option<AnyView> {
    let remark = |id, of: fn(&DiffusionSettings) -> String| Some(view! { <Remark id of/> }.into_any());
    match key {
        "diffusion_sampler" => remark("evaluations", about_sampler),
        "corrector" => Some(view! { <Composed/> }.into_any()),
        "fork" => remark("about-fork", about_fork),
        "guidance" => remark("about-guidance", |settings| about_guidance(settings).to_owned()),
        "diffusion_bug" => Some(view! { <Museum/> }.into_any()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::{DataSet, DiffusionBeside, DiffusionSampler, Settings, find};

    #[test]
    fn what_does_nothing_is_greyed_with_the_reason() {
        let mut all = Settings::default();
        let why_not = |key, settings: &Settings| find(key).expect("a setting").why_not(settings);
        let greyed = |settings: &Settings| {
            ["schedule", "eta", "asked", "guidance"].map(|key| !why_not(key, settings).is_empty())
        };
        assert_eq!(greyed(&all), [false, true, true, true]);
        all.diffusion.sampler = DiffusionSampler::Ddim;
        assert_eq!(greyed(&all), [false, false, true, true]);
        all.diffusion.prediction = Prediction::Flow;
        all.diffusion.conditional = true;
        all.diffusion.beside = DiffusionBeside::Fork;
        assert_eq!(greyed(&all), [true, true, false, false]);
        assert!(about_fork(&all.diffusion).contains("both runs are the same"));
        let data_greyed = |settings: &Settings| {
            ["conditional", "guidance", "layout"].map(|key| !why_not(key, settings).is_empty())
        };
        assert_eq!(data_greyed(&all), [false; 3]);
        all.data.set = DataSet::Circles;
        assert_eq!(data_greyed(&all), [false, false, true]);
        for set in [DataSet::Pinwheel, DataSet::SwissRoll] {
            all.data.set = set;
            assert_eq!(data_greyed(&all), [true; 3]);
        }
    }

    #[test]
    fn the_sampler_in_use_and_its_cost_are_told() {
        let mut settings = DiffusionSettings { sampler_steps: 10, ..DiffusionSettings::default() };
        assert_eq!(about_sampler(&settings), "10 network evaluations a sample.");
        settings.prediction = Prediction::Flow;
        assert!(about_sampler(&settings).contains("Euler is used. 10"));
        settings.sampler = DiffusionSampler::Heun;
        assert_eq!(about_sampler(&settings), "19 network evaluations a sample.");
        (settings.conditional, settings.guidance) = (true, 2.0);
        assert_eq!(about_sampler(&settings), "38 network evaluations a sample, with the class and without.");
        settings = DiffusionSettings { sampler_steps: 1, ..DiffusionSettings::default() };
        assert_eq!(about_sampler(&settings), "1 network evaluation a sample.");
        settings = DiffusionSettings { sampler_steps: 100, timesteps: 20, ..DiffusionSettings::default() };
        assert!(
            about_sampler(&settings).starts_with("20 network evaluations a sample. There are no more steps")
        );
    }
}
