//! The card “Take it away” at the end of a chapter.

use super::montage::Montage;
use super::weights::WeightsButtons;
use super::{Animation, PlotChoice, file_name};
use crate::ui::chapter::plots::PlotCard;
use crate::ui::chapter::shown::Chapters;
use crate::ui::controls::framed::embed;
use crate::ui::plot::palette::Palette;
use crate::ui::save;
use crate::ui::store::Store;
use crate::ui::words::language::say;
use leptos::prelude::*;
use wasm_bindgen::JsValue;

#[component]
pub fn TakeAway(
    /// The key of what the points in the table are.
    samples: &'static str,
    /// There are none yet.
    #[prop(into)]
    nothing_shown: Signal<bool>,
    plots: Memo<Vec<PlotCard>>,
    /// The key of what the way of the chapter's timeline is called, if it has one.
    #[prop(optional)]
    timeline: Option<&'static str>,
    /// Whether there are no weights yet, in a chapter that trains a network.
    #[prop(optional)]
    untrained: Option<Memo<bool>>,
) -> impl IntoView {
    let (store, chapters) = (Store::get(), Chapters::get());
    view! {
        <section class="export">
            <h2>{say("save.title")}</h2>
            <div class="buttons">
                <button type="button" data-testid="save-samples" disabled=nothing_shown title=say(samples)
                    on:click=move |_| save::tell(&store, save_samples(&store, &chapters))>{say("save.samples")}</button>
                <button type="button" data-testid="save-stage" disabled=nothing_shown
                    title=say("save.stage.help")
                    on:click=move |_| save::tell(&store, save_stage(&store, &chapters))>{say("save.stage")}</button>
            </div>
            <p class="hint" hidden=move || !nothing_shown.get()>{say("save.nothing")}</p>
            <PlotChoice plots/>
            <Animation timeline/>
            // A file brings settings of its own.
            {untrained.filter(|_| embed(|embed| embed.locked.is_empty())).map(|untrained| view! { <WeightsButtons untrained/> })}
        </section>
    }
}

fn save_samples(store: &Store, chapters: &Chapters) -> Result<(), JsValue> {
    let found = chapters.shown().act(|shown| {
        let samples = store.settings.with_untracked(|settings| shown.samples(settings));
        samples.map(|samples| (shown.client().chapter(), samples))
    });
    let (chapter, samples) = found.ok_or("there are no samples yet")?;
    save::text(&file_name(chapter, "samples.csv"), "text/csv", &samples)
}

fn save_stage(store: &Store, chapters: &Chapters) -> Result<(), JsValue> {
    let palette = Palette::new(store.dark.get_untracked());
    chapters.shown().act(|shown| {
        let name = file_name(shown.client().chapter(), "stage.png");
        let shots = shown.shots();
        let montage = Montage::new(&shots, f64::INFINITY)?;
        montage.draw(&shots, &palette)?;
        save::picture(name, montage.canvas())
    })
}
