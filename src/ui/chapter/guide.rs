//! The guide of a chapter: one verdict on the run as it is, its reason, and what to do next. Plain data, and its one view.

use super::shown::Chapters;
use crate::settings::{Experiment, Settings, url};
use crate::ui::controls::Restarts;
use crate::ui::controls::terms::Terms;
use crate::ui::store::Store;
use crate::ui::words::language::say;
use leptos::prelude::*;

#[cfg(test)]
pub mod table;

/// What a verdict says of the run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Is {
    Good,
    Bad,
    /// Too early to tell.
    #[default]
    Open,
}

impl Is {
    fn name(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Bad => "bad",
            Self::Open => "open",
        }
    }
}

/// What a reader may do next, by pressing a button.
#[derive(Clone, Debug, PartialEq)]
pub struct Next {
    pub words: &'static str,
    /// What it changes of the present settings, as a link has it; where it changes nothing, it presses Train or Run.
    pub changes: &'static str,
}

impl Next {
    /// Whether it starts a new run.
    fn restarts(&self, settings: &Settings) -> bool {
        let of = |settings: &Settings| Experiment::of(settings.chapter, settings);
        !self.changes.is_empty()
            && of(settings).needs_restart(&of(&url::from_changes(settings.clone(), self.changes).0))
    }
}

/// What the guide says of a run.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Advice {
    /// At most twelve words.
    pub verdict: String,
    pub is: Is,
    /// One reason, with numbers of this run.
    pub why: String,
    pub next: Option<Next>,
    /// Further sentences.
    pub details: Vec<String>,
}

impl Advice {
    pub fn new(is: Is, verdict: impl Into<String>, why: impl Into<String>) -> Self {
        Self { verdict: verdict.into(), is, why: why.into(), ..Self::default() }
    }

    pub fn good(verdict: impl Into<String>, why: impl Into<String>) -> Self {
        Self::new(Is::Good, verdict, why)
    }

    pub fn bad(verdict: impl Into<String>, why: impl Into<String>) -> Self {
        Self::new(Is::Bad, verdict, why)
    }

    pub fn open(verdict: impl Into<String>, why: impl Into<String>) -> Self {
        Self::new(Is::Open, verdict, why)
    }

    /// Training that a run has stopped, with the first sentence of its message as the reason.
    pub fn stopped(message: &str) -> Self {
        let (why, rest) = message.split_once(". ").map_or((message, ""), |(why, rest)| (why, rest));
        let details = Some(rest.to_owned()).filter(|rest| !rest.is_empty());
        let why = format!("{}.", why.trim_end_matches('.'));
        Self { details: details.into_iter().collect(), ..Self::bad("Training was stopped", why) }
    }

    /// With a button that changes settings.
    pub fn change(self, words: &'static str, changes: &'static str) -> Self {
        Self { next: Some(Next { words, changes }), ..self }
    }

    /// With a button that trains, or runs.
    pub fn go(self, words: &'static str) -> Self {
        self.change(words, "")
    }
}

#[component]
pub fn Guide(
    advice: Memo<Advice>,
    /// What is on its way, where it belongs to other settings or another step.
    #[prop(optional, into)]
    awaited: Signal<Option<String>>,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let (store, chapters) = (Store::get(), Chapters::get());
    let part = move |of: fn(&Advice) -> String| Signal::derive(move || advice.with(of));
    let next = Memo::new(move |_| advice.with(|advice| advice.next.clone()));
    let count = Memo::new(move |_| advice.with(|advice| advice.details.len()));
    let act = move |_| {
        let Some(next) = next.get_untracked() else { return };
        if next.changes.is_empty() {
            chapters.shown().act(|shown| shown.go(true, &store));
        } else {
            store.settings.update(|settings| *settings = url::from_changes(settings.clone(), next.changes).0);
        }
    };
    let restarts = Memo::new(move |_| {
        next.with(|next| next.as_ref().is_some_and(|next| store.settings.with(|now| next.restarts(now))))
    });
    let button = move || {
        let next = next.get()?;
        Some(view! {
            <button type="button" class="next" data-testid="next" on:click=act>
                {next.words}
                {move || restarts.get().then(|| view! { <Restarts/> })}
            </button>
        })
    };
    let detail = move |at: usize| {
        let text =
            Signal::derive(move || advice.with(|advice| advice.details.get(at).cloned().unwrap_or_default()));
        view! { <li><Terms text/></li> }
    };
    view! {
        <section class="guide" class:stale=move || awaited.with(Option::is_some) data-stale=awaited>
            <h2>{say("guide.title")}</h2>
            <p class="awaited" hidden=move || awaited.with(Option::is_none)>{awaited}</p>
            <div data-testid="guide" data-is=move || advice.with(|advice| advice.is.name())>
                <p class="judged" data-testid="verdict"><Terms text=part(|advice| advice.verdict.clone())/></p>
                <p class="why" data-testid="why"><Terms text=part(|advice| advice.why.clone())/></p>
                {button}
                {move || (count.get() > 0).then(|| view! {
                    <details>
                        <summary>{say("guide.more")}</summary>
                        <ul>{move || (0..count.get()).map(detail).collect::<Vec<_>>()}</ul>
                    </details>
                })}
            </div>
            {children.map(|children| children())}
        </section>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::Chapter;

    #[test]
    fn what_is_next_tells_whether_it_starts_a_new_run() {
        let of = |chapter, changes| {
            Next { words: "", changes }.restarts(&Settings { chapter, ..Settings::default() })
        };
        assert!(of(Chapter::Denoise, "prediction=velocity"));
        assert!(!of(Chapter::Denoise, "diffusion_sampler=ddim&sampler_steps=10"));
        assert!(of(Chapter::Sample, "race=1"));
        assert!(!of(Chapter::Sample, ""));
    }
}
