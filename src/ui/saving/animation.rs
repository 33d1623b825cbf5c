//! The choice of a film's length, the button that records it, and how far it is.

use super::recorder::{self, Length, Recorder};
use crate::ui::chapter::handle::Handle;
use crate::ui::chapter::shown::Chapters;
use crate::ui::save;
use crate::ui::store::Store;
use crate::ui::words::language::{say, say_with};
use leptos::prelude::*;

const SECONDS: [f64; 3] = [3.0, 6.0, 12.0];
/// The value of the choice that follows the timeline; the others are seconds.
const TIMELINE: &str = "timeline";

/// Records the stages for so long.
#[component]
pub fn Animation(
    /// What the way of the timeline is called, in a chapter that has one: it can be recorded as a whole.
    timeline: Option<&'static str>,
) -> impl IntoView {
    let (store, chapters, recorder) = (Store::get(), Chapters::get(), Handle::<Recorder>::get());
    let cannot = recorder::kind().is_none();
    let progress = RwSignal::new(None::<f64>);
    let wanted =
        RwSignal::new(if timeline.is_some() { Length::Timeline } else { Length::Seconds(SECONDS[1]) });
    let records = move || progress.with(Option::is_some);
    let choose = move |event: leptos::ev::Targeted<web_sys::Event, web_sys::HtmlSelectElement>| {
        let value = event.target().value();
        wanted.set(value.parse().map_or(Length::Timeline, Length::Seconds));
    };
    let start = move |_| {
        chapters.shown().act(|shown| {
            let chapter = shown.client().chapter();
            let begun = recorder
                .act(|recorder| recorder.start(chapter, shown, wanted.get_untracked(), progress, store));
            save::tell(&store, begun);
        });
    };
    let cancel = move |_| chapters.shown().act(|shown| recorder.act(|recorder| recorder.cancel(shown)));
    let seconds = SECONDS.map(|seconds| {
        let selected = wanted.get_untracked() == Length::Seconds(seconds);
        view! { <option value=seconds.to_string() selected=selected>{say_with("save.seconds", "seconds", seconds.to_string())}</option> }
    });
    view! {
        <div class="buttons">
            <label class="unseen" for="save-animation-length">{say("save.length")}</label>
            <select id="save-animation-length" data-testid="save-animation-length" on:change:target=choose
                disabled=move || cannot || records()>
                {timeline.map(|words| view! { <option value=TIMELINE selected>{say(words)}</option> })}
                {seconds.collect_view()}
            </select>
            <button type="button" data-testid="save-animation" disabled=move || cannot || records()
                title=say("save.animation.help") on:click=start>{say("save.animation")}</button>
            <Show when=records>
                <progress data-testid="save-animation-progress" max="1" aria-label=say("save.recorded")
                    prop:value=move || progress.get().unwrap_or_default()
                    data-value=move || progress.get().map(|share| share.to_string())></progress>
                <button type="button" data-testid="save-animation-cancel" on:click=cancel>{say("save.cancel")}</button>
            </Show>
        </div>
        <p class="hint" hidden=!cannot>{say("save.cannot-record")}</p>
    }
}
