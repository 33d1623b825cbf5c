//! What each of the two models is, how far it is, and where it comes from.

use super::model::Model;
use super::session::CompareSession;
use super::stage::class_of;
use crate::protocol::compare::{ModelState, Origin};
use crate::settings::diffusion::names::{NETWORKS, PREDICTIONS, SCHEDULES};
use crate::settings::ebm::OBJECTIVES;
use crate::settings::{ComparePlan, DiffusionSettings, EbmSettings, Experiment, Family, Settings};
use crate::ui::chapter::handle::Handle;
use crate::ui::chapter::live::Live;
use crate::ui::store::Store;
use crate::ui::words::compare as names;
use crate::ui::words::format;
use crate::ui::words::language::{say, say_with};
use crate::ui::words::names::name;
use leptos::prelude::*;

/// The models that are trained, in the order of [`Model::models`](super::model::Model::models).
const FAMILIES: [Family; 2] = [Family::Energy, Family::Diffusion];

#[component]
pub fn Models() -> impl IntoView {
    view! {
        <section class="models">
            <h2>{say("compare.models")}</h2>
            <p class="hint">{say("compare.models.hint")}</p>
            {FAMILIES.into_iter().enumerate().map(|(index, family)| view! { <Card index family/> }).collect_view()}
        </section>
    }
}

#[component]
fn Card(index: usize, family: Family) -> impl IntoView {
    let compare = Handle::<CompareSession>::get();
    let store = Store::get();
    let live = Live::<Model>::get();
    let model = live.memo(move |now| now.models[index]);
    let about = live.memo(move |now| {
        store.settings.with(|settings| about(family, now.taken[index].as_deref(), settings))
    });
    let offer = live.memo(move |now| now.offers[index].clone());
    let on_its_way = live.memo(move |now| now.taking.is_some_and(|taking| taking.family == family));
    let chapter = if family == Family::Energy { 2 } else { 3 };
    let why_not = move || match offer.get() {
        _ if on_its_way.get() => "It is on its way.".to_owned(),
        Some(Err(why)) => why,
        Some(Ok(steps)) => format!("{} training steps on the same data.", format::count(f64::from(steps))),
        None => String::new(),
    };
    let greyed = move || on_its_way.get() || !matches!(offer.get(), Some(Ok(_)));
    let id = names::family(family).to_ascii_lowercase().replace(' ', "-");
    view! {
        <div class="model-card" data-testid=format!("model-{id}") data-origin=move || origin_name(model.get().origin)
            data-steps=move || model.get().steps.to_string()>
            <h3 class=class_of(family)>{names::family(family)}</h3>
            <p>{about}</p>
            <p class="num">{move || progress(&model.get())}</p>
            <button type="button" data-testid=format!("take-{id}") disabled=greyed
                on:click=move |_| compare.act(|compare| compare.take_from_chapter(family))>
                {say_with("compare.take", "chapter", chapter.to_string())}
            </button>
            <small>{why_not}</small>
        </div>
    }
}

fn origin_name(origin: Origin) -> &'static str {
    match origin {
        Origin::Exact => "exact",
        Origin::Trained => "trained",
        Origin::TakenAlong => "taken-along",
    }
}

/// What the model is: as it was set where it comes from, or as this chapter trains it.
fn about(family: Family, taken: Option<&Experiment>, settings: &Settings) -> String {
    let plan = ComparePlan::of(settings);
    match (family, taken) {
        (_, Some(Experiment::Ebm(taken))) => about_energy(taken),
        (_, Some(Experiment::Diffusion(taken))) => about_diffusion(taken),
        (Family::Energy, _) => about_energy(&plan.ebm),
        _ => about_diffusion(&plan.diffusion),
    }
}

fn about_energy(settings: &EbmSettings) -> String {
    format!(
        "{}; {} hidden layers of {}.",
        name(OBJECTIVES, &settings.objective),
        settings.depth,
        settings.width
    )
}

fn about_diffusion(settings: &DiffusionSettings) -> String {
    format!(
        "{} {} × {}, {} schedule, predicts {}.",
        name(NETWORKS, &settings.network),
        settings.width,
        settings.depth,
        name(SCHEDULES, &settings.schedule),
        name(PREDICTIONS, &settings.prediction)
    )
}

/// How far it is, in numbers.
fn progress(model: &ModelState) -> String {
    let weights = format!("{} weights", format::count(f64::from(model.weights)));
    let seconds = format::duration(f64::from(model.seconds));
    let examples = format!("{} examples", format::count(model.examples));
    let steps = format::count(f64::from(model.steps));
    match model.origin {
        Origin::Exact => format!("{weights}, not trained yet, so the exact answer stands in."),
        Origin::Trained => {
            let goal = format::count(f64::from(model.goal));
            let loss = model.loss.map(|loss| format!(", loss {}", format::decimals(f64::from(loss))));
            format!("{weights}; step {steps} of {goal}, {examples}, {seconds}{}.", loss.unwrap_or_default())
        }
        Origin::TakenAlong => {
            format!("{weights}; {steps} steps of an earlier run, {examples}, {seconds}. Taken along.")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_card_tells_what_the_model_is_and_where_it_comes_from() {
        let settings = Settings::default();
        let plan = ComparePlan::of(&settings);
        let energy = about(Family::Energy, None, &settings);
        assert!(energy.contains(&plan.ebm.width.to_string()), "{energy}");
        let taken = Experiment::Ebm(EbmSettings { width: 31, ..EbmSettings::default() });
        assert!(about(Family::Energy, Some(&taken), &settings).contains("of 31."));
        assert!(about(Family::Diffusion, None, &settings).starts_with("MLP 64 × 3"));
        let model = ModelState { steps: 50, goal: 2000, weights: 12_738, ..ModelState::default() };
        assert!(progress(&model).contains("12,738 weights, not trained yet"));
        let trained = ModelState { origin: Origin::Trained, loss: Some(0.25), ..model };
        assert!(progress(&trained).contains("step 50 of 2,000") && progress(&trained).contains("loss 0.250"));
        let taken = ModelState { origin: Origin::TakenAlong, ..model };
        assert!(progress(&taken).contains("50 steps of an earlier run"));
    }

    #[test]
    fn both_models_have_nearly_as_many_weights() {
        let [energy, diffusion] = ComparePlan::of(&Settings::default()).weights();
        assert!(energy.abs_diff(diffusion) * 50 < diffusion, "{energy} and {diffusion}");
    }
}
