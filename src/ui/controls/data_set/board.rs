//! The board that data are drawn on, with mouse, finger or pen; ready drawings do without one.

use super::ready::READY;
use super::strokes::{self, Place};
use crate::settings::{DataSettings, Drawing, StageSquare};
use crate::ui::controls::Restarts;
use crate::ui::store::Store;
use crate::ui::words::language::say;
use leptos::ev::PointerEvent;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// The board's own units: data units, y downwards.
fn on_board(place: Place) -> [f64; 2] {
    let [x, y] = Drawing::in_data_units(place);
    [x, -y]
}

fn view_box() -> String {
    let StageSquare { x, y, side } = Drawing::BOARD;
    format!("{x} {} {side} {side}", -(y + side))
}

/// A line through the places, ended so that a single place is a dot.
fn path(stroke: &[Place]) -> String {
    let points = stroke.iter().chain(stroke.last()).map(|&place| {
        let [x, y] = on_board(place);
        format!("{x:.3} {y:.3}")
    });
    format!("M{}", points.collect::<Vec<_>>().join("L"))
}

/// Where on the board an event is.
fn place_of(event: &PointerEvent) -> Option<Place> {
    let board = event.current_target()?.dyn_into::<web_sys::Element>().ok()?.get_bounding_client_rect();
    let [right, down] = [
        (f64::from(event.client_x()) - board.left()) / board.width(),
        (f64::from(event.client_y()) - board.top()) / board.height(),
    ];
    let StageSquare { x, y, side } = Drawing::BOARD;
    Some(Drawing::place_of([x + side * right, y + side * (1.0 - down)]))
}

fn words(drawing: &Drawing) -> String {
    let drawn = match drawing.strokes().len() {
        _ if *drawing == Drawing::default() => "a face".to_owned(),
        1 => "1 stroke".to_owned(),
        strokes => format!("{strokes} strokes"),
    };
    format!("Board to draw data on with a mouse, a finger or a pen. On it: {drawn}.")
}

#[component]
pub fn Board() -> impl IntoView {
    let store = Store::get();
    let drawing = store.part(|data: &DataSettings| data.drawing.clone());
    // Places of the stroke under way; none while no pen is down.
    let pen = RwSignal::new(Vec::<Place>::new());
    let full = RwSignal::new(false);
    let draw = move |drawing: Drawing| {
        full.set(false);
        store.settings.update(|settings| settings.data.drawing = drawing);
    };
    let down = move |event: PointerEvent| {
        let Some(place) = place_of(&event).filter(|_| event.is_primary() && event.button() == 0) else {
            return;
        };
        if let Some(board) =
            event.current_target().and_then(|target| target.dyn_into::<web_sys::Element>().ok())
        {
            // Without capture a stroke goes on where it comes back; nothing else is lost.
            let _ = board.set_pointer_capture(event.pointer_id());
        }
        pen.set(vec![place]);
    };
    let moved = move |event: PointerEvent| {
        if !event.is_primary() || pen.with_untracked(Vec::is_empty) {
            return;
        }
        if let Some(place) = place_of(&event) {
            pen.update(|stroke| strokes::carry_on(stroke, place));
        }
    };
    let up = move |event: PointerEvent| {
        if !event.is_primary() {
            return;
        }
        let stroke = std::mem::take(&mut *pen.write());
        if stroke.is_empty() {
            return;
        }
        match drawing.with_untracked(|drawing| strokes::with(drawing, &stroke)) {
            Some(more) => draw(more),
            None => full.set(true),
        }
    };
    let shown = move || {
        let is_drawing = pen.with(|stroke| !stroke.is_empty());
        drawing.with(|drawing| {
            let strokes = if is_drawing { strokes::shown_beside_pen(drawing) } else { drawing.strokes() };
            strokes.iter().map(|stroke| path(stroke)).collect::<String>()
        })
    };
    let is_face = move || drawing.with(|drawing| *drawing == Drawing::default());
    let undo = move |_| draw(drawing.with_untracked(strokes::without_newest));
    let ready = READY.iter().map(|ready| {
        view! {
            <button type="button" data-testid=format!("draw-{}", ready.key)
                on:click=move |_| draw(ready.drawing())>{say(ready.name)}</button>
        }
    });
    view! {
        <div class="drawing" role="group" aria-label=say("draw.title")>
            <p class="drawing-title">{say("draw.title")}<Restarts/></p>
            <svg class="draw-board" data-testid="draw-board" role="img" viewBox=view_box()
                aria-label=move || drawing.with(words) on:pointerdown=down on:pointermove=moved on:pointerup=up
                on:pointercancel=move |_| pen.set(Vec::new())>
                <path d=shown></path>
                <path d=move || pen.with(|stroke| if stroke.is_empty() { String::new() } else { path(stroke) })></path>
            </svg>
            <p class="drawing-buttons">
                <button type="button" data-testid="draw-undo" title=say("draw.undo.help") disabled=is_face
                    on:click=undo>{say("draw.undo")}</button>
                <button type="button" data-testid="draw-clear" title=say("draw.clear.help") disabled=is_face
                    on:click=move |_| draw(Drawing::default())>{say("draw.clear")}</button>
                {ready.collect_view()}
            </p>
            <p class="why-not" role="status" data-testid="draw-full">
                {move || full.get().then(|| say("draw.full"))}
            </p>
            <p class="remark">{say("draw.remark")}</p>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_board_has_y_upwards_and_a_single_place_is_a_dot() {
        assert_eq!(view_box(), "-2 -2 4 4");
        let [low, high] = [[0, 0], [63, 63]].map(on_board);
        assert!(low[0] < high[0] && low[1] > high[1]);
        let dot = path(&[[32, 32]]);
        assert_eq!(dot.matches('L').count(), 1, "{dot}");
    }

    #[test]
    fn a_drawing_is_told_in_words() {
        assert!(words(&Drawing::default()).contains("a face"));
        let one = Drawing::new(vec![vec![[1, 1]]]).expect("on the board");
        assert!(words(&one).ends_with("1 stroke."));
    }
}
