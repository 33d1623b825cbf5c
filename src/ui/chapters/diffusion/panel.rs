//! The settings: the few that matter now, and the rest behind “More”.

use crate::settings::range::DIFFUSION;
use crate::settings::{
    DataSet, DiffusionBeside, DiffusionSampler, DiffusionSettings, Fork, Prediction, Settings,
};
use crate::ui::controls::choice::Choice;
use crate::ui::controls::data_set::DataSetControl;
use crate::ui::controls::number::NumberSlider;
use crate::ui::controls::seed::Seed;
use crate::ui::controls::settings_panel::{More, SettingsPanel};
use crate::ui::controls::speed::Speed;
use crate::ui::controls::switch::Switch;
use crate::ui::store::Store;
use crate::ui::words::data_words;
use crate::ui::words::diffusion as names;
use leptos::prelude::*;

/// Numbers that are always in sight.
const FIRST: [&str; 3] = ["learning_rate", "batch_size", "sampler_steps"];
/// Beside the data set that it blurs.
const SIGMA: &str = "data_noise";
/// Numbers that have a place of their own.
const PLACED: [&str; 3] = [SIGMA, "eta", "guidance"];

/// Why a setting does nothing under the others; empty where it does.
fn why_not(key: &str, all: &Settings) -> &'static str {
    let (settings, data) = (&all.diffusion, &all.data);
    match key {
        "schedule" if settings.prediction == Prediction::Flow => {
            "Flow matching has straight paths in place of a schedule."
        }
        "eta" if settings.sampler_in_use() != DiffusionSampler::Ddim => "Only DDIM has it.",
        "conditional" | "asked" | "guidance" if !data_words::has_parts(data) => {
            "These data are of one piece: there are no classes."
        }
        "conditional" | "asked" | "guidance" if !data.has_two_classes() => {
            "These data have more than two parts; the network can be told of two classes."
        }
        "asked" | "guidance" if !settings.conditional => "The network is not told the class of a point.",
        "layout" if data.set != DataSet::TwoMoons => "Only two moons have an even grid.",
        "fork" if settings.beside != DiffusionBeside::Fork => "There is no second run.",
        _ => "",
    }
}

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
        format!("Straight paths are walked by Euler or Heun: {} is used. ", names::sampler(used))
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
        1.0 => "The class is asked for, no more.",
        ..1.0 => "Between no class and the class.",
        _ => "More than the class: what tells it from no class is exaggerated.",
    }
}

fn about_fork(settings: &DiffusionSettings) -> String {
    let names = names::runs(settings);
    let [first, second] = &names[..] else { return String::new() };
    if settings.fork == Fork::Schedule && settings.prediction == Prediction::Flow {
        return "Flow matching has no schedule: both runs are the same.".into();
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

#[component]
pub fn Panel() -> impl IntoView {
    let store = Store::get();
    let reason = move |key: &'static str| {
        Signal::from(Memo::new(move |_| store.settings.with(|settings| why_not(key, settings))))
    };
    let numbers = move |chosen: fn(&str) -> bool| {
        let chosen = DIFFUSION.iter().filter(move |number| chosen(number.key));
        chosen.map(|number| view! { <NumberSlider number why_not=reason(number.key)/> }).collect_view()
    };
    view! {
        <SettingsPanel reset=|settings| settings.diffusion = DiffusionSettings::default()>
            <div class="controls">
                <DataSetControl/>
                {numbers(|key| key == SIGMA)}
                <Choice id="set-network" label="Network" options=names::NETWORKS of=|settings| &mut settings.diffusion.network
                    help="Makes the prediction from a point and its noise level."/>
                <Choice id="set-schedule" label="Schedule" options=names::SCHEDULES why_not=reason("schedule")
                    of=|settings| &mut settings.diffusion.schedule
                    help="How much noise each level adds. Losses of two schedules cannot be compared."/>
                <Choice id="set-prediction" label="Prediction" options=names::PREDICTIONS
                    of=|settings| &mut settings.diffusion.prediction
                    help="What the network is trained to say about a noised point: each gives the others, but errors weigh differently."/>
                <Choice id="set-diffusion_sampler" label="Sampler" options=names::SAMPLERS live=true
                    of=|settings| &mut settings.diffusion.sampler help="How a cloud goes from noise to data."/>
                <Remark id="evaluations" of=about_sampler/>
                {numbers(|key| FIRST.contains(&key))}
                <Seed/>
            </div>
            <More>
                <div class="controls">
                    <Choice id="set-diffusion_beside" label="Beside the samples" options=names::BESIDE
                        of=|settings| &mut settings.diffusion.beside
                        help="The data noised to the level shown, or a second run from the same seed that differs in one thing."/>
                    <Choice id="set-fork" label="The second differs in" options=names::FORKS why_not=reason("fork")
                        of=|settings| &mut settings.diffusion.fork help="Everything else is the same, the seed too."/>
                    <Remark id="about-fork" of=about_fork/>
                    <Switch id="set-conditional" label="Tell the network the class" restarts=true
                        help="Which of two parts of the data a point is from, in nine rows of ten; the tenth teaches it to do without."
                        of=|settings| &mut settings.diffusion.conditional why_not=reason("conditional")/>
                    <Choice id="set-asked" label="Ask for" options=names::ASKED live=true why_not=reason("asked")
                        rename=names::rename_asked of=|settings| &mut settings.diffusion.asked
                        help="Which part of the data samples are to be of."/>
                    {numbers(|key| key == "guidance")}
                    <Remark id="about-guidance" of=|settings| about_guidance(settings).to_owned()/>
                    <Speed/>
                    <Choice id="set-spacing" label="Spacing of the steps" options=names::SPACINGS live=true
                        of=|settings| &mut settings.diffusion.spacing
                        help="Which noise levels a sampler of fewer steps than T visits. Leading leaves the noisiest one out."/>
                    <Choice id="set-clip" label="Clip the predicted x₀" options=names::CLIPS live=true
                        of=|settings| &mut settings.diffusion.clip
                        help="Where little signal is left, a small error of the network is multiplied up to 2,000 times."/>
                    {numbers(|key| key == "eta")}
                    {numbers(|key| !FIRST.contains(&key) && !PLACED.contains(&key))}
                    <Choice id="set-learning_rate_schedule" label="Rate over time" options=names::RATES
                        of=|settings| &mut settings.diffusion.learning_rate_schedule live=true
                        help="A rate that falls over the planned steps lets the last ones settle; a constant one keeps jittering."/>
                    <Choice id="set-timestep_draw" label="Noise levels drawn" options=names::DRAWS live=true
                        of=|settings| &mut settings.diffusion.timestep_draw
                        help="Uniformly, or more often where losses are large, which the loss takes back: the same mean, less jitter."/>
                    <Choice id="set-loss_weighting" label="Loss weighting" options=names::WEIGHTINGS live=true
                        of=|settings| &mut settings.diffusion.loss_weighting
                        help="All noise levels alike, or by the smaller of the signal-to-noise ratio and 5."/>
                    <Choice id="set-layout" label="Data points" options=names::LAYOUTS why_not=reason("layout")
                        of=|settings| &mut settings.diffusion.layout
                        help="scikit-learn's make_moons spreads its points evenly; independent draws are a fair sample."/>
                </div>
            </More>
        </SettingsPanel>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_nothing_is_greyed_with_the_reason() {
        let mut all = Settings::default();
        let greyed = |settings: &Settings| {
            ["schedule", "eta", "asked", "guidance", "fork"].map(|key| !why_not(key, settings).is_empty())
        };
        assert_eq!(greyed(&all), [false, true, true, true, true]);
        all.diffusion.sampler = DiffusionSampler::Ddim;
        assert_eq!(greyed(&all), [false, false, true, true, true]);
        all.diffusion.prediction = Prediction::Flow;
        all.diffusion.conditional = true;
        all.diffusion.beside = DiffusionBeside::Fork;
        assert_eq!(greyed(&all), [true, true, false, false, false]);
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

    #[test]
    fn the_groups_name_numbers_of_the_table() {
        let known = |key: &&str| DIFFUSION.iter().any(|number| number.key == *key);
        assert!(FIRST.iter().chain(&PLACED).all(known));
    }
}
