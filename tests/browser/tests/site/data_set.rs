//! The data set that all chapters share: chosen, drawn by hand, and in a link.

use crate::{SMALL, seconds, site};
use browser_tests::{Options, Page};
use serde_json::json;

/// Settings that keep one step of an energy's training small.
const SMALL_ENERGY: &str = "energy_width=16&energy_batch=32&energy_points=256&k=3&walkers=12";

fn open(query: &str) -> Page {
    let page = Page::open(&site(), &format!("engine=cpu&{SMALL}{query}"), Options::default());
    page.wait_for_engine("cpu");
    page
}

/// What the stage is said to show.
fn stage_says(page: &Page, words: &str) -> bool {
    page.attribute("stage", "aria-label").is_some_and(|label| label.contains(words))
}

fn address_holds(page: &Page, part: &str) -> bool {
    let search = page.browser().script("return location.search", &[]);
    search.as_str().is_some_and(|search| search.contains(part))
}

fn is_disabled(page: &Page, id: &str) -> bool {
    const SCRIPT: &str = "return document.querySelector(`[data-testid=\"${arguments[0]}\"]`).disabled";
    page.browser().script(SCRIPT, &[json!(id)]) == true
}

/// Presses a button wherever it is: a new run may change the layout while a pointer is on its way.
fn press(page: &Page, id: &str) {
    const SCRIPT: &str = "document.querySelector(`[data-testid=\"${arguments[0]}\"]`).click()";
    page.browser().script(SCRIPT, &[json!(id)]);
}

/// Draws a stroke with the pen, through places at shares of the board's side from its upper left corner.
fn draw(page: &Page, places: &[[f64; 2]]) {
    const DRAW: &str = "
        const board = document.querySelector('[data-testid=draw-board]');
        const box = board.getBoundingClientRect();
        const fire = (kind, [x, y]) => board.dispatchEvent(new PointerEvent(kind, {
            bubbles: true, pointerId: 1, isPrimary: true, pointerType: 'pen', button: 0,
            clientX: box.left + x * box.width, clientY: box.top + y * box.height }));
        const places = arguments[0];
        fire('pointerdown', places[0]);
        for (const place of places.slice(1)) fire('pointermove', place);
        fire('pointerup', places[places.length - 1]);";
    page.browser().script(DRAW, &[json!(places)]);
}

#[test]
fn another_data_set_is_another_run_with_words_of_its_own() {
    let page = open("&train_steps=100");
    page.step();
    page.set("set-data_set", "circles");
    page.wait("a new run", seconds(30), |page| page.value("step-count") == Some(0.0));
    page.wait("what is exact about circles", seconds(90), |page| {
        page.value("loss-ideal").is_some() && page.value("first-share-real").is_some()
    });
    page.wait("the stage to say so", seconds(30), |page| stage_says(page, "the density of two circles"));
    page.wait("the address", seconds(10), |page| address_holds(page, "data_set=circles"));
    assert!(!page.text("guide").contains("moon"), "{}", page.text("guide"));
    assert!(!is_disabled(&page, "set-conditional") && is_disabled(&page, "set-layout"));

    // Of more than two parts no class can be told, and one piece has no share.
    page.set("set-data_set", "pinwheel");
    page.wait("classes to be greyed", seconds(10), |page| is_disabled(page, "set-conditional"));
    page.set("set-data_set", "swiss-roll");
    page.wait("the row of shares to go", seconds(10), |page| !page.has("first-share"));

    // The moons' distance is theirs alone, and moves the stage with it.
    page.set("set-data_set", "two-moons");
    page.set("set-gap", "0.5");
    page.wait("the address", seconds(10), |page| address_holds(page, "gap=0.5"));
    page.step();
    page.assert_no_errors();
}

#[test]
fn a_drawing_is_made_undone_and_kept_in_the_address() {
    let page = open("&data_set=drawn&contours=0");
    page.wait("the face", seconds(60), |page| stage_says(page, "the density of your drawing"));
    assert!(is_disabled(&page, "draw-undo") && is_disabled(&page, "draw-clear"));
    draw(&page, &[[0.1, 0.5], [0.5, 0.2], [0.9, 0.5]]);
    page.wait("the address to hold it", seconds(10), |page| address_holds(page, "drawing="));
    let label = page.attribute("draw-board", "aria-label").expect("a label");
    assert!(label.ends_with("1 stroke."), "{label}");
    page.wait("a run on it", seconds(60), |page| {
        page.value("step-count") == Some(0.0) && page.value("loss-ideal").is_some()
    });
    page.step();

    draw(&page, &[[0.2, 0.8], [0.8, 0.8]]);
    page.wait("two strokes", seconds(10), |page| {
        page.attribute("draw-board", "aria-label").is_some_and(|label| label.ends_with("2 strokes."))
    });
    // The address follows a little later; a full stop lies between two strokes.
    page.wait("the address to hold both", seconds(10), |page| {
        let search = page.browser().script("return new URLSearchParams(location.search).get('drawing')", &[]);
        search.as_str().is_some_and(|drawing| drawing.contains('.'))
    });
    page.reload();
    page.wait_for_engine("cpu");
    let label = page.attribute("draw-board", "aria-label").expect("a label");
    assert!(label.ends_with("2 strokes."), "the link holds it: {label}");
    press(&page, "draw-undo");
    press(&page, "draw-undo");
    page.wait("the face in the address", seconds(10), |page| !address_holds(page, "drawing="));
    press(&page, "draw-heart");
    page.wait("a drawing without a pointer", seconds(10), |page| address_holds(page, "drawing="));
    press(&page, "draw-clear");
    page.wait("the face again", seconds(10), |page| !address_holds(page, "drawing="));
    page.assert_no_errors();
}

#[test]
fn a_link_with_a_drawing_that_is_none_says_so_and_shows_the_face() {
    let page = open("&data_set=drawn&drawing=AAA");
    let notice = page.text("notice");
    assert!(notice.contains("drawing") && notice.contains("AAA"), "{notice}");
    assert_eq!(page.input("set-data_set"), "drawn");
    let label = page.attribute("draw-board", "aria-label").expect("a label");
    assert!(label.contains("a face"), "{label}");
    page.step();
    page.assert_no_errors();
}

#[test]
fn an_energy_of_eight_gaussians_is_learned() {
    let query = format!(
        "chapter=learn-an-energy&engine=cpu&data_set=eight-gaussians&energy_steps=100&{SMALL_ENERGY}"
    );
    let page = Page::open(&site(), &query, Options::default());
    page.wait("walkers", seconds(120), |page| page.value("steps-walked-0") >= Some(3.0));
    page.click("train");
    page.wait("the end of training", seconds(60), |page| {
        page.value("step-count") == Some(100.0)
            && page.attribute("stage-shows-0", "data-value").as_deref() == Some("learned")
    });
    page.wait("shares and their truth", seconds(30), |page| {
        let truth = page.value("density-first-truth");
        page.value("density-first-0").is_some() && truth.is_some_and(|truth| (truth - 0.125).abs() < 1e-3)
    });
    assert!(page.text("guide").contains("Gaussian"), "{}", page.text("guide"));
    page.assert_no_errors();
}

#[test]
fn a_preset_is_made_for_two_moons_and_brings_them_back() {
    let page = open("&data_set=spirals");
    page.wait("spirals", seconds(60), |page| stage_says(page, "the density of two spirals"));
    press(&page, "preset-flow");
    page.wait("the moons", seconds(30), |page| page.input("set-data_set") == "two-moons");
    page.assert_no_errors();
}
