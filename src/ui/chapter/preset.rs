//! Things to try: settings known to work and settings known to fail, each with its reason.

use super::shown::Chapters;
use crate::settings::{Settings, url};
use crate::ui::browser;
use crate::ui::store::Store;
use crate::ui::words::language::{say, say_with};
use leptos::prelude::*;

/// A card of a chapter.
pub struct Preset {
    pub key: &'static str,
    pub title: &'static str,
    pub works: bool,
    pub why: &'static str,
    /// What it changes of the chapter's defaults, as a link has it.
    pub changes: &'static str,
}

impl Preset {
    /// All settings as its link has them.
    pub fn settings(&self) -> Settings {
        url::from_changes(Settings::default(), self.changes).0
    }
}

#[component]
pub fn TryThis(
    presets: &'static [Preset],
    /// Further cards.
    children: Children,
) -> impl IntoView {
    let (first, more) = presets.split_at(IN_SIGHT.min(presets.len()));
    let cards =
        |presets: &'static [Preset]| presets.iter().map(|preset| view! { <Card preset/> }).collect_view();
    view! {
        <section class="try">
            <h2>{say("try.title")}</h2>
            <p class="hint">{say("try.hint")}</p>
            <ul>{cards(first)}</ul>
            <details class="more">
                <summary>{say_with("try.more", "count", more.len().to_string())}</summary>
                <ul>{cards(more)}{children()}</ul>
            </details>
        </section>
    }
}

/// As many are in sight, the others folded away.
const IN_SIGHT: usize = 4;

#[component]
fn Card(preset: &'static Preset) -> impl IntoView {
    let (store, chapters) = (Store::get(), Chapters::get());
    let own = StoredValue::new(preset.settings());
    // In the place of the chapter's settings, and of the data: what it shows is known of two moons.
    let apply = move |settings: &mut Settings| settings.take_own(own.get_value());
    let chosen = Memo::new(move |_| {
        let settings = store.settings.get();
        let mut wanted = settings.clone();
        apply(&mut wanted);
        wanted == settings
    });
    let choose = move |_| {
        store.settings.update(apply);
        chapters.shown().act(|shown| shown.try_out(&store));
        browser::show_stage();
    };
    view! {
        <li class="card" class:chosen=chosen>
            <h3>
                {preset.title}
                <span class="verdict" class:works=preset.works>
                    {say(if preset.works { "try.works" } else { "try.fails" })}
                </span>
            </h3>
            <p>{preset.why}</p>
            <button type="button" data-testid=format!("preset-{}", preset.key) on:click=choose
                aria-label=say_with("try.it.of", "title", preset.title)>{say("try.it")}</button>
        </li>
    }
}

/// Every preset changes something of its chapter and nothing else, and no two are the same.
#[cfg(test)]
pub fn assert_sound(chapter: crate::settings::Chapter, presets: &[Preset]) {
    let before = Settings { chapter, ..Settings::default() };
    let mut all = vec![before.clone()];
    for Preset { key, changes, .. } in presets {
        let (wanted, troubles) = url::from_changes(Settings::default(), changes);
        assert!(troubles.is_empty(), "{key}: {troubles:?}");
        let mut settings = before.clone();
        settings.take_own(wanted.clone());
        assert!(settings == Settings { chapter, ..wanted }, "{key} changes what is not the chapter's");
        assert!(!all.contains(&settings), "{key}");
        all.push(settings);
    }
    assert!(presets.iter().any(|preset| preset.works) && presets.iter().any(|preset| !preset.works));
}
