//! A page that holds the page in frames, by the custom element: what its elements know and answer.

use crate::{Browser, Options, Server};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

pub struct HostPage {
    browser: Browser,
}

impl HostPage {
    /// Opens a page of the site's folder that holds elements, such as `examples/course.html`.
    pub fn open(site: &Server, file: &str, options: Options) -> Self {
        Self::in_browser(Browser::start(options), site, file)
    }

    /// The same in a browser that runs.
    pub fn in_browser(browser: Browser, site: &Server, file: &str) -> Self {
        browser.open(&site.url(file));
        Self { browser }
    }

    /// A page whose body is `html`, with `embed.js` at hand.
    pub fn with(site: &Server, html: &str) -> Self {
        let page = Self::open(site, "examples/course.html", Options::default());
        page.browser.script("document.body.innerHTML = arguments[0]", &[json!(html)]);
        page
    }

    pub fn browser(&self) -> &Browser {
        &self.browser
    }

    /// Runs the body of an async function with the `index`-th element as `embed`, its frame's window as `frame` and `extra`,
    /// and waits for what it returns. What it throws is returned as `{ refused: words }`.
    pub fn ask(&self, index: usize, body: &str, extra: Value) -> Value {
        let script = format!(
            "const [index, extra] = arguments;
            const embed = document.querySelectorAll('mcmc-to-diffusion')[index];
            const frame = embed.querySelector('iframe')?.contentWindow;
            return (async () => {{ {body} }})().then(value => value ?? null, why => ({{ refused: why.message }}))"
        );
        self.browser.script(&script, &[json!(index), extra])
    }

    /// Waits until the body of a function of `embed` and `frame` returns true.
    ///
    /// # Panics
    /// Says what was waited for, and what the element last knew, when that does not come within `limit`.
    pub fn wait(&self, what: &str, limit: Duration, index: usize, body: &str) {
        let start = Instant::now();
        while self.ask(index, body, json!(null)) != true {
            let late = start.elapsed() >= limit;
            assert!(!late, "waited {} s for: {what}\n{}", limit.as_secs(), self.state(index));
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// Scrolls to an element, and waits until its page can be spoken to and its engine is there.
    pub fn wait_until_ready(&self, index: usize) {
        self.ask(index, "embed.scrollIntoView()", json!(null));
        let ready = "return embed.state !== undefined && embed.state.phase !== 'loading'";
        self.wait("the embed to be ready", Duration::from_secs(90), index, ready);
    }

    /// The newest state that the element was told, and what the console says.
    fn state(&self, index: usize) -> String {
        let known = self.ask(index, "return { state: embed.state, metrics: embed.metrics }", json!(null));
        format!("the element knows {known}\nerrors in the console: {:#?}", self.browser.errors())
    }

    /// # Panics
    /// If this page, or one in a frame, wrote an error to the console or threw one that nothing caught.
    pub fn assert_no_errors(&self) {
        let errors = self.browser.errors();
        assert!(errors.is_empty(), "errors in the console: {errors:#?}");
    }
}
