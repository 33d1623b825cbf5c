//! What a reader keeps: samples as a table, plots as pictures and drawings, the stage, and a film of it.

use crate::{SMALL, seconds, site};
use browser_tests::{Options, Page};
use serde_json::{Value, json};

/// Files are caught on their way out: their names, their kinds, and what is in them, in the order of their saving.
const CATCH: &str = "
    window.files = [];
    const make = URL.createObjectURL;
    let last;
    URL.createObjectURL = blob => { last = blob; return make.call(URL, blob) };
    HTMLAnchorElement.prototype.click = function () {
        const file = { name: this.download, kind: last.type, size: last.size };
        last.arrayBuffer().then(bytes => {
            file.head = [...new Uint8Array(bytes.slice(0, 4))];
            file.text = file.kind.startsWith('text/') || file.kind.includes('svg') ? new TextDecoder().decode(bytes) : '';
            window.files.push(file);
        });
    };";

/// What is drawn in an SVG, or why it is none.
const PARSE: &str = "
    const drawing = new DOMParser().parseFromString(arguments[0], 'image/svg+xml');
    const trouble = drawing.querySelector('parsererror');
    if (trouble) return { trouble: trouble.textContent };
    const paths = [...drawing.querySelectorAll('path')].map(path => path.getAttribute('d'));
    const numbers = paths.flatMap(path => path.split(/[MLZ ]+/).filter(Boolean)).map(Number);
    const text = [...drawing.querySelectorAll('text')].map(text => text.textContent);
    return {
        root: drawing.documentElement.nodeName, paths: paths.length, finite: numbers.every(Number.isFinite),
        numbers: numbers.length, text, scripts: drawing.querySelectorAll('script').length,
    };";

fn open(query: &str) -> Page {
    let page = Page::open(&site(), query, Options::default());
    page.browser().script(CATCH, &[]);
    page
}

/// Presses a button and waits for its file.
fn save(page: &Page, id: &str, name: &str) -> Value {
    page.browser().script("window.files = []", &[]);
    page.click(id);
    file(page, name)
}

fn file(page: &Page, name: &str) -> Value {
    let files = |page: &Page| page.browser().script("return window.files", &[]);
    page.wait(name, seconds(30), |page| files(page).as_array().is_some_and(|files| !files.is_empty()));
    let file = files(page)[0].clone();
    assert_eq!(file["name"], json!(name));
    file
}

/// The names of the columns, and the rows, each as long as the first. Nothing in these tables needs quotes.
fn table(file: &Value) -> (Vec<String>, Vec<Vec<String>>) {
    assert_eq!(file["kind"], json!("text/csv"));
    let text = file["text"].as_str().expect("text");
    let mut rows = text.lines().map(|line| line.split(',').map(String::from).collect::<Vec<_>>());
    let names = rows.next().expect("names of the columns");
    assert!(names.iter().all(|name| !name.is_empty() && name.parse::<f64>().is_err()), "{names:?}");
    let rows: Vec<_> = rows.collect();
    assert!(rows.iter().all(|row| row.len() == names.len()), "{text}");
    (names, rows)
}

/// The rows whose field in a column is `wanted`, each with the place it names.
fn places(file: &Value, column: &str, wanted: &str) -> Vec<[f64; 2]> {
    let (names, rows) = table(file);
    let at = |name: &str| names.iter().position(|other| other == name).expect("a column");
    let [what, x, y] = [column, "x", "y"].map(at);
    let number = |field: &String| field.parse().unwrap_or_else(|_| panic!("{field} is no number"));
    let rows = rows.iter().filter(|row| row[what] == wanted);
    rows.map(|row| [number(&row[x]), number(&row[y])]).collect()
}

/// Saves every plot on offer as SVG, and the first as PNG as well.
fn save_plots(page: &Page, chapter: &str, least: usize) {
    const OFFER: &str = "return [...document.querySelector('[data-testid=save-plot-choice]').options]
        .map(option => [option.value, option.textContent])";
    let offer = page.browser().script(OFFER, &[]);
    let plots = offer.as_array().expect("plots");
    assert!(plots.len() >= least, "{offer}");
    for (index, plot) in plots.iter().enumerate() {
        let [id, title] = [&plot[0], &plot[1]].map(|words| words.as_str().expect("words"));
        page.set("save-plot-choice", id);
        let file = save(page, "save-plot-svg", &format!("mcmc-to-diffusion-{chapter}-{id}.svg"));
        assert_eq!(file["kind"], json!("image/svg+xml"));
        let drawing = page.browser().script(PARSE, std::slice::from_ref(&file["text"]));
        assert!(drawing["trouble"].is_null() && drawing["root"] == "svg", "{id}: {drawing}");
        assert!(drawing["finite"] == true && drawing["scripts"] == 0, "{id}: {drawing}");
        assert!(
            drawing["paths"].as_u64() >= Some(2) && drawing["numbers"].as_u64() >= Some(8),
            "{id}: {drawing}"
        );
        assert!(
            drawing["text"].as_array().is_some_and(|words| words.contains(&json!(title))),
            "{id}: {drawing}"
        );
        if index == 0 {
            assert_png(&save(page, "save-plot-png", &format!("mcmc-to-diffusion-{chapter}-{id}.png")));
        }
    }
}

fn assert_png(file: &Value) {
    assert_eq!(file["kind"], json!("image/png"));
    assert_eq!(file["head"], json!([0x89, 0x50, 0x4E, 0x47]));
    assert!(file["size"].as_u64() > Some(2000), "{file}");
}

/// Films the stage for `length`, within `limit` seconds.
fn film(page: &Page, chapter: &str, length: &str, limit: u64) {
    page.browser().script("window.files = []", &[]);
    page.set("save-animation-length", length);
    page.click("save-animation");
    page.wait("progress", seconds(20), |page| {
        page.value("save-animation-progress").is_some_and(|share| share > 0.0)
    });
    page.wait("the film", seconds(limit), |page| {
        page.browser().script("return window.files.length", &[]) == json!(1)
    });
    let film = file(page, &format!("mcmc-to-diffusion-{chapter}-animation.webm"));
    assert!(film["kind"].as_str().is_some_and(|kind| kind.starts_with("video/webm")), "{film}");
    assert_eq!(film["head"], json!([0x1A, 0x45, 0xDF, 0xA3]));
    assert!(film["size"].as_u64() > Some(1024), "{film}");
    page.wait("the end of recording", seconds(10), |page| !records(page));
}

fn records(page: &Page) -> bool {
    page.has("save-animation-progress")
}

#[test]
fn chains_of_chapter_1_their_plots_and_a_film_of_them_can_be_kept() {
    let page = open("chapter=sample&engine=cpu&chains=5&chain_seed=3");
    page.wait("effective samples", seconds(90), |page| {
        page.click("pace-fast");
        page.value("ess-bulk-per-1000-0").is_some()
    });
    let file = save(&page, "save-samples", "mcmc-to-diffusion-sample-samples.csv");
    let now = places(&file, "what", "now");
    assert_eq!(now.len(), 5, "one line a chain");
    assert!(now.iter().flatten().all(|place| place.abs() < 10.0), "{now:?}");
    assert!(places(&file, "what", "visited").len() > 100 && !places(&file, "what", "trail").is_empty());
    assert_png(&save(&page, "save-stage", "mcmc-to-diffusion-sample-stage.png"));
    save_plots(&page, "sample", 7);
    film(&page, "sample", "3", 60);
    page.assert_no_errors();
}

#[test]
fn walkers_of_chapter_2_are_kept_and_data_only_where_they_are_shown() {
    let page = open(
        "chapter=learn-an-energy&engine=cpu&walkers=40&energy_points=256&energy_width=16&energy_depth=1&energy_batch=64",
    );
    page.wait("walkers", seconds(90), |page| {
        page.browser()
            .script("return document.querySelector('[data-testid=save-samples]')?.disabled === false", &[])
            == true
    });
    let save = |page: &Page| save(page, "save-samples", "mcmc-to-diffusion-learn-an-energy-samples.csv");
    let file = save(&page);
    assert_eq!((places(&file, "what", "now").len(), places(&file, "what", "data").len()), (40, 0));
    page.click("layer-data");
    assert_eq!(places(&save(&page), "what", "data").len(), 256);
    save_plots(&page, "learn-an-energy", 6);
    // Cancelled, nothing is kept, and the next begins anew.
    page.browser().script("window.files = []", &[]);
    page.click("save-animation");
    page.wait("progress", seconds(20), records);
    page.click("save-animation-cancel");
    page.wait("the end of recording", seconds(10), |page| !records(page));
    film(&page, "learn-an-energy", "3", 60);
    page.assert_no_errors();
}

#[test]
fn the_cloud_of_chapter_3_is_kept_at_the_level_shown_with_where_it_ends() {
    let page = open(&format!("engine=cpu&{SMALL}"));
    page.wait_for_engine("cpu");
    page.set("scrub", "2");
    page.wait("half of the way", seconds(20), |page| {
        page.value("t-value").is_some_and(|t| t > 5.0 && t < 15.0)
    });
    let file = save(&page, "save-samples", "mcmc-to-diffusion-denoise-samples.csv");
    let (names, rows) = table(&file);
    assert_eq!(rows.len(), 1000, "one line a sample");
    let of = |name: &str| names.iter().position(|other| other == name).expect("a column");
    let t: f64 = rows[0][of("t")].parse().expect("a noise level");
    assert!((t - page.value("t-value").expect("t")).abs() < 1e-3, "{t}");
    assert!(
        rows.iter().all(|row| row[of("x0")] != row[of("x")] && row[of("predicted_x")].parse::<f64>().is_ok())
    );
    assert_png(&save(&page, "save-stage", "mcmc-to-diffusion-denoise-stage.png"));
    save_plots(&page, "denoise", 6);
    // From noise to data, and then it stands as it stood.
    film(&page, "denoise", "timeline", 60);
    assert_eq!(page.value("t-value"), Some(0.0));
    page.assert_no_errors();
}

#[test]
fn the_curves_and_a_film_of_chapter_4_can_be_kept_and_another_chapter_ends_a_film() {
    let page = open(
        "chapter=compare&engine=cpu&compare_steps=100&compare_walkers=60&budget=40&repeats=2&width=16&depth=1&\
         batch_size=64&points=256&k=3&energy_depth=1&timesteps=20&sampler_steps=20",
    );
    page.wait("the walkers of all columns", seconds(120), |page| {
        (0..3).all(|column| page.attribute(&format!("column-{column}"), "data-evaluations").is_some())
    });
    save_plots(&page, "compare", 1);
    film(&page, "compare", "3", 60);
    page.browser().script("window.files = []", &[]);
    page.click("save-animation");
    page.wait("progress", seconds(20), records);
    page.click("chapter-sample");
    page.wait("chapter 1", seconds(60), |page| page.value("n-transitions-0").is_some());
    std::thread::sleep(seconds(2));
    assert_eq!(page.browser().script("return window.files", &[]), json!([]), "an ended film is not kept");
    page.assert_no_errors();
}

#[test]
fn what_can_be_taken_away_fits_on_a_phone() {
    for chapter in ["sample", "learn-an-energy", "denoise", "compare"] {
        let options = Options { window: (320, 640), ..Options::default() };
        let page = Page::open(&site(), &format!("chapter={chapter}&engine=cpu&{SMALL}"), options);
        page.wait("the card", seconds(60), |page| {
            page.browser()
                .script("return !!document.querySelector('.export [data-testid=save-animation]')", &[])
                == true
        });
        const WIDE: &str = "
            const card = document.querySelector('.export').getBoundingClientRect();
            const parts = [...document.querySelectorAll('.export button, .export select')].map(of => of.getBoundingClientRect());
            return parts.every(part => part.left >= card.left - 1 && part.right <= card.right + 1)
                && document.scrollingElement.scrollWidth <= screen.width";
        assert_eq!(page.browser().script(WIDE, &[]), json!(true), "{chapter}");
        page.assert_no_errors();
    }
}
