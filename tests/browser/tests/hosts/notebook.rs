//! A notebook that is open in a browser, whichever host it is of: its cells, and the widget's element in it.

use browser_tests::Browser;
use serde_json::{Value, json};
use std::time::{Duration, Instant};

const LIMIT: Duration = Duration::from_secs(90);

/// Finds an element wherever it is: hosts put what cells show into shadows.
pub const DEEP: &str = "
    const deep = (css, root = document) => root.querySelector(css) ?? [...root.querySelectorAll('*')]
        .map(element => element.shadowRoot && deep(css, element.shadowRoot)).find(found => found);";

pub trait Notebook {
    fn browser(&self) -> &Browser;

    /// Runs Python in a cell, and returns what it prints, with the words of an error.
    fn run(&self, code: &str) -> String;

    /// Runs the body of an async function with the widget's element as `embed` and the document in its frame as `page`, and
    /// returns what it returns; null before there is an element.
    fn embed(&self, body: &str) -> Value {
        let script = format!(
            "{DEEP}
            const embed = deep('mcmc-to-diffusion');
            const page = embed?.querySelector('iframe')?.contentDocument;
            return (async () => {{ if (embed) {{ {body} }} }})().then(value => value ?? null)"
        );
        self.browser().script(&script, &[])
    }

    /// Waits until the body of such a function returns true.
    fn wait(&self, what: &str, body: &str) {
        self.until(what, || self.embed(body) == true);
    }

    /// Runs a cell again and again, as long as it does not print this.
    fn wait_to_print(&self, code: &str, expected: &str) {
        let begin = Instant::now();
        let mut printed = self.run(code);
        while printed.trim() != expected {
            assert!(
                begin.elapsed() < LIMIT,
                "{code}\nprints {printed}\nand not {expected}\n{}",
                self.state()
            );
            std::thread::sleep(Duration::from_millis(300));
            printed = self.run(code);
        }
    }

    fn until(&self, what: &str, holds: impl Fn() -> bool) {
        let begin = Instant::now();
        while !holds() {
            assert!(begin.elapsed() < LIMIT, "waited {} s for: {what}\n{}", LIMIT.as_secs(), self.state());
            std::thread::sleep(Duration::from_millis(100));
        }
    }

    fn state(&self) -> String {
        let known = self.embed(
            "return { state: embed.state, metrics: embed.metrics, html: embed.outerHTML.slice(0, 600) }",
        );
        format!("the element knows {known}\nin the console: {:#?}", self.browser().console())
    }

    /// Everything came from this machine, and nothing was written to the console as an error.
    fn assert_quiet(&self) {
        const STRANGE: &str = "
            const own = name => /^(blob|data):/.test(name) || new URL(name).hostname === '127.0.0.1';
            return performance.getEntriesByType('resource').map(({ name }) => name).filter(name => !own(name))";
        assert_eq!(self.browser().script(STRANGE, &[]), json!([]), "addresses of other machines");
        let errors = self.browser().errors();
        assert!(errors.is_empty(), "errors in the console: {errors:#?}");
    }
}
