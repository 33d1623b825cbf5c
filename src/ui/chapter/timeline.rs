//! The slider of a chapter's timeline, and the button that plays it.

use super::handle::Handle;
use super::keeps::Keeps;
use super::playhead::Playhead;
use crate::ui::controls::on_let_go;
use crate::ui::words::language::say;
use leptos::html::Input;
use leptos::prelude::*;
use web_sys::HtmlInputElement;

/// Acts on the playhead of a chapter that has one.
fn act(chapter: Handle<dyn Keeps>, action: impl FnOnce(&mut Playhead)) {
    chapter.act(|chapter| {
        if let Some(playhead) = chapter.timeline() {
            action(playhead);
        }
    });
}

/// What the button does, while it plays and while it does not: the keys of a name, and of more of it for a tooltip.
pub struct Names {
    pub stop: [&'static str; 2],
    pub play: [&'static str; 2],
}

#[component]
pub fn PlayButton(chapter: Handle<dyn Keeps>, playing: Memo<bool>, names: &'static Names) -> impl IntoView {
    let words = move || if playing.get() { &names.stop } else { &names.play };
    view! {
        <button type="button" class="play" data-testid="play" aria-pressed=move || playing.get().to_string()
            aria-label=move || say(words()[0]) title=move || say(words()[1]) on:click=move |_| act(chapter, Playhead::toggle)>
            {move || if playing.get() { "❚❚" } else { "▶" }}
        </button>
    }
}

#[component]
pub fn Scrub(
    chapter: Handle<dyn Keeps>,
    /// The key of its label.
    label: &'static str,
    /// Where it stands.
    #[prop(into)]
    words: Signal<String>,
    /// Keeps the slider, which follows the playhead.
    keep: impl Fn(HtmlInputElement) + 'static,
) -> impl IntoView {
    let scrub = NodeRef::<Input>::new();
    Effect::new(move |_| {
        if let Some(input) = scrub.get() {
            keep(input);
        }
    });
    let moved = move |event: leptos::ev::Targeted<web_sys::Event, HtmlInputElement>| {
        let share = event.target().value_as_number();
        act(chapter, |playhead| playhead.scrub(share));
    };
    on_let_go(move || act(chapter, Playhead::release));
    view! {
        <input node_ref=scrub id="scrub" type="range" data-testid="scrub" min="0" max="1" step="any" aria-label=say(label)
            aria-valuetext=words on:input:target=moved on:pointerdown=move |_| act(chapter, Playhead::hold)/>
    }
}
