//! The slider back through the weights that were kept.

use super::handle::Handle;
use super::time_lapse::LooksBack;
use crate::ui::controls::on_let_go;
use crate::ui::store::Store;
use crate::ui::words::language::{Told, say, tell};
use leptos::html::Input;
use leptos::prelude::*;
use web_sys::HtmlInputElement;

#[component]
pub fn LookBack(
    /// The slider's id; the keyboard knows one of them, `scrub`.
    id: &'static str,
    /// The key of what can be seen of the past.
    about: &'static str,
    /// The chapter's session.
    of: Handle<dyn LooksBack>,
    /// Puts the slider where the session draws it from.
    keep: impl Fn(HtmlInputElement) + 'static,
    /// The training step that is looked back at; none for now.
    looking_at: Memo<Option<u32>>,
    /// Training steps done.
    step: Memo<u32>,
    no_checkpoints: Memo<bool>,
) -> impl IntoView {
    let store = Store::get();
    let slider = NodeRef::<Input>::new();
    Effect::new(move |_| {
        if let Some(input) = slider.get() {
            keep(input);
        }
    });
    let words = move || match looking_at.get() {
        Some(at) => {
            let of = |name: &str| match name {
                "at" => Some(Told::Number(f64::from(at))),
                _ => Some(Told::Number(f64::from(step.get()))),
            };
            tell("back.step", of)
        }
        None => say("back.now"),
    };
    let moved = move |event: leptos::ev::Targeted<web_sys::Event, HtmlInputElement>| {
        let place = event.target().value_as_number() as usize;
        of.act(|session| session.scrub_to(place, &store));
    };
    let release = move || of.act(|session| session.release(&store));
    on_let_go(release);
    let title = move || say(if no_checkpoints.get() { "back.nothing" } else { about });
    view! {
        <div class="timeline time-lapse" class:untrained=move || step.get() == 0>
            <label class="end" for=id>{say("back")}</label>
            <input node_ref=slider id=id type="range" data-testid="time-lapse" min="0" max="0" step="1"
                aria-valuetext=words title=title disabled=no_checkpoints on:input:target=moved
                on:change=move |_| release()/>
            <p class="t-value" data-testid="looking-at"
                data-value=move || looking_at.get().map(|step| step.to_string())>{words}</p>
        </div>
    }
}
