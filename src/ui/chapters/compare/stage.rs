//! One stage in three columns, each with its method and what it has cost so far; and their layers.

use super::column::Column;
use super::model::Model;
use crate::settings::{CompareSettings, CompareStart, DataSettings, Family, Method, Settings};
use crate::ui::chapter::content::{announced, content};
use crate::ui::chapter::live::Live;
use crate::ui::chapter::stage::{Stage, StageCard};
use crate::ui::controls::framed::Framed;
use crate::ui::controls::layers::layers;
use crate::ui::store::Store;
use crate::ui::words::compare as names;
use crate::ui::words::data_words;
use crate::ui::words::language::say;
use leptos::prelude::*;

const IDS: [[&str; 2]; 3] =
    [["stage-0", "column-shows-0"], ["stage-1", "column-shows-1"], ["stage-2", "column-shows-2"]];

fn words(settings: &Settings, now: &Model) -> Vec<String> {
    let modes = settings.data.modes();
    let of = |index| match now.column(index) {
        Some(column) => column.describe(&modes),
        None => "Nothing to show yet.".into(),
    };
    (0..IDS.len()).map(of).collect()
}

fn cards(settings: &Settings, now: &Model) -> Vec<StageCard> {
    let card = |(index, ids): (usize, [&'static str; 2])| {
        let column = now.column(index);
        StageCard {
            ids,
            label: column.as_ref().map_or("on its way …", Column::model).to_owned(),
            is_learned: column.as_ref().map(|column| column.learned),
            awaited: now.awaited(index, &settings.compare),
            ..StageCard::default()
        }
    };
    IDS.into_iter().enumerate().map(card).collect()
}

#[component]
pub fn Columns() -> impl IntoView {
    let (cards, words) = (content(cards), announced(words));
    let column = |(index, family)| view! { <ColumnView index family cards words/> };
    view! {
        <div class="columns-three">{Family::ALL.into_iter().enumerate().map(column).collect_view()}</div>
    }
}

/// Where all walkers start: from noise, or all at one place, from where not every column comes away.
#[component]
pub fn StartChoice() -> impl IntoView {
    let store = Store::get();
    let start = store.part(|settings: &CompareSettings| settings.start);
    let first = store.part(|data: &DataSettings| data_words::the(data, 0));
    let locked = Framed::of_key("compare_start") == Framed::Locked;
    let button = move |wanted: CompareStart, id: &'static str| {
        let words = move || match wanted {
            CompareStart::Noise => "from noise".to_owned(),
            CompareStart::OneMode => format!("all in the middle of {}", first.get()),
        };
        view! {
            <button type="button" data-testid=id disabled=locked aria-pressed=move || (start.get() == wanted).to_string()
                on:click=move |_| store.settings.update(|settings| settings.compare.start = wanted)>{words}</button>
        }
    };
    view! {
        <div class="samplers" role="group" aria-label=say("compare.start")>
            <span>{say("compare.starts")}</span>
            <div class="segmented">
                {button(CompareStart::Noise, "start-noise")}
                {button(CompareStart::OneMode, "start-one-mode")}
            </div>
        </div>
    }
}

#[component]
fn ColumnView(
    index: usize,
    family: Family,
    cards: Memo<Vec<StageCard>>,
    words: Memo<Vec<String>>,
) -> impl IntoView {
    let column = Live::<Model>::get().memo(move |now| now.column(index));
    let caption = move || column.with(|column| column.as_ref().map(Column::caption).unwrap_or_default());
    let evaluations =
        move || column.with(|column| column.as_ref().map(|column| column.evaluations.to_string()));
    let arrived = move || column.with(|column| column.as_ref().map(|column| column.arrived.to_string()));
    view! {
        <section class="column" aria-label=names::family(family)>
            <header class="column-head">
                <h2 class=class_of(family)>{names::family(family)}</h2>
                <MethodChoice family/>
            </header>
            <Stage index cards words/>
            <p class="column-cost num" data-testid=format!("column-{index}") data-evaluations=evaluations
                data-arrived=arrived>{caption}</p>
        </section>
    }
}

/// The class that has the colour of a family.
pub fn class_of(family: Family) -> &'static str {
    match family {
        Family::Exact => "of-exact",
        Family::Energy => "of-energy",
        Family::Diffusion => "of-diffusion",
    }
}

/// What moves a column's walkers.
#[component]
fn MethodChoice(family: Family) -> impl IntoView {
    let store = Store::get();
    let all = move || Method::all().filter(move |method| method.family() == family);
    let chosen = store.part(move |settings: &CompareSettings| {
        settings.columns().into_iter().find(|method| method.family() == family).map(Method::key)
    });
    let choose = move |event: leptos::ev::Targeted<web_sys::Event, web_sys::HtmlSelectElement>| {
        let key = event.target().value();
        if let Some(method) = all().find(|method| method.key() == key) {
            store.settings.update(|settings| names::choose(&mut settings.compare, method));
        }
    };
    let options = all().map(|method| {
        let key = method.key();
        let selected = chosen.get_untracked().as_ref() == Some(&key);
        view! { <option value=key selected=selected>{names::method(method)}</option> }
    });
    let key = match family {
        Family::Exact => "compare_sampler",
        Family::Energy => "compare_walk",
        Family::Diffusion => "compare_denoiser",
    };
    let locked = Framed::of_key(key) == Framed::Locked;
    view! {
        <label>
            <span class="unseen">{say("compare.method")}</span>
            <select data-testid=format!("method-{}", class_of(family)) title=names::about_family(family) disabled=locked
                prop:value=move || chosen.get() on:change:target=choose>{options.collect_view()}</select>
        </label>
    }
}

#[component]
pub fn Layers() -> impl IntoView {
    let known = Live::<Model>::get().memo(|now| now.reference_is_new);
    let wait = Signal::derive(move || if known.get() { "" } else { "the exact density is being computed" });
    layers(&|key| (key != "samples").then_some(wait), &|_| None)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::chapter::stage::assert_sound;

    #[test]
    fn every_family_has_a_stage_before_anything_walks() {
        let now = Model::default();
        let settings = Settings::default();
        assert_sound(&cards(&settings, &now), &words(&settings, &now), Family::ALL.len());
    }
}
