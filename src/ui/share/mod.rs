//! What leaves the page as a link or as a part of another page.

mod panel;
mod poster;
mod singles;
mod snippets;

use super::browser;
use super::controls::on_escape;
use super::store::Store;
use super::words::language::{say, say_with};
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
                say("share.copied")
            } else {
                say_with("share.not-copied", "link", shown.as_str())
            });
        });
    };
    view! {
        <div class="share">
            <button type="button" class="quiet" data-testid="share" title=say("share.help")
                on:click=share>{say("share")}</button>
            <button type="button" class="quiet" data-testid="embed" title=say("share.embed.help")
                aria-expanded=move || open.get().to_string() on:click=move |_| open.update(|open| *open = !*open)>
                {say("share.embed")}
            </button>
        </div>
        <Show when=move || open.get()><EmbedPanel open/></Show>
    }
}
