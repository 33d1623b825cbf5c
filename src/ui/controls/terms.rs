//! A text whose terms explain themselves: on hover, tap and focus.

use crate::ui::words::glossary::{Entry, Part, split, terms_in};
use leptos::prelude::*;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Questions that fit on one line under a control.
const MOST: usize = 2;

/// A text that may change. Its terms are built anew only where they are others, so that an open one stays open.
#[component]
pub fn Terms(#[prop(into)] text: Signal<String>) -> impl IntoView {
    let parts = Memo::new(move |_| text.with(|text| split(text)));
    let shape = Memo::new(move |_| {
        parts.with(|parts| {
            let term = |part: &Part| match part {
                Part::Words(_) => None,
                Part::Term(_, entry) => Some(*entry),
            };
            parts.iter().map(term).collect::<Vec<_>>()
        })
    });
    let words = move |at: usize| {
        move || {
            parts.with(|parts| match parts.get(at) {
                Some(Part::Words(words) | Part::Term(words, _)) => words.clone(),
                None => String::new(),
            })
        }
    };
    move || {
        let view = |(at, entry): (usize, Option<&'static Entry>)| match entry {
            None => words(at).into_any(),
            Some(entry) => view! { <Term entry written=Signal::derive(words(at))/> }.into_any(),
        };
        shape.get().into_iter().enumerate().map(view).collect::<Vec<_>>()
    }
}

/// The questions about a control's label, to stand under it, for a label may hold no button: each term of it under its own
/// name.
pub fn of_label(label: &'static str) -> Option<AnyView> {
    let question = |entry: &'static Entry| {
        view! {
            <span class="question">
                {entry.question()}" "<Term entry written=Signal::stored(entry.term.to_owned())/>"?"
            </span>
        }
    };
    let questions: Vec<_> = terms_in(label).take(MOST).map(question).collect();
    (!questions.is_empty()).then(|| view! { <p class="terms">{questions}</p> }.into_any())
}

#[component]
fn Term(entry: &'static Entry, written: Signal<String>) -> impl IntoView {
    static COUNT: AtomicUsize = AtomicUsize::new(0);
    let id = format!("term-{}-{}", entry.key, COUNT.fetch_add(1, Ordering::Relaxed));
    let open = RwSignal::new(false);
    let close = move |event: leptos::ev::KeyboardEvent| {
        if event.key() == "Escape" && open.get_untracked() {
            event.stop_propagation();
            open.set(false);
        }
    };
    view! {
        <span class="term-place" on:mouseenter=move |_| open.set(true) on:mouseleave=move |_| open.set(false)>
            <button type="button" class="term" data-term=entry.key aria-describedby=id.clone()
                on:click=move |_| open.set(true) on:focus=move |_| open.set(true)
                on:blur=move |_| open.set(false) on:keydown=close>{written}</button>
            <span class="term-words" role="tooltip" id=id hidden=move || !open.get()>{entry.words}</span>
        </span>
    }
}
