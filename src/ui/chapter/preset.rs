//! Things to try: settings known to work and settings known to fail, each with its reason.

use crate::settings::{DataSettings, Settings};
use crate::ui::browser;
use crate::ui::controls::data_set;
use crate::ui::store::{Part, Store};
use leptos::prelude::*;

/// A card of one chapter, whose settings are an `S`.
pub struct Preset<S: 'static> {
    pub key: &'static str,
    pub title: &'static str,
    pub works: bool,
    pub why: &'static str,
    /// What it changes of the defaults.
    pub change: fn(&mut S),
}

impl<S: Default> Preset<S> {
    pub fn settings(&self) -> S {
        let mut settings = S::default();
        (self.change)(&mut settings);
        settings
    }
}

#[component]
pub fn TryThis<S>(
    presets: &'static [Preset<S>],
    /// Starts a run with the settings just set.
    start: impl Fn() + Copy + 'static,
    /// Further cards.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView
where
    S: Part + Default + PartialEq,
{
    view! {
        <section class="try">
            <h2>"Try this"</h2>
            <p class="hint">"Each sets the settings and starts a new run."</p>
            <ul>
                {presets.iter().map(|preset| view! { <Card preset start/> }).collect_view()}
                {children.map(|children| children())}
            </ul>
        </section>
    }
}

/// Whether the settings are the preset's.
fn is_chosen<S: Part + Default + PartialEq>(preset: &Preset<S>, settings: &Settings) -> bool {
    *S::of(settings) == preset.settings() && settings.data.is_like(&DataSettings::default())
}

#[component]
fn Card<S>(preset: &'static Preset<S>, start: impl Fn() + 'static) -> impl IntoView
where
    S: Part + Default + PartialEq,
{
    let store = Store::get();
    let chosen = Memo::new(move |_| store.settings.with(|settings| is_chosen(preset, settings)));
    let choose = move |_| {
        store.settings.update(|settings| {
            *S::of_mut(settings) = preset.settings();
            // What it shows is known of two moons.
            data_set::take_default(settings);
        });
        start();
        browser::show_stage();
    };
    view! {
        <li class="card" class:chosen=chosen>
            <h3>
                {preset.title}
                <span class="verdict" class:works=preset.works>
                    {if preset.works { "✓ works" } else { "✗ fails" }}
                </span>
            </h3>
            <p>{preset.why}</p>
            <button type="button" data-testid=format!("preset-{}", preset.key) on:click=choose
                aria-label=format!("Try it: {}", preset.title)>"Try it"</button>
        </li>
    }
}

/// Every preset changes something, no two are the same, and each number is one that a reader could set.
#[cfg(test)]
pub fn assert_sound<S>(presets: &[Preset<S>])
where
    S: Part + Default + PartialEq + std::fmt::Debug + Clone,
{
    let all: Vec<S> = presets.iter().map(Preset::settings).collect();
    for (index, settings) in all.iter().enumerate() {
        let key = presets[index].key;
        assert_ne!(*settings, S::default(), "{key}");
        assert!(!all[..index].contains(settings), "{key}");
        let mut whole = Settings::default();
        *S::of_mut(&mut whole) = settings.clone();
        let (linked, troubles) = crate::settings::url::from_query(&crate::settings::url::to_query(&whole));
        assert!(linked == whole && troubles.is_empty(), "{key}: {troubles:?}");
    }
    assert!(presets.iter().any(|preset| preset.works) && presets.iter().any(|preset| !preset.works));
}
