//! The page as a reader meets it: controls and read-outs by their `data-testid`.

use crate::{Browser, Options, Server};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

pub struct Page {
    browser: Browser,
}

impl Page {
    /// Opens `site` with a query such as `engine=cpu&seed=3`.
    pub fn open(site: &Server, query: &str, options: Options) -> Self {
        let page = Self { browser: Browser::start(options) };
        page.go(site, query);
        page
    }

    /// The page in a browser that has opened it, or has entered the frame that holds it; waits for its controls.
    pub fn in_browser(browser: Browser) -> Self {
        let page = Self { browser };
        page.wait_for_controls();
        page
    }

    /// Opens the page with another query in the same browser, and waits for its controls.
    pub fn go(&self, site: &Server, query: &str) {
        self.browser.open(&site.url(&format!("?{query}")));
        self.wait_for_controls();
    }

    /// Loads the page again, and waits for its controls.
    pub fn reload(&self) {
        self.browser.reload();
        self.wait_for_controls();
    }

    pub fn wait_for_controls(&self) {
        self.wait("the controls", Duration::from_secs(60), |page| page.has("train"));
    }

    pub fn browser(&self) -> &Browser {
        &self.browser
    }

    pub fn has(&self, id: &str) -> bool {
        const HAS: &str = "return !!document.querySelector(`[data-testid='${arguments[0]}']`)";
        self.browser.script(HAS, &[json!(id)]) == true
    }

    /// # Panics
    /// If there is no such element.
    pub fn text(&self, id: &str) -> String {
        self.ask(id, "return element.textContent.trim()", json!(null))
            .as_str()
            .unwrap_or_default()
            .to_string()
    }

    pub fn attribute(&self, id: &str, name: &str) -> Option<String> {
        self.ask(id, "return element.getAttribute(extra)", json!(name)).as_str().map(String::from)
    }

    /// The number in `data-value`, or `None` while there is none to show.
    pub fn value(&self, id: &str) -> Option<f64> {
        self.attribute(id, "data-value")?.parse().ok().filter(|value: &f64| value.is_finite())
    }

    /// The number in `data-value`, letter by letter, for comparisons bit for bit.
    pub fn exact(&self, id: &str) -> String {
        self.attribute(id, "data-value").unwrap_or_else(|| panic!("{id} has no data-value\n{}", self.state()))
    }

    /// Clicks on it, as a reader does: what folds it away is opened first, and it is scrolled to where nothing covers it.
    pub fn click(&self, id: &str) {
        const UNCOVER: &str = "
            for (let at = element.parentElement; at; at = at.parentElement) if (at.matches('details')) at.open = true;
            element.scrollIntoView({ block: 'center' });
            const { left, top, width, height } = element.getBoundingClientRect();
            const there = document.elementFromPoint(left + width / 2, top + height / 2);
            return element.contains(there) || !!there?.contains(element) && there !== document.body";
        // While a page is filled, what is below moves. What stays covered is told by the click itself.
        let begin = Instant::now();
        while self.ask(id, UNCOVER, json!(null)) != true && begin.elapsed() < Duration::from_secs(5) {
            std::thread::sleep(Duration::from_millis(50));
        }
        self.browser.click(&format!("[data-testid='{id}']"));
    }

    /// Gives an input or a select a value, as typing, dragging or choosing does.
    pub fn set(&self, id: &str, value: &str) {
        const SET: &str = "
            const prototype = Object.getPrototypeOf(element);
            Object.getOwnPropertyDescriptor(prototype, 'value').set.call(element, extra);
            for (const kind of ['input', 'change']) element.dispatchEvent(new Event(kind, { bubbles: true }));";
        self.ask(id, SET, json!(value));
    }

    /// The value an input, a select or (as `true`, `false`) a checkbox shows.
    pub fn input(&self, id: &str) -> String {
        const GET: &str = "return element.type === 'checkbox' ? String(element.checked) : element.value";
        self.ask(id, GET, json!(null)).as_str().unwrap_or_default().to_string()
    }

    /// A fingerprint of what a canvas shows.
    pub fn pixels(&self, id: &str) -> String {
        const HASH: &str = "
            const { data } = element.getContext('2d').getImageData(0, 0, element.width, element.height);
            let hash = 2166136261;
            for (let i = 0; i < data.length; i++) hash = Math.imul(hash ^ data[i], 16777619);
            return element.width + 'x' + element.height + ':' + hash";
        self.ask(id, HASH, json!(null)).as_str().unwrap_or_default().to_string()
    }

    /// Waits until `condition` holds.
    ///
    /// # Panics
    /// Says what was waited for, and what the page showed, when it does not hold within `limit`.
    pub fn wait(&self, what: &str, limit: Duration, condition: impl Fn(&Self) -> bool) {
        let start = Instant::now();
        while !condition(self) {
            assert!(start.elapsed() < limit, "waited {} s for: {what}\n{}", limit.as_secs(), self.state());
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// Waits until an engine is up and what it knows before training is on the stage.
    pub fn wait_for_engine(&self, backend: &str) {
        self.wait(&format!("the {backend} engine"), Duration::from_secs(90), |page| {
            page.attribute("engine", "data-backend").as_deref() == Some(backend)
                && page.value("t-value").is_some()
                && page.value("loss-ideal").is_some()
        });
    }

    /// Presses `step` and waits for the step to be done.
    pub fn step(&self) {
        let before = self.value("step-count").unwrap_or(0.0);
        self.click("step");
        self.wait("one more training step", Duration::from_secs(60), |page| {
            page.value("step-count") == Some(before + 1.0) && page.value("loss-raw").is_some()
        });
    }

    /// # Panics
    /// If the page wrote an error to the console or threw one that nothing caught.
    pub fn assert_no_errors(&self) {
        let errors = self.browser.errors();
        assert!(errors.is_empty(), "errors in the console: {errors:#?}");
    }

    /// All read-outs, for the message of a failed test.
    pub fn state(&self) -> String {
        const STATE: &str = "
            const skip = element => element.matches('canvas, select') || element.querySelector('[data-testid]');
            return [...document.querySelectorAll('[data-testid]')].filter(element => !skip(element)).map(element => {
                const data = JSON.stringify(element.dataset), text = element.textContent.trim().slice(0, 200);
                const input = element.type === 'checkbox' ? element.checked : element.value ?? '';
                return data + ' ' + input + ' ' + text;
            }).join('\\n') || document.documentElement.outerHTML.slice(0, 2000)";
        let console: Vec<String> = self
            .browser
            .console()
            .into_iter()
            .map(|message| format!("{} {}", message.level, message.text))
            .collect();
        let state = self.browser.script(STATE, &[]);
        format!("the page:\n{}\nthe console:\n{}", state.as_str().unwrap_or_default(), console.join("\n"))
    }

    fn ask(&self, id: &str, body: &str, extra: Value) -> Value {
        const FIND: &str = "
            const [id, extra] = arguments;
            const element = document.querySelector(`[data-testid=\"${id}\"]`);
            if (!element) return { missing: true };";
        let script = format!("{FIND} return {{ answer: (() => {{ {body} }})() ?? null }};");
        let answer = self.browser.script(&script, &[json!(id), extra]);
        assert!(answer["missing"].is_null(), "there is no [data-testid={id}]\n{}", self.state());
        answer["answer"].clone()
    }
}
