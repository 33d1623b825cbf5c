//! One of the chapter's plots, to be kept as a picture or as a drawing.

use super::file_name;
use crate::ui::chapter::shown::Chapters;
use crate::ui::plot::figure;
use crate::ui::plot::palette::Palette;
use crate::ui::save;
use crate::ui::store::Store;
use leptos::prelude::*;
use wasm_bindgen::JsValue;

/// A plot on offer.
#[derive(Clone, Debug, PartialEq)]
pub struct PlotName {
    /// Its place among the chapter's charts.
    pub index: usize,
    /// Its canvas, and its file.
    pub id: &'static str,
    pub title: String,
}

#[derive(Clone, Copy, PartialEq)]
enum Form {
    Png,
    Svg,
}

#[component]
pub fn PlotChoice(
    /// At least one.
    #[prop(into)]
    plots: Signal<Vec<PlotName>>,
) -> impl IntoView {
    let (store, chapters) = (Store::get(), Chapters::get());
    let chosen = RwSignal::new(None::<String>);
    // A plot that is no longer on offer gives way to the first.
    let plot = Memo::new(move |_| {
        plots.with(|plots| {
            let wanted = |plot: &&PlotName| chosen.with(|chosen| chosen.as_deref() == Some(plot.id));
            plots.iter().find(wanted).or(plots.first()).cloned()
        })
    });
    let options = move || {
        let options = plots.get().into_iter().map(|PlotName { id, title, .. }| {
            let selected = move || plot.with(|plot| plot.as_ref().is_some_and(|plot| plot.id == id));
            view! { <option value=id prop:selected=selected>{title}</option> }
        });
        options.collect_view()
    };
    let keep = move |form: Form| {
        if let Some(plot) = plot.get_untracked() {
            save::tell(&store, save_plot(&plot, form, &store, &chapters));
        }
    };
    view! {
        <div class="buttons">
            <label for="save-plot-choice">"Plot"</label>
            <select id="save-plot-choice" data-testid="save-plot-choice"
                on:change:target=move |event| chosen.set(Some(event.target().value()))>{options}</select>
            <button type="button" data-testid="save-plot-png" title="The plot as pixels." aria-label="Plot as PNG"
                on:click=move |_| keep(Form::Png)>"PNG"</button>
            <button type="button" data-testid="save-plot-svg" title="The plot as lines, for print."
                aria-label="Plot as SVG" on:click=move |_| keep(Form::Svg)>"SVG"</button>
        </div>
    }
}

fn save_plot(plot: &PlotName, form: Form, store: &Store, chapters: &Chapters) -> Result<(), JsValue> {
    let palette = Palette::new(store.dark.get_untracked());
    let found = chapters.shown().act(|shown| {
        let chart = store.settings.with_untracked(|settings| shown.chart(plot.index, settings, &palette));
        chart.map(|chart| (shown.client().chapter(), chart))
    });
    let (chapter, mut chart) = found.ok_or("there is no such plot")?;
    chart.title = Some(plot.title.clone());
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
