//! Takes the README's pictures of the page as it is: `pictures <site folder> <folder for the pictures>`.

use browser_tests::{Options, Page, Server};
use std::path::PathBuf;
use std::time::Duration;

/// A picture's name, the link it is taken of, what is pressed, and when there is enough to see.
type Picture = (&'static str, &'static str, &'static str, fn(&Page) -> bool);

const PICTURES: [Picture; 5] = [
    ("story", "step=3", "guess-it", |page| page.attribute("strip", "data-done").as_deref() == Some("true")),
    ("sample", "chapter=sample&race=1&pace=60&seed=1", "train", |page| {
        page.value("n-transitions-0") > Some(300.0)
    }),
    ("energy", "chapter=learn-an-energy", "train", |page| page.value("step-count") >= Some(4000.0)),
    ("screenshot", "chapter=denoise", "train", |page| page.value("step-count") >= Some(4000.0)),
    ("compare", "chapter=compare", "train", |page| {
        page.attribute("train", "data-phase").as_deref() == Some("done")
    }),
];

fn main() {
    let folders: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let [site, out] = folders.as_slice() else {
        panic!("usage: pictures <site folder> <folder for the pictures>");
    };
    let site = Server::start(site, &[]);
    for (name, query, press, is_enough) in PICTURES {
        let options = Options { window: (1280, 900), ..Options::EVERY_FRAME };
        let page = Page::open(&site, &format!("v=2&engine=cpu&{query}"), options);
        page.wait("an engine", Duration::from_secs(60), |page| {
            page.attribute("engine", "data-backend").is_some()
        });
        // The first chapter runs by itself, and a press would pause it.
        if page.attribute(press, "aria-pressed").as_deref() != Some("true") {
            page.click(press);
        }
        page.wait(name, Duration::from_secs(600), is_enough);
        // A moment for what was measured last, and for the animation to be under way.
        std::thread::sleep(Duration::from_secs(4));
        let file = out.join(format!("{name}.png"));
        std::fs::write(&file, page.browser().screenshot()).expect("the picture can be written");
        println!("{}", file.display());
    }
}
