//! A stage on the page: plain data of what is said of it, and the one view of it.

use super::canvas;
use super::drag::Draggable;
use super::handle::Handle;
use super::shown::Chapters;
use crate::ui::store::Store;
use leptos::ev;
use leptos::prelude::*;

/// How near to the point, in CSS pixels, a finger must come down to take hold of it: elsewhere it scrolls.
const REACH: f64 = 36.0;
/// Share of the square's side that an arrow key moves the point by.
const NUDGE: f64 = 0.02;

/// What is said of a stage now.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StageCard {
    /// Of its canvas, and of its label.
    pub ids: [&'static str; 2],
    pub label: String,
    /// Written below it, where anything is.
    pub caption: Option<String>,
    /// What stands beside the first has a colour of its own.
    pub is_rival: bool,
    /// For programs: what it shows, of which training step, and whether that is learned.
    pub shows: Option<&'static str>,
    pub step: Option<u32>,
    pub is_learned: Option<bool>,
    /// What is on its way, where it shows what belongs to other settings or another step.
    pub awaited: Option<String>,
}

/// One stage of the chapter on the page.
#[component]
pub fn Stage(
    /// Its place among the chapter's stages.
    index: usize,
    cards: Memo<Vec<StageCard>>,
    /// For those who do not see them: what each shows.
    words: Memo<Vec<String>>,
    /// Has a point that can be taken hold of, with the pointer or the arrow keys.
    #[prop(optional)]
    drag: Option<Handle<dyn Draggable>>,
) -> impl IntoView {
    let card = Memo::new(move |_| cards.with(|cards| cards.get(index).cloned().unwrap_or_default()));
    let [id, label_id] = card.with_untracked(|card| card.ids);
    let awaited = Memo::new(move |_| card.with(|card| card.awaited.clone()));
    view! {
        <div class="stage" class:stale=move || awaited.with(Option::is_some) data-stale=awaited>
            <StageCanvas index id drag words=move || words.with(|words| words.get(index).cloned().unwrap_or_default())/>
            <p class="stage-label" class:rival=move || card.with(|card| card.is_rival) data-testid=label_id
                data-value=move || card.with(|card| card.shows)
                data-step=move || card.with(|card| card.step.map(|step| step.to_string()))
                data-learned=move || card.with(|card| card.is_learned.map(|learned| learned.to_string()))>
                {move || card.with(|card| card.label.clone())}
                {move || awaited.get().map(|words| view! { " · "<span class="awaited">{words}</span> })}
            </p>
        </div>
    }
}

/// One stage, or two side by side, as many as there are cards.
#[component]
pub fn Stages(
    cards: Memo<Vec<StageCard>>,
    words: Memo<Vec<String>>,
    drag: Handle<dyn Draggable>,
    /// What else stands among them.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let two = Memo::new(move |_| cards.with(Vec::len) > 1);
    let caption =
        move |index: usize| cards.with(|cards| cards.get(index).and_then(|card| card.caption.clone()));
    let stage = move |index: usize| {
        let stage = view! { <Stage index cards words drag/> };
        if cards.with_untracked(|cards| cards[index].caption.is_none()) {
            return stage.into_any();
        }
        view! {
            <div class="captioned">
                {stage}
                <p class="caption" aria-live="off" data-testid=format!("caption-{index}")>{move || caption(index)}</p>
            </div>
        }
        .into_any()
    };
    view! {
        <div class="stages" class:race=two>
            {stage(0)}
            {move || two.get().then(|| stage(1))}
            {children.map(|children| children())}
        </div>
    }
}

#[component]
fn StageCanvas(
    index: usize,
    id: &'static str,
    drag: Option<Handle<dyn Draggable>>,
    #[prop(into)] words: Signal<String>,
) -> impl IntoView {
    let chapter = Store::get().settings.with_untracked(|settings| settings.chapter);
    let of = Chapters::get().of(chapter);
    let canvas =
        canvas::handed_over("The stage", move |canvas| of.act(|session| session.set_stage(index, canvas)));
    let act = move |action: &dyn Fn(&mut dyn Draggable)| {
        if let Some(of) = drag {
            of.act(|session| action(session));
        }
    };
    let held = StoredValue::new(false);
    let pixel = |event: &ev::PointerEvent| [event.offset_x(), event.offset_y()].map(f64::from);
    let down = move |event: ev::PointerEvent| {
        let at = pixel(&event);
        let near = event.pointer_type() != "touch";
        act(&|session| {
            let is_near = session.distance(index, at).is_some_and(|far| far < REACH);
            if !(near || session.is_seen() && is_near) || !event.is_primary() || event.button() != 0 {
                return;
            }
            held.set_value(true);
            if let Some(canvas) = canvas.get_untracked() {
                // Without capture the drag ends at the edge; nothing else is lost.
                let _ = canvas.set_pointer_capture(event.pointer_id());
            }
            session.drag(index, at);
        });
    };
    let moved = move |event: ev::PointerEvent| {
        if held.get_value() {
            act(&|session| session.drag(index, pixel(&event)));
        }
    };
    // A finger that holds the point must not scroll the page as well. The pointer event comes first.
    let touch = move |event: ev::TouchEvent| {
        if held.get_value() {
            event.prevent_default();
        }
    };
    let tap = move |event: ev::MouseEvent| {
        act(&|session| session.tap(index, [event.offset_x(), event.offset_y()].map(f64::from)));
    };
    let key = move |event: ev::KeyboardEvent| {
        let parts = match event.key().as_str() {
            "ArrowLeft" => [-NUDGE, 0.0],
            "ArrowRight" => [NUDGE, 0.0],
            "ArrowDown" => [0.0, -NUDGE],
            "ArrowUp" => [0.0, NUDGE],
            _ => return,
        };
        event.prevent_default();
        act(&|session| session.nudge(index, parts));
    };
    view! {
        <canvas node_ref=canvas class=drag.map(|_| "draggable") data-testid=id role="img" tabindex=drag.map(|_| "0")
            aria-label=words on:pointerdown=down on:pointermove=moved on:pointerup=move |_| held.set_value(false)
            on:pointercancel=move |_| held.set_value(false) on:touchstart=touch on:click=tap on:keydown=key></canvas>
    }
}

/// As many stages as there should be, each with ids of its own, and with words for those who do not see it.
#[cfg(test)]
pub fn assert_sound(cards: &[StageCard], words: &[String], count: usize) {
    assert_eq!([cards.len(), words.len()], [count; 2]);
    let mut ids: Vec<_> = cards.iter().flat_map(|card| card.ids).collect();
    ids.sort_unstable();
    assert!(ids.windows(2).all(|pair| pair[0] != pair[1]), "{ids:?}");
    assert!(cards.iter().all(|card| !card.label.is_empty()), "{cards:?}");
    assert!(words.iter().all(|words| words.ends_with('.')), "{words:?}");
}
