//! Takes pictures of the page while it trains: `screenshots <site folder> <folder for the pictures>`.

use browser_tests::{Options, Page, Server};
use std::path::PathBuf;
use std::time::Duration;

/// Enough training for samples that look like moons.
const STEPS: f64 = 1500.0;

fn main() {
    let folders: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let [site, out] = folders.as_slice() else {
        panic!("usage: screenshots <site folder> <folder for the pictures>");
    };
    std::fs::create_dir_all(out).expect("the folder for the pictures can be created");
    let site = Server::start(site, &[]);
    let screens = [
        ("desktop-light", Options { window: (1280, 1000), ..Options::default() }),
        ("desktop-dark", Options { window: (1280, 1000), dark: true, ..Options::default() }),
        ("phone", Options { window: (390, 844), ..Options::default() }),
    ];
    for (name, options) in screens {
        let page = Page::open(&site, "engine=cpu", options);
        page.wait_for_engine("cpu");
        shoot(&page, &out.join(format!("{name}-arrival.png")));
        page.click("train");
        page.wait("training", Duration::from_secs(300), |page| page.value("step-count") > Some(STEPS));
        shoot(&page, &out.join(format!("{name}.png")));
    }
}

fn shoot(page: &Page, file: &std::path::Path) {
    // A moment for the animation to have left its first picture.
    std::thread::sleep(Duration::from_secs(2));
    std::fs::write(file, page.browser().screenshot()).expect("the picture can be written");
    println!("{}", file.display());
}
