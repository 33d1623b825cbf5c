//! The page in the browser that `BROWSER` names: chromium, firefox or webkit. The rest is tried in Chromium alone (`tests/site`).

mod first;
mod wander;

use browser_tests::browser::COLLECT_ERRORS;
use browser_tests::{Browser, Engine, Options, Page, Rule, Server, site_dir};
use std::time::Duration;

/// Settings that keep one training step small.
const SMALL: &str = "engine=cpu&width=16&depth=1&batch_size=64&points=256&sampler_steps=4&timesteps=20&energy_width=16&\
                     energy_batch=32&energy_points=256&k=3&walkers=12";

/// Drawn without a graphics card, one frame may take a second.
const LONG: Duration = Duration::from_secs(180);

fn site() -> Server {
    Server::start(site_dir(), &[("boot.js", Rule::Prelude(COLLECT_ERRORS.into()))])
}

fn browser() -> Browser {
    Browser::start_in(Engine::asked(), Options::EVERY_FRAME)
}

fn open(query: &str) -> Page {
    let browser = browser();
    browser.open(&site().url(&format!("?{query}")));
    Page::in_browser(browser)
}

fn is(page: &Page, id: &str, name: &str, value: &str) -> bool {
    page.attribute(id, name).as_deref() == Some(value)
}
