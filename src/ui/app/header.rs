//! Title, chapters, the engine that runs, and light or dark.

use super::chapters::CHAPTERS;
use crate::protocol::Backend;
use crate::settings::{Chapter, EngineChoice, Theme, find, url};
use crate::ui::share::ShareButtons;
use crate::ui::store::{Phase, Store};
use crate::ui::story::OpenStory;
use crate::ui::words::controls::{help, label, option};
use crate::ui::words::format;
use crate::ui::words::language::{chapter as name_of, number, say, say_with};
use leptos::prelude::*;

#[component]
pub fn Header() -> impl IntoView {
    // On a phone, what is not a chapter is behind one button.
    let open = RwSignal::new(false);
    view! {
        <header class="head">
            <h1>{say("page.title")}</h1>
            <Chapters/>
            <button type="button" class="quiet menu" data-testid="menu" aria-label=say("menu")
                aria-expanded=move || open.get().to_string() on:click=move |_| open.update(|open| *open = !*open)>"⋯"</button>
            <div class="head-tools" class:open=open>
                <Engine/>
                <OpenStory/>
                <ShareButtons/>
                <ThemeButton/>
            </div>
        </header>
    }
}

#[component]
pub fn Chapters() -> impl IntoView {
    view! {
        <nav aria-label=say("chapters") class="chapters">
            {CHAPTERS.iter().map(|of| view! { <ChapterTab chapter=of.chapter/> }).collect_view()}
        </nav>
    }
}

#[component]
fn ChapterTab(chapter: Chapter) -> impl IntoView {
    let store = Store::get();
    let shown = Memo::new(move |_| store.settings.with(|settings| settings.chapter == chapter));
    let press = move |_| {
        if !shown.get_untracked() {
            store.open(chapter);
        }
    };
    view! {
        <button
            type="button"
            class="chapter"
            on:click=press
            data-testid=format!("chapter-{}", url::name_of(&chapter))
            aria-current=move || shown.get().then_some("page")
        >
            {name_of(chapter)}
        </button>
    }
}

#[component]
pub fn Engine() -> impl IntoView {
    let store = Store::get();
    let setting = find("engine");
    let backend = Memo::new(move |_| store.engine.with(|engine| engine.backend));
    let name = move || match backend.get() {
        Some(Backend::Cpu) => "CPU".to_owned(),
        Some(Backend::Gpu) => "WebGPU".to_owned(),
        None => say("engine.none"),
    };
    let key = move || match backend.get() {
        Some(Backend::Cpu) => "cpu",
        Some(Backend::Gpu) => "gpu",
        None => "none",
    };
    let device = move || store.engine.with(|engine| engine.device.clone());
    let why = move || {
        let why = store.engine.with(|engine| engine.why.clone());
        if why.is_empty() { why } else { format!("{}: {why}", name()) }
    };
    let samples = Memo::new(move |_| store.settings.with(|settings| settings.chapter == Chapter::Sample));
    let rate = store.rate;
    let speed = move || {
        let number = rate.get().map_or("–".into(), |rate| number(&format::rate(f64::from(rate))));
        say_with(if samples.get() { "rate.transitions" } else { "rate.steps" }, "rate", number)
    };
    let choose = move |event: leptos::ev::Targeted<web_sys::Event, web_sys::HtmlSelectElement>| {
        if let Some(choice) = url::named::<EngineChoice>(&event.target().value()) {
            store.settings.update(|settings| settings.engine = choice);
        }
    };
    let choice = Memo::new(move |_| store.settings.with(|settings| url::name_of(&settings.engine)));
    view! {
        <details class="engine pop">
            <summary class="engine-now">
                <span class="dot" class:live=move || store.phase.with(|phase| *phase == Phase::Running)></span>
                <b data-testid="engine" data-backend=key title=device>{name}</b>
                <span class="num" data-testid="rate" data-value=move || rate.get().map(|rate| rate.to_string())>
                    {speed}
                </span>
            </summary>
            <div class="pop-body">
            <p class="engine-why" data-testid="engine-why">{why}</p>
            <label class="engine-choice">
                {setting.map(label)}" "
                <select data-testid="engine-choice" prop:value=choice on:change:target=choose disabled=samples
                    title=move || if samples.get() {
                        say("engine.of-chains")
                    } else {
                        setting.map_or("", help).to_owned()
                    }>
                    {EngineChoice::NAMES
                        .map(|(choice, english)| {
                            let name = url::name_of(&choice);
                            let words = option("engine", &name, english);
                            view! { <option value=name>{words}</option> }
                        })
                        .collect_view()}
                </select>
            </label>
            </div>
        </details>
    }
}

#[component]
fn ThemeButton() -> impl IntoView {
    let store = Store::get();
    let toggle = move |_| {
        store.theme.set(if store.dark.get_untracked() { Theme::Light } else { Theme::Dark });
    };
    let words = move || say(if store.dark.get() { "colours.light" } else { "colours.dark" });
    let label = move || say(if store.dark.get() { "colours.light.help" } else { "colours.dark.help" });
    view! {
        <button type="button" class="quiet" data-testid="theme" aria-label=label title=label on:click=toggle>
            {words}
        </button>
    }
}
