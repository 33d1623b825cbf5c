//! “What to look for”: a few sentences whose numbers are those of the run.

use leptos::prelude::*;

#[component]
pub fn Guide(sentences: Memo<Vec<String>>, #[prop(optional)] children: Option<Children>) -> impl IntoView {
    view! {
        <section class="guide">
            <h2>"What to look for"</h2>
            <ul data-testid="guide">
                {move || sentences.get().into_iter().map(|words| view! { <li>{words}</li> }).collect::<Vec<_>>()}
            </ul>
            {children.map(|children| children())}
        </section>
    }
}
