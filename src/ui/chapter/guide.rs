//! “What to look for”: a few sentences whose numbers are those of the run.

use leptos::prelude::*;

#[component]
pub fn Guide(
    sentences: Memo<Vec<String>>,
    /// What is on its way, where some of them belong to other settings or another step.
    #[prop(optional, into)]
    awaited: Signal<Option<String>>,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    view! {
        <section class="guide" class:stale=move || awaited.with(Option::is_some) data-stale=awaited>
            <h2>"What to look for"</h2>
            <p class="awaited" hidden=move || awaited.with(Option::is_none)>{awaited}</p>
            <ul data-testid="guide">
                {move || sentences.get().into_iter().map(|words| view! { <li>{words}</li> }).collect::<Vec<_>>()}
            </ul>
            {children.map(|children| children())}
        </section>
    }
}
