//! The teacher's part: which steps are homework, a package or a link for students, and codes to check.

use super::asked;
use super::check::Check;
use super::manifest::Scorm;
use super::package::{Counts, Plan, begin};
use crate::settings::url;
use crate::ui::store::Store;
use crate::ui::words::language::{say, say_with};
use crate::ui::{browser, save};
use js_sys::{JsString, Promise};
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{HtmlInputElement, HtmlSelectElement, Response};

/// The page in one file, beside the page.
const MOONS: &str = "./offline.html";

/// What the score is the share of, by the value of its option.
const COUNTS: [(Counts, &str, &str); 2] = [
    (Counts::Guesses, "guesses", "homework.counts.guesses"),
    (Counts::Measured, "measured", "homework.counts.measured"),
];

#[component]
pub fn HomeworkPanel() -> impl IntoView {
    let homework = Store::get().settings.with_untracked(|settings| settings.story.homework.clone());
    let plan = RwSignal::new(Plan { homework, counts: Counts::Guesses, scorm: Scorm::V1_2, mastery: None });
    view! {
        <details class="homework" data-testid="homework">
            <summary>{say("homework")}</summary>
            <div class="teacher-columns">
                <fieldset>
                    <legend>{say("homework.steps")}</legend>
                    <Steps plan/>
                </fieldset>
                <fieldset>
                    <legend>{say("homework.lms")}</legend>
                    <Package plan/>
                </fieldset>
                <fieldset>
                    <legend>{say("homework.alone")}</legend>
                    <Link plan/>
                </fieldset>
            </div>
            <Check/>
        </details>
    }
}

#[component]
fn Steps(plan: RwSignal<Plan>) -> impl IntoView {
    asked::all()
        .map(|asked| {
            let number = asked.number;
            let ticked = move || plan.with(|plan| plan.homework.contains(number));
            view! {
                <label class="switch">
                    <input type="checkbox" data-testid=format!("homework-step-{number}") prop:checked=ticked
                        on:change:target=move |event| plan.update(|plan| plan.homework.set(number, event.target().checked()))/>
                    <span>{format!("{number} {}", asked.title())}</span>
                </label>
            }
        })
        .collect_view()
}

#[component]
fn Package(plan: RwSignal<Plan>) -> impl IntoView {
    type Chosen = leptos::ev::Targeted<web_sys::Event, HtmlSelectElement>;
    let store = Store::get();
    let none = Memo::new(move |_| plan.with(|plan| plan.homework.is_empty()));
    let on_its_way = RwSignal::new(false);
    let said = RwSignal::new(String::new());
    let count = move |event: Chosen| {
        if let Some((counts, ..)) = COUNTS.into_iter().find(|(_, name, _)| *name == event.target().value()) {
            plan.update(|plan| plan.counts = counts);
        }
    };
    let choose = move |event: Chosen| {
        if let Some(scorm) = Scorm::named(&event.target().value()) {
            plan.update(|plan| plan.scorm = scorm);
        }
    };
    let pass = move |event: leptos::ev::Targeted<web_sys::Event, HtmlInputElement>| {
        let percent = event.target().value_as_number();
        // Not a number where nothing is written.
        plan.update(|plan| {
            plan.mastery = (!percent.is_nan()).then(|| percent.clamp(0.0, 100.0).round() as u8)
        });
    };
    let shown =
        move || plan.with(|plan| plan.mastery.map_or_else(String::new, |percent| percent.to_string()));
    let make = move |_| {
        on_its_way.set(true);
        // As they are now: the panel, and its plan with it, may be closed before the page in one file has come.
        let (plan, settings) = (plan.get_untracked(), store.settings.get_untracked());
        leptos::task::spawn_local(async move {
            let zip = fetch().await.and_then(|moons| plan.zip(&settings, &moons));
            let words = match zip {
                Ok(zip) => {
                    save::tell(&store, save::bytes(&plan.file(), &zip));
                    say("homework.zip.done")
                }
                Err(why) => say_with("homework.zip.failed", "why", why),
            };
            drop((on_its_way.try_set(false), said.try_set(words)));
        });
    };
    view! {
        <label class="field">
            <span>{say("homework.counts")}</span>
            <select data-testid="homework-counts" on:change:target=count>
                {COUNTS.map(|(_, name, words)| view! { <option value=name>{say(words)}</option> }).collect_view()}
            </select>
        </label>
        <label class="field">
            <span>{say("homework.mastery")}</span>
            <input type="number" min="0" max="100" step="1" data-testid="homework-mastery" prop:value=shown on:change:target=pass/>
        </label>
        <label class="field">
            <span>{say("homework.scorm")}</span>
            <select data-testid="homework-scorm" on:change:target=choose>
                {Scorm::NAMES.map(|(_, name)| view! { <option value=name>{format!("SCORM {name}")}</option> }).collect_view()}
            </select>
        </label>
        <button type="button" data-testid="homework-zip" disabled=move || none.get() || on_its_way.get() on:click=make>
            {say("homework.zip")}
        </button>
        <p class="hint" role="status" data-testid="homework-said">{move || if none.get() { say("homework.none") } else { said.get() }}</p>
    }
}

/// The page in one file.
///
/// # Errors
/// In words, where it does not come.
async fn fetch() -> Result<String, String> {
    async fn of(promise: Result<Promise, JsValue>) -> Result<JsValue, JsValue> {
        JsFuture::from(promise?).await
    }
    let window = web_sys::window().ok_or("there is no window")?;
    let asked = of(Ok(window.fetch_with_str(MOONS))).await;
    let response: Response = asked.map_err(|_| "it cannot be loaded from here")?.unchecked_into();
    if !response.ok() {
        return Err(format!("it is not there ({})", response.status()));
    }
    let text = of(response.text()).await.map_err(|_| "it arrived incomplete")?;
    Ok(text.unchecked_into::<JsString>().into())
}

#[component]
fn Link(plan: RwSignal<Plan>) -> impl IntoView {
    let store = Store::get();
    let none = Memo::new(move |_| plan.with(|plan| plan.homework.is_empty()));
    let link = Memo::new(move |_| {
        let begun = store.settings.with(|settings| plan.with(|plan| begin(settings, &plan.homework)));
        browser::link(&url::to_full_query(&begun))
    });
    let said = RwSignal::new(String::new());
    let copy = move |_| {
        let shown = link.get_untracked();
        browser::copy(shown.clone(), move |copied| {
            let words = if copied { say("save.copied") } else { say_with("share.not-copied", "link", shown) };
            drop(said.try_set(words));
        });
    };
    view! {
        <p class="hint">{say("homework.link.help")}</p>
        <button type="button" data-testid="homework-link-copy" disabled=none on:click=copy>{say("homework.link.copy")}</button>
        <Show when=move || !none.get()>
            <a href=link target="_blank" rel="noopener" data-testid="homework-link">{say("teacher.link")}</a>
        </Show>
        <p class="hint" role="status">{said}</p>
    }
}
