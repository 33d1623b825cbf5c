//! The end of the story: each guess beside what was measured and what is exact.

use super::filled::{filled, shown, shown_measured};
use super::steps::step_of;
use super::strip::{Heading, Way};
use crate::settings::Settings;
use crate::settings::story::{Answer, TABLE};
use crate::ui::metrics::Metrics;
use crate::ui::store::Store;
use crate::ui::words::language::say;
use crate::ui::{browser, save};
use leptos::prelude::*;

/// Question, guess and measured value, as they are read.
fn rows(settings: &Settings) -> Vec<[String; 3]> {
    let row = |answer: Answer| {
        let step = step_of(answer.step)?;
        let guess = step.guess()?;
        // The numbers of a step are gone with its chapter: a question that names one says what it is without.
        let ask = filled(step, "ask", &Metrics::default(), settings, Some(answer));
        let measured = answer.measured.map_or_else(String::new, |of| shown_measured(step.key, guess, of));
        Some([ask, shown(step.key, guess, answer.guess), measured])
    };
    settings.story.answers.iter().filter_map(row).collect()
}

fn heads() -> [String; 3] {
    ["story.table.question", "story.your-guess", "story.measured"].map(say)
}

/// Between commas, or tabs for a sheet.
fn text(settings: &Settings, field: fn(&str) -> String, between: &str) -> String {
    let line =
        |fields: &[String; 3]| fields.iter().map(|text| field(text)).collect::<Vec<_>>().join(between) + "\n";
    std::iter::once(heads()).chain(rows(settings)).map(|fields| line(&fields)).collect()
}

#[component]
pub fn Table(foot: fn() -> AnyView) -> impl IntoView {
    let store = Store::get();
    let all = Memo::new(move |_| store.settings.with(rows));
    let copied = RwSignal::new(false);
    let copy = move |_| {
        let words = store.settings.with_untracked(|settings| text(settings, str::to_owned, "\t"));
        browser::copy(words, move |done| copied.set(done));
    };
    let keep = move |_| {
        let words = store.settings.with_untracked(|settings| text(settings, save::csv_words, ","));
        save::tell(&store, save::text("story.csv", "text/csv", &words));
    };
    view! {
        <section class="story" aria-label=say("story.name") data-testid="strip" data-step=TABLE.to_string() data-done="true">
            <Heading words=say("story.table.title")/>
            <p>{say("story.table.words")}</p>
            <Show when=move || all.with(|all| !all.is_empty()) fallback=|| view! { <p>{say("story.table.none")}</p> }>
                <table data-testid="story-table">
                    <thead><tr>{heads().map(|head| view! { <th scope="col">{head}</th> }).collect_view()}</tr></thead>
                    <tbody>
                        {move || all.get().into_iter().map(|[ask, guess, measured]| view! {
                            <tr><th scope="row">{ask}</th><td>{guess}</td><td>{measured}</td></tr>
                        }).collect_view()}
                    </tbody>
                </table>
                <p class="buttons">
                    <button type="button" data-testid="story-copy" on:click=copy>
                        {move || say(if copied.get() { "story.table.copied" } else { "story.table.copy" })}
                    </button>
                    <button type="button" data-testid="story-csv" on:click=keep>{say("story.table.save")}</button>
                </p>
            </Show>
            {foot()}
            <Way number=TABLE/>
        </section>
    }
}
