//! The table of chapter 3, trained anew in engines of its own, and the panel that closes the chapter.

use crate::{seconds, site};
use browser_tests::{Options, Page};

const CELLS: [&str; 4] = ["residual-mlp-linear", "residual-mlp-cosine", "mlp-linear", "mlp-cosine"];

fn phase(page: &Page) -> String {
    page.attribute("table-progress", "data-phase").unwrap_or_default()
}

fn saved(page: &Page) -> Vec<String> {
    let names = page.browser().script("return window.saved ?? []", &[]);
    names.as_array().into_iter().flatten().filter_map(|name| name.as_str().map(String::from)).collect()
}

#[test]
fn the_table_fills_beside_the_published_numbers_and_can_be_kept() {
    let site = site();
    let page = Page::open(&site, "engine=cpu&table_seeds=1&table_epochs=10", Options::default());
    page.wait_for_engine("cpu");
    // What a download would be called, instead of a file that nobody removes.
    page.browser().script(
        "window.saved = []; HTMLAnchorElement.prototype.click = function () { window.saved.push(this.download) }",
        &[],
    );
    assert_eq!(phase(&page), "idle");
    page.click("preset-table");
    page.wait("the table to run", seconds(10), |page| phase(page) == "running");
    page.wait("the table to be done", seconds(300), |page| phase(page) == "done");
    assert_eq!(page.attribute("table-progress", "aria-valuenow").as_deref(), Some("100"));
    for cell in CELLS {
        let score = page.value(&format!("table-cell-{cell}")).expect("a score");
        assert!(score > 0.0 && score < 1.0, "{cell}: {score}");
        assert_eq!(page.attribute(&format!("table-cell-{cell}"), "data-runs").as_deref(), Some("1"));
    }
    let [perfect, blob] = ["table-perfect-q95", "table-blob"].map(|id| page.value(id).expect("a number"));
    assert!(perfect < blob);
    assert!(page.value("table-alpha-bar-linear").is_some_and(|share| (share - 0.364).abs() < 1e-3));
    assert!(page.text("table-words").contains("10 epochs"), "{}", page.text("table-words"));
    assert_eq!(page.value("step-count"), Some(0.0), "the reader's run was left alone");
    page.click("table-csv");
    page.click("table-figure");
    page.wait("both files", seconds(10), |page| saved(page) == ["moons-table.csv", "moons-table.png"]);
    page.assert_no_errors();
}

#[test]
fn the_table_goes_on_in_another_chapter_and_can_be_cancelled() {
    let site = site();
    let page = Page::open(&site, "engine=cpu&table_seeds=8&table_epochs=500", Options::default());
    page.wait_for_engine("cpu");
    page.click("table-start");
    let share = |page: &Page| -> f64 {
        page.attribute("table-progress", "aria-valuenow").and_then(|now| now.parse().ok()).unwrap_or_default()
    };
    page.click("chapter-sample");
    page.wait("chapter 1", seconds(30), |page| page.attribute("phase", "data-phase").is_some());
    std::thread::sleep(seconds(5));
    page.click("chapter-denoise");
    page.wait("the table", seconds(30), |page| phase(page) == "running");
    page.wait("progress", seconds(120), |page| share(page) > 0.0);
    page.click("table-cancel");
    page.wait("the end", seconds(10), |page| phase(page) == "cancelled");
    page.assert_no_errors();
}

#[test]
fn the_chapter_closes_with_the_bridge_that_noise_takes_away() {
    let site = site();
    let page = Page::open(&site, "engine=cpu", Options::default());
    page.wait_for_engine("cpu");
    page.wait("the bridges", seconds(120), |page| page.text("closing-words").contains("one hill"));
    assert_eq!(page.value("closing-steps-diffusion"), None, "nothing is trained yet");
    page.click("train");
    page.wait("the network's samples", seconds(120), |page| page.value("closing-mmd2-diffusion").is_some());
    page.click("closing-energy");
    page.wait("chapter 2", seconds(30), |page| page.attribute("state-0", "data-testid").is_some());
    page.assert_no_errors();
}
