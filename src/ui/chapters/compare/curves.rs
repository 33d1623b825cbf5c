//! Quality against evaluations, and the methods whose curves are drawn.

use super::model::Model;
use super::quality::{self, Qualities, curve};
use super::ranking::is_ranked;
use super::stage::class_of;
use crate::settings::{CompareSettings, Family, Method, Settings, Ticked};
use crate::ui::chapter::content::announced;
use crate::ui::chapter::plots::{self, PlotCard, PlotFigure};
use crate::ui::controls::framed::{Framed, locked_words};
use crate::ui::plot::lines::Chart;
use crate::ui::plot::palette::Palette;
use crate::ui::store::Store;
use crate::ui::words::compare as names;
use crate::ui::words::format;
use crate::ui::words::language::say;
use leptos::prelude::*;

type Plot = plots::Plot<fn(&Qualities, &Palette) -> Chart, fn(&Model, &Ticked) -> String>;

pub const PLOTS: &[Plot] = &[Plot {
    id: "compare-quality-plot",
    awaits: "Appears with the first scores",
    title: "Distance to the data",
    about: "MMD² against evaluations of each walker; thick lines are the columns' methods",
    name: "Quality against cost, MMD²",
    is_tall: true,
    ..Plot::new(quality::quality, describe)
}];

/// What the plot's card says.
pub fn cards(settings: &Settings, now: &Model) -> Vec<PlotCard> {
    plots::cards(PLOTS, settings, |words, _| words(now, &settings.compare.ticked))
}

#[component]
pub fn Curves() -> impl IntoView {
    let store = Store::get();
    let ticked = store.part(|settings: &CompareSettings| settings.ticked.clone());
    view! {
        <section class="curves">
            <h2>{say("compare.curves")}</h2>
            <PlotFigure index=0 cards=announced(cards)/>
            <div class="ticks">
                {Family::ALL.map(|family| view! { <Ticks family ticked/> }).collect_view()}
            </div>
        </section>
    }
}

/// The methods of one family.
#[component]
fn Ticks(family: Family, ticked: Memo<Ticked>) -> impl IntoView {
    let methods = Method::all().filter(|method| method.family() == family);
    view! {
        <fieldset>
            <legend class=class_of(family)>{names::family(family)}</legend>
            {methods.map(|method| view! { <Tick method ticked/> }).collect_view()}
        </fieldset>
    }
}

#[component]
fn Tick(method: Method, ticked: Memo<Ticked>) -> impl IntoView {
    let store = Store::get();
    let on = Memo::new(move |_| ticked.with(|ticked| ticked.contains(method)));
    let locked = Framed::of_key("curves") == Framed::Locked;
    let full = move || ticked.with(|ticked| ticked.methods().len() >= Ticked::MOST) && !on.get();
    let why = Memo::new(move |_| match () {
        _ if locked => Some(locked_words().to_owned()),
        _ if full() => Some(format!("At most {} curves can be shown. Remove one first.", Ticked::MOST)),
        _ => None,
    });
    let greyed = move || why.with(Option::is_some);
    let toggle = move |event: leptos::ev::Targeted<web_sys::Event, web_sys::HtmlInputElement>| {
        let wanted = event.target().checked();
        store.settings.update(|settings| {
            settings.compare.ticked.set(method, wanted);
        });
    };
    view! {
        <label class="switch" class:greyed=greyed title=why>
            <input type="checkbox" data-testid=format!("tick-{}", method.key()) prop:checked=on disabled=greyed
                on:change:target=toggle/>
            <span>{names::method(method)}</span>
            {move || why.get().map(|why| view! { <span class="unseen">" ("{why}")"</span> })}
        </label>
    }
}

/// What the curves show, in words.
fn describe(now: &Model, ticked: &Ticked) -> String {
    let ends: Vec<(Method, f64, f64)> = ticked
        .methods()
        .iter()
        .filter_map(|&method| {
            let (evaluations, mmd2) = *curve(&now.scores, method).last()?;
            Some((method, evaluations, mmd2))
        })
        .collect();
    let Some((best, evaluations, mmd2)) = ends.iter().min_by(|a, b| a.2.total_cmp(&b.2)).copied() else {
        return "Quality against evaluations: nothing is scored yet.".into();
    };
    let band = now.real_vs_real.as_ref().map_or(String::new(), |real_vs_real| {
        let real = f64::from(real_vs_real.mmd2_q95);
        let inside = ends.iter().filter(|(_, _, mmd2)| *mmd2 <= real).count();
        format!(
            " Two sets of real data stay under {}. In the end so do {inside} of {}.",
            format::fine(real),
            ends.len()
        )
    });
    let nearest = if !is_ranked(&now.models) {
        String::new()
    } else {
        format!(
            " Nearest to the data in the end: {}, MMD² {} after {} evaluations.",
            names::in_full(best),
            format::fine(mmd2),
            format::count(evaluations.round())
        )
    };
    format!("Quality against evaluations of {} methods.{nearest}{band}", ends.len())
}

#[cfg(test)]
mod tests {
    use super::super::model::tests::{HMC, LANGEVIN, score};
    use super::*;
    use crate::protocol::compare::{CompareRealVsReal, Origin};
    use std::sync::Arc;

    #[test]
    fn the_best_in_the_end_is_told_in_words() {
        let ticked = Ticked::default();
        assert!(describe(&Model::default(), &ticked).contains("nothing is scored"));
        plots::assert_sound(&cards(&Settings::default(), &Model::default()));
        let scores = Arc::new(vec![score(HMC, 0, 0.01), score(LANGEVIN, 0, 0.3)]);
        let real_vs_real = Some(CompareRealVsReal { mmd2_q95: 0.02, ..CompareRealVsReal::default() });
        let mut now = Model { scores, real_vs_real, ..Model::default() };
        assert!(!describe(&now, &ticked).contains("Nearest"), "perfect models are not ranked");
        now.models.iter_mut().for_each(|model| model.origin = Origin::Trained);
        let words = describe(&now, &ticked);
        assert!(words.contains("of 2 methods") && words.contains("HMC, exact"), "{words}");
        assert!(words.contains("do 1 of 2"), "{words}");
    }
}
