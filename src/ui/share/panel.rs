//! The teacher's panel: what students see, what they may not change, how it starts, and the snippet to paste.

use super::poster;
use super::singles::{Singles, show};
use super::snippets::{self, Embed, Target};
use crate::settings::all::known;
use crate::settings::embed::{Host, Names, PARTS, Shown};
use crate::settings::page::THEMES;
use crate::settings::{Chapter, EmbedSettings, Settings, find, url};
use crate::ui::chapter::shown::Chapters;
use crate::ui::homework::HomeworkPanel;
use crate::ui::store::Store;
use crate::ui::words::controls::{label, option};
use crate::ui::words::language::say;
use crate::ui::{browser, save};
use leptos::html::Textarea;
use leptos::prelude::*;
use web_sys::{HtmlInputElement, HtmlSelectElement};

/// File name of the poster, in the snippets that have one.
const POSTER: &str = "poster.png";

/// What a teacher has before ticking anything: enough to work with.
fn first_choice() -> EmbedSettings {
    let (names, _) = Names::read("layers,guide", known);
    EmbedSettings { on: true, shown: Shown::Only(names), title: true, ..EmbedSettings::default() }
}

fn title(chapter: Chapter) -> &'static str {
    match chapter {
        Chapter::Sample => "Markov chains sample two moons",
        Chapter::LearnAnEnergy => "A network learns an energy of two moons",
        Chapter::Denoise => "A diffusion model learns two moons",
        Chapter::Compare => "Three eras of generative models compared",
    }
}

#[component]
pub fn EmbedPanel(open: RwSignal<bool>) -> impl IntoView {
    let store = Store::get();
    let draft = RwSignal::new(first_choice());
    let chapter = Memo::new(move |_| store.settings.with(|settings| settings.chapter));
    view! {
        <section class="teacher" aria-labelledby="teacher-title">
            <div class="teacher-head">
                <h2 id="teacher-title">{say("teacher.title")}</h2>
                <button type="button" class="quiet" data-testid="embed-close" aria-label=say("teacher.close") title=say("teacher.close")
                    on:click=move |_| open.set(false)>"✕"</button>
            </div>
            <div class="teacher-columns">
                <fieldset>
                    <legend>{say("teacher.see")}</legend>
                    <p class="hint">"Students always see the stage and its buttons. Tick what else they see."</p>
                    <Parts draft/>
                    <Tick label=say("teacher.chapter") id="embed-title" of=|draft| &mut draft.title draft/>
                    <Tick label=say("teacher.lead") id="embed-prose" of=|draft| &mut draft.prose draft/>
                </fieldset>
                <fieldset>
                    <legend>{say("teacher.single")}</legend>
                    <p class="hint">"Settings of this chapter can be shown alone, or locked as they are now."</p>
                    {move || {
                        chapter.track();
                        view! { <Singles draft/> }
                    }}
                </fieldset>
                <fieldset>
                    <legend>{say("teacher.starts")}</legend>
                    <p class="hint">"The page as it is now. First set it as your students should see it."</p>
                    <Tick label=say("teacher.autoplay") id="embed-autoplay" of=|draft| &mut draft.autoplay draft/>
                    <Themes draft/>
                    <HostField draft/>
                </fieldset>
            </div>
            <Snippet draft/>
            <HomeworkPanel/>
        </section>
    }
}

#[component]
fn Parts(draft: RwSignal<EmbedSettings>) -> impl IntoView {
    PARTS
        .iter()
        .map(|part| {
            let (name, id) = (part.name, format!("embed-part-{}", part.name));
            let ticked = move || draft.with(|draft| draft.shown.contains(name));
            view! {
                <label class="switch">
                    <input type="checkbox" data-testid=id prop:checked=ticked
                        on:change:target=move |event| show(draft, name, event.target().checked())/>
                    <span>{part.label}</span>
                </label>
            }
        })
        .collect_view()
}

#[component]
fn Tick(
    label: String,
    id: &'static str,
    of: fn(&mut EmbedSettings) -> &mut bool,
    draft: RwSignal<EmbedSettings>,
) -> impl IntoView {
    let ticked = move || draft.with(|draft| *of(&mut draft.clone()));
    view! {
        <label class="switch">
            <input type="checkbox" data-testid=id prop:checked=ticked
                on:change:target=move |event| draft.update(|draft| *of(draft) = event.target().checked())/>
            <span>{label}</span>
        </label>
    }
}

#[component]
fn Themes(draft: RwSignal<EmbedSettings>) -> impl IntoView {
    let choose = move |event: leptos::ev::Targeted<web_sys::Event, HtmlSelectElement>| {
        if let Some(theme) = url::named(&event.target().value()) {
            draft.update(|draft| draft.theme = theme);
        }
    };
    let options = THEMES.iter().map(|(theme, words)| {
        let name = url::name_of(theme);
        let words = option("theme", &name, words);
        (name, words)
    });
    view! {
        <label class="field">
            <span>{find("theme").map(label)}</span>
            <select data-testid="embed-theme" on:change:target=choose>
                {options.map(|(name, words)| view! { <option value=name>{words}</option> }).collect_view()}
            </select>
        </label>
    }
}

/// The one page that may speak to the embed.
#[component]
fn HostField(draft: RwSignal<EmbedSettings>) -> impl IntoView {
    let wrong = RwSignal::new(false);
    let typed = move |event: leptos::ev::Targeted<web_sys::Event, HtmlInputElement>| {
        let text = event.target().value();
        let text = text.trim().trim_end_matches('/');
        let host = if text.is_empty() { Some(Host::default()) } else { Host::new(text) };
        wrong.set(host.is_none());
        if let Some(host) = host {
            draft.update(|draft| draft.host = host);
        }
    };
    view! {
        <label class="field">
            <span>{say("teacher.host")}</span>
            <input type="text" data-testid="embed-host" placeholder="https://school.example" spellcheck="false"
                aria-invalid=move || wrong.get().to_string() on:change:target=typed/>
        </label>
        <p class="why-not" role="status">
            {move || wrong.get().then_some("This is not an origin. Write https:// and a name, with nothing after it.")}
        </p>
    }
}

/// The settings of the embed: those of the page, in the frame that is drafted.
fn embedded(settings: &Settings, draft: &EmbedSettings) -> Settings {
    Settings { embed: draft.clone(), ..settings.clone() }
}

#[component]
fn Snippet(draft: RwSignal<EmbedSettings>) -> impl IntoView {
    let (store, chapters) = (Store::get(), Chapters::get());
    let target = RwSignal::new(Target::Html);
    let text = NodeRef::<Textarea>::new();
    let query = Memo::new(move |_| {
        store.settings.with(|settings| draft.with(|draft| url::to_full_query(&embedded(settings, draft))))
    });
    let written = move |of: &dyn Fn(&Embed) -> String| {
        let title = title(store.settings.with(|settings| settings.chapter));
        let height = draft.with(snippets::height);
        of(&Embed { page: &browser::link(""), query: &query.get(), title, poster: POSTER, height })
    };
    let snippet = Memo::new(move |_| written(&|embed| embed.snippet(target.get())));
    let link = Memo::new(move |_| written(&|embed| embed.link()));
    let said = RwSignal::new(String::new());
    let copy = move |_| {
        if let Some(text) = text.get_untracked() {
            text.select();
        }
        browser::copy(snippet.get_untracked(), move |copied| {
            drop(said.try_set(say(if copied { "save.copied" } else { "teacher.not-copied" })));
        });
    };
    let choose = move |event: leptos::ev::Targeted<web_sys::Event, HtmlSelectElement>| {
        if let Some(chosen) = Target::named(&event.target().value()) {
            target.set(chosen);
            said.set(String::new());
        }
    };
    let keep = move |_| {
        // Who types it in from paper wants the whole page.
        let (title, link) = store.settings.with_untracked(|settings| {
            (title(settings.chapter), browser::link(&url::to_full_query(settings)))
        });
        save::tell(&store, poster::save(POSTER, title, &link, &store, &chapters));
    };
    view! {
        <div class="snippet">
            <label class="field">
                <span>{say("teacher.target")}</span>
                <select data-testid="embed-target" on:change:target=choose>
                    {Target::ALL.map(|(_, key, words)| view! { <option value=key>{words}</option> }).collect_view()}
                </select>
            </label>
            <textarea node_ref=text readonly rows="5" spellcheck="false" data-testid="embed-snippet" aria-label=say("teacher.snippet")
                prop:value=snippet></textarea>
            <p class="buttons">
                <button type="button" class="primary" data-testid="embed-copy" on:click=copy>{say("teacher.copy")}</button>
                <button type="button" data-testid="embed-poster" title=say("teacher.poster.help")
                    on:click=keep>{say("teacher.poster")}</button>
                <a href=link target="_blank" rel="noopener" data-testid="embed-link">{say("teacher.link")}</a>
                // The page in one file has no other page beside it.
                {browser::element("html[data-carried]").is_none().then(|| view! {
                    <a href="./teaching.html" target="_blank" rel="noopener" data-testid="embed-lessons">{say("teacher.lessons")}</a>
                })}
                <span role="status">{said}</span>
            </p>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::embed::{CHAPTERS, SETTINGS};

    #[test]
    fn a_first_choice_is_small_and_its_names_are_known() {
        let draft = first_choice();
        assert!(draft.shows_part("layers") && draft.shows_part("guide"));
        assert!(!draft.shows_part(SETTINGS) && !draft.shows_part(CHAPTERS));
    }

    #[test]
    fn what_is_embedded_is_the_page_as_it_is() {
        let mut settings = Settings { seed: 9, ..Settings::default() };
        settings.view.t = Some(0.5);
        let query = url::to_full_query(&embedded(&settings, &first_choice()));
        assert_eq!(query, "v=2&chapter=sample&seed=9&embed=1&show=layers,guide&title=1&t=0.5");
    }
}
