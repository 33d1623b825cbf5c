//! The slider back through the weights that were kept.

use super::handle::Handle;
use super::time_lapse::LooksBack;
use crate::ui::controls::on_let_go;
use crate::ui::store::Store;
use crate::ui::words::format;
use leptos::html::Input;
use leptos::prelude::*;
use web_sys::HtmlInputElement;

#[component]
pub fn LookBack(
    /// The slider's id; the keyboard knows one of them, `scrub`.
    id: &'static str,
    /// What can be seen of the past.
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
            format!("step {} of {}", format::count(f64::from(at)), format::count(f64::from(step.get())))
        }
        None => "now".into(),
    };
    let moved = move |event: leptos::ev::Targeted<web_sys::Event, HtmlInputElement>| {
        let place = event.target().value_as_number() as usize;
        of.act(|session| session.scrub_to(place, &store));
    };
    let release = move || of.act(|session| session.release(&store));
    on_let_go(release);
    let title = move || {
        if no_checkpoints.get() {
            "Nothing is learned yet, so there is nothing to look back at."
        } else {
            about
        }
    };
    view! {
        <div class="timeline time-lapse" class:untrained=move || step.get() == 0>
            <label class="end" for=id>"Look back"</label>
            <input node_ref=slider id=id type="range" data-testid="time-lapse" min="0" max="0" step="1"
                aria-valuetext=words title=title disabled=no_checkpoints on:input:target=moved
                on:change=move |_| release()/>
            <p class="t-value" data-testid="looking-at"
                data-value=move || looking_at.get().map(|step| step.to_string())>{words}</p>
        </div>
    }
}
