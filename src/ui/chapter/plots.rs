//! The plots of a chapter: rows of plain data, and the one view of them.

use super::canvas;
use super::plot_canvas::PlotCanvas;
use super::shown::Chapters;
use crate::settings::Settings;
use crate::ui::controls::framed::embed;
use crate::ui::store::Store;
use crate::ui::words::data_words;
use crate::ui::words::language::say;
use leptos::prelude::*;
use std::ops::Range;

/// A row of a chapter's list: `chart` draws it, `words` says what it shows.
pub struct Plot<C, W> {
    /// Of its canvas, and of its file.
    pub id: &'static str,
    /// These two as [`data_words::fill`] takes them.
    pub title: &'static str,
    pub about: &'static str,
    /// What it is called where nothing stands below it, if not by its title.
    pub name: &'static str,
    pub is_tall: bool,
    /// What will appear in it and what to do for that: written in it while nothing is measured.
    pub awaits: &'static str,
    /// Whether there can be anything to draw.
    pub applies: fn(&Settings) -> bool,
    pub chart: C,
    pub words: W,
}

impl<C, W> Plot<C, W> {
    /// What a row does not say is as most plots have it.
    pub const fn new(chart: C, words: W) -> Self {
        Self {
            id: "",
            title: "",
            about: "",
            name: "",
            is_tall: false,
            awaits: "",
            applies: |_| true,
            chart,
            words,
        }
    }
}

/// What the card of a plot says now.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PlotCard {
    pub id: &'static str,
    pub title: String,
    pub about: String,
    /// What it is called where it stands alone.
    pub name: String,
    /// For those who do not see it: what it shows.
    pub words: String,
    pub is_tall: bool,
    pub is_shown: bool,
}

impl PlotCard {
    /// What it shows of each lane, in words; of none where nothing is measured yet.
    pub fn describe(&self, lanes: &[String]) -> String {
        match lanes {
            [] => format!("{}: nothing measured yet.", self.title),
            _ => format!("{}, {}. {}.", self.title, self.about, lanes.join("; ")),
        }
    }
}

/// The cards of a chapter, in the order of its rows; `describe` makes a card's words from what its row says of them.
pub fn cards<C, W>(
    plots: &[Plot<C, W>],
    settings: &Settings,
    describe: impl Fn(&W, &PlotCard) -> String,
) -> Vec<PlotCard> {
    let fill = |words| data_words::fill(words, &settings.data);
    let card = |plot: &Plot<C, W>| {
        let card = PlotCard {
            id: plot.id,
            title: fill(plot.title),
            about: fill(plot.about),
            name: fill(if plot.name.is_empty() { plot.title } else { plot.name }),
            words: String::new(),
            is_tall: plot.is_tall,
            is_shown: (plot.applies)(settings),
        };
        PlotCard { words: describe(&plot.words, &card), ..card }
    };
    plots.iter().map(card).collect()
}

/// What stands in the captions of a chapter's plots besides, by their ids.
pub type Captions = fn(&'static str) -> Option<AnyView>;

/// The canvas of one plot of the chapter on the page, with its caption.
#[component]
pub fn PlotFigure(
    /// Its place among the rows.
    index: usize,
    cards: Memo<Vec<PlotCard>>,
    /// After its title, and at the end of what is said below it.
    #[prop(default = |_| None)]
    beside: Captions,
    #[prop(default = |_| None)] below: Captions,
) -> impl IntoView {
    let chapter = Store::get().settings.with_untracked(|settings| settings.chapter);
    let of = Chapters::get().of(chapter);
    let canvas = canvas::handed_over("A plot", move |canvas| {
        let plot = PlotCanvas::new(index, canvas)?;
        of.act(|chapter| plot.keep_in(&mut chapter.base().plots));
        Ok(())
    });
    let PlotCard { id, is_tall, .. } = cards.with_untracked(|cards| cards[index].clone());
    let text = move |of: fn(&PlotCard) -> &String| move || cards.with(|cards| of(&cards[index]).clone());
    view! {
        <figure class="plot" class:tall=is_tall hidden=move || cards.with(|cards| !cards[index].is_shown)>
            <figcaption>
                <b>{text(|card| &card.title)}</b>
                {beside(id)}
                <small>{text(|card| &card.about)}{below(id)}</small>
            </figcaption>
            <canvas node_ref=canvas data-testid=id role="img"
                aria-label=text(|card| &card.words)></canvas>
        </figure>
    }
}

/// As many plots of a chapter are in sight, the others folded away.
const IN_SIGHT: usize = 4;

/// Plots of the chapter on the page, two in a row.
#[component]
pub fn Plots(
    /// Which rows.
    rows: Range<usize>,
    cards: Memo<Vec<PlotCard>>,
    #[prop(default = |_| None)] beside: Captions,
    #[prop(default = |_| None)] below: Captions,
    /// What is to be said of those that are not shown.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let figure = move |index| view! { <PlotFigure index cards beside below/> };
    let first = rows.start..rows.end.min(rows.start + IN_SIGHT);
    let more = first.end..rows.end;
    let embeds = embed(|embed| embed.on);
    view! {
        <section class="plot-list" aria-label=say("plots")>
            <div class="plots live">
                {first.map(figure).collect_view()}
                {children.map(|children| children())}
            </div>
            {(!more.is_empty()).then(|| view! {
                <details class="more" open=embeds data-testid="more-plots">
                    <summary>{say("plots.more")}</summary>
                    <div class="plots live">{more.map(figure).collect_view()}</div>
                </details>
            })}
        </section>
    }
}

/// Every card has an id of its own, a title, and words for those who do not see it.
#[cfg(test)]
pub fn assert_sound(cards: &[PlotCard]) {
    for (index, PlotCard { id, title, name, words, .. }) in cards.iter().enumerate() {
        assert!(!id.is_empty() && cards[..index].iter().all(|other| other.id != *id), "{id}");
        assert!(!title.is_empty() && !name.is_empty() && !title.contains('{'), "{id}: {title}, {name}");
        assert!(words.ends_with('.'), "{id}: {words}");
    }
}
