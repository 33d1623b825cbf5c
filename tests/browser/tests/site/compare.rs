//! Chapter 4: three columns on one timeline, one press that fills the scoreboard, and claims that are tested.

use crate::{seconds, site, site_with};
use browser_tests::{Options, Page, Rule, Server};
use serde_json::json;

/// Settings that keep everything small.
const SMALL: &str = "chapter=compare&engine=cpu&compare_steps=100&compare_walkers=60&budget=40&repeats=2&width=16&depth=1&\
                     batch_size=64&points=256&k=3&energy_depth=1&timesteps=20&sampler_steps=20&curves=x-hmc.d-ddim";

const CLAIMS: [&str; 4] =
    ["hmc-explores-better", "neither-crosses", "energy-depends-on-start", "diffusion-does-not"];

fn open(query: &str) -> Page {
    open_on(&site(), query)
}

fn open_on(site: &Server, query: &str) -> Page {
    let page = Page::open(site, &format!("{SMALL}{query}"), Options::default());
    page.wait("the walkers of all columns", seconds(120), |page| {
        (0..3).all(|column| page.attribute(&format!("column-{column}"), "data-evaluations").is_some())
    });
    page
}

fn activity(page: &Page) -> String {
    page.attribute("train", "data-phase").unwrap_or_default()
}

/// Trains and measures everything.
fn compare(page: &Page) {
    page.click("train");
    page.wait("everything to be measured", seconds(400), |page| activity(page) == "done");
}

/// Every number of the scoreboard that is no time, and what came of the claims.
fn scoreboard(page: &Page) -> Vec<String> {
    let scores = ["mmd2", "mmd2-1", "sliced", "share-0", "share-1", "share-error", "off", "evaluations"];
    let families = ["exact", "energy", "diffusion", "real"];
    let cells = scores.iter().flat_map(|score| families.map(|family| format!("score-{score}-{family}")));
    let scores = cells.map(|id| page.attribute(&id, "data-value").unwrap_or_default());
    let claims = CLAIMS.iter().map(|claim| format!("claim-{claim}"));
    let claims = claims.flat_map(|id| ["data-verdict", "data-effect"].map(|name| page.attribute(&id, name)));
    scores.chain(claims.map(Option::unwrap_or_default)).collect()
}

#[test]
fn one_press_fills_the_scoreboard_and_tests_the_claims_and_a_seed_decides_all() {
    let page = open("");
    assert_eq!(activity(&page), "idle");
    assert!((0..3).all(|column| {
        page.attribute(&format!("column-shows-{column}"), "data-learned").as_deref() != Some("true")
    }));
    compare(&page);
    for family in ["exact", "energy", "diffusion"] {
        let id = format!("score-mmd2-{family}");
        assert!(page.value(&id).is_some(), "{id}");
        assert_eq!(page.attribute(&id, "data-runs").as_deref(), Some("2"), "{id}");
    }
    for column in [1, 2] {
        let id = format!("column-shows-{column}");
        assert_eq!(page.attribute(&id, "data-learned").as_deref(), Some("true"), "{id}");
    }
    for claim in CLAIMS {
        let verdict = page.attribute(&format!("claim-{claim}"), "data-verdict").unwrap_or_default();
        assert!(["holds", "fails"].contains(&verdict.as_str()), "{claim}: {verdict}");
    }
    assert_eq!(page.value("training-steps-energy"), Some(100.0));
    let first = scoreboard(&page);
    page.reload();
    page.wait("the page to be there again", seconds(60), |page| activity(page) == "idle");
    compare(&page);
    assert_eq!(scoreboard(&page), first, "the same seed gives the same scoreboard");
    page.set("seed", "2");
    page.wait("a new run", seconds(60), |page| page.value("score-mmd2-energy").is_none());
    page.wait("the new run to stand still", seconds(60), |page| activity(page) != "training");
    // What the run before had learned is not lost.
    page.wait("the undo", seconds(20), |page| page.has("undo"));
    page.set("set-compare_steps-number", "150");
    page.click("undo");
    page.wait("both models", seconds(60), |page| {
        ["model-learned-energy", "model-diffusion"].iter().all(|name| {
            page.attribute(name, "data-origin").as_deref() == Some("taken-along")
                && page.attribute(name, "data-steps").as_deref() == Some("100")
        })
    });
    assert_eq!([page.input("seed"), page.input("set-compare_steps-number")], ["1", "100"]);
    page.assert_no_errors();
}

/// The page on a processor with so many cores, which counts the workers it starts, and breaks the second where it is to.
fn on_cores(cores: usize, breaks: bool) -> (usize, Vec<String>) {
    let prelude = format!(
        "Object.defineProperty(navigator, 'hardwareConcurrency', {{ get: () => {cores} }});
         window.workers = 0;
         const Real = Worker;
         Worker = class extends Real {{
             constructor(script) {{
                 window.workers += 1;
                 super({breaks} && window.workers === 2 ? './no-such-engine.js' : script);
             }}
         }};"
    );
    let page = open_on(&site_with("boot.js", Rule::Prelude(prelude)), "");
    compare(&page);
    let workers = page.browser().script("return window.workers", &[]);
    if !breaks {
        page.assert_no_errors();
    }
    (workers.as_u64().unwrap_or_default() as usize, scoreboard(&page))
}

#[test]
fn one_core_and_two_fill_the_same_scoreboard_and_so_does_one_whose_second_engine_fails() {
    let (workers, alone) = on_cores(1, false);
    assert_eq!(workers, 1);
    let (workers, shared) = on_cores(2, false);
    assert_eq!(workers, 2, "each trains a model");
    assert_eq!(shared, alone);
    let (workers, failed) = on_cores(2, true);
    assert_eq!((workers, failed), (2, alone));
}

#[test]
fn the_columns_share_one_timeline() {
    let page = open("");
    let spent = |page: &Page, column: usize| {
        let id = format!("column-{column}");
        page.attribute(&id, "data-evaluations").and_then(|spent| spent.parse::<f64>().ok()).unwrap_or(-1.0)
    };
    page.set("scrub", "0");
    page.wait("the start", seconds(10), |page| (0..3).all(|column| spent(page, column) == 0.0));
    let start = [0, 1, 2].map(|column| page.pixels(&format!("stage-{column}")));
    page.set("scrub", "1");
    page.wait("the end", seconds(10), |page| {
        (0..3).all(|column| {
            page.attribute(&format!("column-{column}"), "data-arrived").as_deref() == Some("true")
        })
    });
    page.wait("all stages to follow", seconds(10), |page| {
        (0..3).all(|column| page.pixels(&format!("stage-{column}")) != start[column])
    });
    // In step: at half of the way nobody has spent more than a quarter.
    page.set("scrub", "0.5");
    page.wait("the middle", seconds(10), |page| {
        let cost = page.value("cost").unwrap_or(0.0);
        (cost - 10.0).abs() < 1.0 && (0..3).all(|column| spent(page, column) <= cost)
    });
    page.set("set-clock", "seconds");
    page.wait("seconds", seconds(10), |page| page.text("cost").ends_with(" s"));
    page.set("scrub", "0");
    page.click("play");
    page.wait("the walkers to walk", seconds(20), |page| (0..3).any(|column| spent(page, column) > 0.0));
    page.click("play");
    page.click("step");
    page.assert_no_errors();
}

#[test]
fn all_start_in_one_place_and_another_method_takes_a_column() {
    let page = open("");
    let label = |page: &Page, column: usize| {
        page.attribute(&format!("stage-{column}"), "aria-label").unwrap_or_default()
    };
    page.click("start-one-mode");
    page.wait("new walkers", seconds(60), |page| {
        (0..3).all(|column| label(page, column).contains("all started in one place of the upper moon"))
    });
    page.set("method-of-diffusion", "d-ddim");
    page.wait("DDIM", seconds(60), |page| label(page, 2).contains("DDIM"));
    page.click("perfect");
    page.wait("perfect models to be compared", seconds(300), |page| activity(page) == "done");
    let first = page.value("score-share-0-energy").expect("a share");
    assert!(first > 0.9, "chains stay where they start: {first}");
    page.assert_no_errors();
}

#[test]
fn a_model_of_chapter_3_is_taken_along() {
    let query = format!("{SMALL}&train_steps=100").replace("chapter=compare", "chapter=denoise");
    let page = Page::open(&site(), &query, Options::default());
    page.wait_for_engine("cpu");
    page.click("train");
    page.wait("a trained model", seconds(120), |page| page.value("step-count") == Some(100.0));
    page.click("chapter-compare");
    page.wait("the offer", seconds(120), |page| {
        let ask = "return document.querySelector('[data-testid=take-diffusion]')?.disabled === false";
        page.browser().script(ask, &[]) == true
    });
    page.click("take-diffusion");
    page.wait("the model", seconds(60), |page| {
        page.attribute("model-diffusion", "data-origin").as_deref() == Some("taken-along")
    });
    page.wait("walkers on it", seconds(60), |page| {
        page.attribute("column-shows-2", "data-learned").as_deref() == Some("true")
    });
    // There is none of chapter 2 to take.
    let ask = "return document.querySelector('[data-testid=take-learned-energy]').disabled";
    assert_eq!(page.browser().script(ask, &[]), json!(true));
    page.assert_no_errors();
}

#[test]
fn figures_the_table_and_a_link_can_be_kept() {
    let page = open("");
    page.browser().script(
        "window.saved = []; HTMLAnchorElement.prototype.click = function () { window.saved.push(this.download) }",
        &[],
    );
    page.click("perfect");
    page.wait("scores", seconds(120), |page| page.value("score-mmd2-exact").is_some());
    for id in ["compare-png", "compare-svg", "compare-csv", "compare-link"] {
        page.click(id);
    }
    page.wait("all files", seconds(20), |page| {
        let names = page.browser().script("return window.saved.toSorted()", &[]);
        names == json!(["compare.csv", "compare.png", "compare.svg"])
    });
    let link = page.input("compare-link-text");
    assert!(
        link.starts_with("http") && link.contains("chapter=compare") && link.contains("budget=40"),
        "{link}"
    );
    page.assert_no_errors();
}

#[test]
fn three_columns_and_what_starts_them_fit_on_a_phone() {
    let options = Options { window: (360, 740), ..Options::default() };
    let page = Page::open(&site(), SMALL, options);
    page.wait("the walkers", seconds(120), |page| page.attribute("column-2", "data-evaluations").is_some());
    let wide = page.browser().script("return [document.scrollingElement.scrollWidth, screen.width]", &[]);
    assert!(wide[0].as_u64() <= wide[1].as_u64(), "{wide}");
    // The bar at the lower edge leaves room for the stage.
    let bar = "return document.querySelector('.dock').offsetHeight / innerHeight";
    let share = page.browser().script(bar, &[]).as_f64().expect("a bar");
    assert!(share < 0.3, "{share}");
    page.assert_no_errors();
}

#[test]
fn columns_stay_while_models_train_and_the_learned_ones_replace_them() {
    let long = SMALL.replace("compare_steps=100", "compare_steps=20000");
    let page = Page::open(&site(), &long, Options::default());
    // At once: nothing has walked yet.
    page.click("train");
    let learned =
        |page: &Page, column: usize| page.attribute(&format!("column-shows-{column}"), "data-learned");
    page.wait("the stand-ins while models train", seconds(120), |page| {
        activity(page) == "training" && (0..3).all(|column| learned(page, column).as_deref() == Some("false"))
    });
    page.wait("both learned columns", seconds(400), |page| {
        assert!((0..3).all(|column| learned(page, column).is_some()), "a column is gone: {}", page.state());
        (1..3).all(|column| learned(page, column).as_deref() == Some("true"))
    });
    page.assert_no_errors();
}
