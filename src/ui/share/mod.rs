//! What leaves the page as a link or as a part of another page.

mod panel;
mod poster;
mod singles;
mod snippets;

use super::browser;
use super::controls::on_escape;
use super::store::Store;
use crate::settings::url;
use leptos::prelude::*;
use panel::EmbedPanel;

/// The buttons of the header, and the panel that one of them opens.
#[component]
pub fn ShareButtons() -> impl IntoView {
    let store = Store::get();
    let open = RwSignal::new(false);
    on_escape(move || open.set(false));
    let share = move |_| {
        let link = browser::link(&store.settings.with_untracked(url::to_query));
        let shown = link.clone();
        browser::copy(link, move |copied| {
            store.notice.set(if copied {
                "The link to this experiment is copied.".to_owned()
            } else {
                format!("This browser does not let the page copy. The link is {shown}")
            });
        });
    };
    view! {
        <div class="share">
            <button type="button" class="quiet" data-testid="share" title="Copies a link to this experiment"
                on:click=share>"Share"</button>
            <button type="button" class="quiet" data-testid="embed" title="Choose what students see, and copy a \
                                                                           snippet for a course page"
                aria-expanded=move || open.get().to_string() on:click=move |_| open.update(|open| *open = !*open)>
                "Embed"
            </button>
        </div>
        <Show when=move || open.get()><EmbedPanel open/></Show>
    }
}
