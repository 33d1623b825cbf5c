//! Draws what a link shows as a picture with its title and address, for books: `poster <site folder> <link> <file>`.

use browser_tests::{Options, Page, Server};
use serde_json::{Value, json};
use std::time::Duration;
use url::form_urlencoded;

/// What belongs to a frame: the poster is of the stage, whatever stands around it.
const OF_FRAMES: [&str; 9] = ["embed", "show", "hide", "lock", "title", "prose", "autoplay", "host", "step"];

/// Seconds that chains run, which have no end.
const SAMPLING: u64 = 10;

/// The picture that the page offers is caught on its way out.
const CATCH: &str = "
    const make = URL.createObjectURL;
    URL.createObjectURL = blob => {
        blob.arrayBuffer().then(data => window.poster = [...new Uint8Array(data)]);
        return make.call(URL, blob);
    };
    HTMLAnchorElement.prototype.click = () => {};";

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [site, link, file] = arguments.as_slice() else {
        panic!("usage: poster <site folder> <link> <file>");
    };
    let bytes = draw(&Server::start(site, &[]), link);
    std::fs::write(file, bytes).unwrap_or_else(|error| panic!("{file} cannot be written: {error}"));
    println!("{file}");
}

/// The PNG. What starts by itself in a frame runs to its end first: training to its last step, a comparison to its scores.
fn draw(site: &Server, link: &str) -> Vec<u8> {
    let (query, starts) = of_the_whole_page(link);
    let page = Page::open(site, &query, Options { window: (1280, 900), ..Options::EVERY_FRAME });
    // Twice the dots, as print needs them.
    page.browser().devtools(
        "Emulation.setDeviceMetricsOverride",
        &json!({ "width": 1280, "height": 900, "deviceScaleFactor": 2, "mobile": false }),
    );
    page.wait("an engine", Duration::from_secs(120), |page| {
        page.attribute("engine", "data-backend").is_some()
    });
    let train = |name: &str| page.attribute("train", name);
    if query.contains("chapter=sample") {
        std::thread::sleep(Duration::from_secs(SAMPLING));
    } else if starts {
        page.click("train");
        page.wait("the end of what the link starts", Duration::from_secs(1800), |_| {
            let has_paused = train("aria-pressed").as_deref() == Some("false")
                && page.value("step-count").is_some_and(|steps| steps > 0.0);
            has_paused || train("data-phase").as_deref() == Some("done")
        });
    }
    // A moment for what is drawn last.
    std::thread::sleep(Duration::from_secs(3));
    page.browser().script(CATCH, &[]);
    // It is drawn from the site at hand, and leads to that of the link.
    let home = link.split_once('?').map_or(link, |(home, _)| home);
    page.browser().script("document.documentElement.dataset.home = arguments[0]", &[json!(home)]);
    page.click("embed");
    page.click("embed-poster");
    let caught = |page: &Page| page.browser().script("return window.poster ?? null", &[]);
    page.wait("the picture", Duration::from_secs(60), |page| !caught(page).is_null());
    let bytes = caught(&page);
    let bytes = bytes.as_array().into_iter().flatten().filter_map(Value::as_u64);
    bytes.map(|byte| byte as u8).collect()
}

/// The link's query without what belongs to frames, and whether it starts by itself.
fn of_the_whole_page(link: &str) -> (String, bool) {
    let query = link.split_once('?').map_or("", |(_, query)| query).split('#').next().unwrap_or_default();
    let pairs = || form_urlencoded::parse(query.as_bytes());
    let starts = pairs().any(|(key, value)| key == "autoplay" && value != "0");
    let kept = pairs().filter(|(key, _)| !OF_FRAMES.contains(&&**key));
    let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(kept).finish();
    // The bare address opens the story.
    (if query.is_empty() { "v=2".into() } else { query }, starts)
}
