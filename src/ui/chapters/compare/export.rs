//! What can be taken away: the figure, the table, and the settings as a link.

use super::curves;
use super::model::Model;
use super::session::CompareSession;
use crate::settings::url;
use crate::ui::browser;
use crate::ui::chapter::content::announced;
use crate::ui::chapter::handle::Handle;
use crate::ui::chapter::live::Live;
use crate::ui::chapter::plots::PlotCard;
use crate::ui::saving::{Animation, PlotChoice};
use crate::ui::store::Store;
use crate::ui::words::language::say;
use leptos::html::Input;
use leptos::prelude::*;

#[component]
pub fn Export() -> impl IntoView {
    let compare = Handle::<CompareSession>::get();
    let store = Store::get();
    let live = Live::<Model>::get();
    let nothing_shown = live.memo(|now| now.columns.iter().all(Option::is_none));
    let nothing_scored = live.memo(|now| now.scores.is_empty());
    let plots = announced(|settings, now| {
        // Its file has the chapter's name in front of it already.
        curves::cards(settings, now).into_iter().map(|card| PlotCard { id: "quality-plot", ..card }).collect()
    });
    view! {
        <section class="export">
            <h2>{say("save.title")}</h2>
            <div class="buttons">
                <button type="button" data-testid="compare-png" disabled=nothing_shown
                    title=say("save.figure.help")
                    on:click=move |_| compare.act(|compare| compare.save_png(&store))>{say("save.figure.png")}</button>
                <button type="button" data-testid="compare-svg" disabled=nothing_shown
                    title=say("save.figure.svg.help")
                    on:click=move |_| compare.act(|compare| compare.save_svg(&store))>{say("save.figure.svg")}</button>
                <button type="button" data-testid="compare-csv" disabled=nothing_scored
                    title=say("save.table.help")
                    on:click=move |_| compare.act(|compare| compare.save_csv(&store))>{say("save.table")}</button>
            </div>
            <p class="hint" hidden=move || !nothing_scored.get()>{say("save.no-table")}</p>
            <PlotChoice plots/>
            <Animation timeline=Some("compare.timeline")/>
            <Link/>
        </section>
    }
}

/// The settings as a link: copied, and shown for where nothing may be copied.
#[component]
fn Link() -> impl IntoView {
    let store = Store::get();
    // The link that was to be copied, and whether that was allowed: another link has not been copied yet.
    let tried = RwSignal::new(None::<(String, bool)>);
    let text = NodeRef::<Input>::new();
    let link = Memo::new(move |_| browser::link(&store.settings.with(url::to_query)));
    let copy = move |_| {
        if let Some(text) = text.get_untracked() {
            text.select();
        }
        let wanted = link.get_untracked();
        // The answer may come after the reader has gone to another chapter.
        browser::copy(wanted.clone(), move |copied| drop(tried.try_set(Some((wanted, copied)))));
    };
    let said = move || match tried.get() {
        Some((of, copied)) if of == link.get() => say(if copied { "save.copied" } else { "save.not-copied" }),
        _ => String::new(),
    };
    view! {
        <div class="link">
            <button type="button" data-testid="compare-link" on:click=copy>{say("save.link")}</button>
            <input node_ref=text type="text" readonly data-testid="compare-link-text" aria-label=say("save.link.text")
                prop:value=link/>
            <span role="status">{said}</span>
        </div>
    }
}
