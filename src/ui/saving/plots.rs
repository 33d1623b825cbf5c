//! One of the chapter's plots, to be kept as a picture or as a drawing.

use super::file_name;
use crate::ui::chapter::plots::PlotCard;
use crate::ui::chapter::shown::Chapters;
use crate::ui::plot::figure;
use crate::ui::plot::palette::Palette;
use crate::ui::save;
use crate::ui::store::Store;
use crate::ui::words::language::say;
use leptos::prelude::*;
use wasm_bindgen::JsValue;

#[derive(Clone, Copy, PartialEq)]
enum Form {
    Png,
    Svg,
}

#[component]
pub fn PlotChoice(
    /// Those that are shown are on offer: at least one.
    plots: Memo<Vec<PlotCard>>,
) -> impl IntoView {
    let (store, chapters) = (Store::get(), Chapters::get());
    let chosen = RwSignal::new(None::<String>);
    // A plot that is no longer on offer gives way to the first.
    let plot = Memo::new(move |_| {
        plots.with(|plots| {
            let mut offer = plots.iter().enumerate().filter(|(_, plot)| plot.is_shown);
            let first = offer.clone().next();
            let wanted =
                |(_, plot): &(usize, &PlotCard)| chosen.with(|chosen| chosen.as_deref() == Some(plot.id));
            offer.find(wanted).or(first).map(|(index, plot)| (index, plot.clone()))
        })
    });
    let options = move || {
        let offer = plots.get().into_iter().filter(|plot| plot.is_shown);
        let options = offer.map(|PlotCard { id, name, .. }| {
            let selected = move || plot.with(|plot| plot.as_ref().is_some_and(|(_, plot)| plot.id == id));
            view! { <option value=id prop:selected=selected>{name}</option> }
        });
        options.collect_view()
    };
    let keep = move |form: Form| {
        if let Some((index, plot)) = plot.get_untracked() {
            save::tell(&store, save_plot(index, plot, form, &store, &chapters));
        }
    };
    view! {
        <div class="buttons">
            <label for="save-plot-choice">{say("save.plot")}</label>
            <select id="save-plot-choice" data-testid="save-plot-choice"
                on:change:target=move |event| chosen.set(Some(event.target().value()))>{options}</select>
            <button type="button" data-testid="save-plot-png" title=say("save.png.help") aria-label=say("save.png")
                on:click=move |_| keep(Form::Png)>"PNG"</button>
            <button type="button" data-testid="save-plot-svg" title=say("save.svg.help")
                aria-label=say("save.svg") on:click=move |_| keep(Form::Svg)>"SVG"</button>
        </div>
    }
}

fn save_plot(
    index: usize,
    plot: PlotCard,
    form: Form,
    store: &Store,
    chapters: &Chapters,
) -> Result<(), JsValue> {
    let palette = Palette::new(store.dark.get_untracked());
    let found = chapters.shown().act(|shown| {
        let chart = store.settings.with_untracked(|settings| shown.chart(index, settings, &palette));
        chart.map(|chart| (shown.client().chapter(), chart))
    });
    let (chapter, mut chart) = found.ok_or("there is no such plot")?;
    chart.title = Some(plot.name);
    match form {
        Form::Png => {
            let name = file_name(chapter, &format!("{}.png", plot.id));
            save::picture(name, &figure::picture(&chart, &palette)?)
        }
        Form::Svg => {
            let name = file_name(chapter, &format!("{}.svg", plot.id));
            save::text(&name, "image/svg+xml", &figure::drawing(&chart, &palette)?)
        }
    }
}
