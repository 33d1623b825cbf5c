//! A course page that holds a package in a frame: scorm-again's run-time, or one of a few methods.

use crate::seconds;
use browser_tests::{Browser, Options, Rule, Server, site_dir};
use serde_json::{Value, json};
use std::time::Instant;

const RUN_TIME: &str = include_str!("../../../vendor/scorm-again/scorm-again.min.js");

/// Names and texts of a package's files.
pub type Files = Vec<(String, String)>;

/// What every course that misbehaves keeps: elements by their names.
pub const KEEPS: &str = "
    const data = { 'cmi.suspend_data': '4:0:1:0', 'cmi.core.lesson_status': 'incomplete' };
    const good = {
        LMSInitialize: () => 'true', LMSGetValue: name => data[name] ?? '', LMSCommit: () => 'true', LMSFinish: () => 'true',
        LMSSetValue: (name, value) => (data[name] = value, 'true'), LMSGetLastError: () => '101',
    };";

/// A course of scorm-again: it keeps what is committed for the next visit, and tells what it was asked.
pub fn run_time(version: &str) -> String {
    format!(
        "const is2004 = '{version}' === '2004';
        const api = is2004 ? new Scorm2004API({{ autocommit: false, logLevel: 5 }}) : new Scorm12API({{ autocommit: false, logLevel: 5 }});
        const status = is2004 ? [api.cmi, 'completion_status'] : [api.cmi.core, 'lesson_status'];
        const [kept, before] = ['kept', 'calls'].map(name => JSON.parse(sessionStorage.getItem(name)));
        if (kept) [api.cmi.suspend_data, status[0][status[1]]] = kept;
        const calls = [];
        const methods = ['Initialize', 'GetValue', 'SetValue', 'Commit', is2004 ? 'Terminate' : 'Finish'];
        for (const name of methods.map(name => (is2004 ? name : 'LMS' + name))) {{
            const own = api[name].bind(api);
            api[name] = (...values) => {{
                const answer = own(...values);
                calls.push([name, ...values, answer]);
                if (name.endsWith('Commit')) sessionStorage.setItem('kept', JSON.stringify([api.cmi.suspend_data, status[0][status[1]]]));
                sessionStorage.setItem('calls', JSON.stringify(calls));
                return answer;
            }};
        }}
        window[is2004 ? 'API_1484_11' : 'API'] = api;
        const cmi = () => JSON.parse(JSON.stringify(api.cmi));"
    )
}

/// A course page that holds a package in a frame.
pub struct Course {
    pub browser: Browser,
    _site: Server,
}

impl Course {
    /// `script` is what makes it a course.
    pub fn open(files: &Files, script: &str) -> Self {
        let site = serve(files, script);
        let browser = Browser::start(Options::default());
        browser.open(&site.url("course.html"));
        Self { browser, _site: site }
    }

    /// Runs the body of a function of the package's document and of the page's in it.
    pub fn ask(&self, body: &str) -> Value {
        let script = format!(
            "const sco = document.querySelector('iframe').contentDocument;
            const moons = sco?.querySelector('#moons')?.contentDocument;
            return (() => {{ {body} }})() ?? null"
        );
        self.browser.script(&script, &[])
    }

    pub fn wait(&self, what: &str, body: &str) {
        let start = Instant::now();
        while self.ask(body) != true {
            let said = || self.ask("return [sco?.body?.textContent, moons?.body?.innerText]");
            assert!(start.elapsed() < seconds(90), "waited for: {what}\n{}", said());
            std::thread::sleep(seconds(1) / 10);
        }
    }

    /// Guesses at the step shown.
    pub fn guess(&self, step: u8, button: &str) {
        let there = format!(
            "return moons?.querySelector('[data-testid=strip]')?.dataset.step === '{step}'
                && !!moons.querySelector('[data-testid={button}]')"
        );
        self.wait(&format!("step {step}"), &there);
        self.ask(&format!("moons.querySelector('[data-testid={button}]').click()"));
    }

    pub fn said(&self) -> String {
        self.ask("return sco.querySelector('#said').textContent").as_str().unwrap_or_default().to_owned()
    }

    pub fn wait_for_words(&self, words: &str) {
        self.wait(words, &format!("return !!sco?.querySelector('#said')?.textContent.includes('{words}')"));
    }

    /// How often the course was called so, and whether it took all that it was told.
    pub fn calls(&self, of: &str, method: &str) -> usize {
        let all = self.browser.script(&format!("return {of}"), &[]);
        let all = all.as_array().expect("calls");
        let refused: Vec<_> = all
            .iter()
            .filter(|call| call.as_array().and_then(|call| call.last()) == Some(&json!("false")))
            .collect();
        assert!(refused.is_empty(), "{refused:?}");
        all.iter().filter(|call| call[0] == method).count()
    }

    pub fn assert_no_errors(&self) {
        assert_eq!(self.browser.errors(), [""; 0]);
    }
}

fn serve(files: &Files, script: &str) -> Server {
    let course = format!(
        "<!doctype html><html lang='en'><title>Course</title><h1>Course</h1><script src='run-time.js'></script>
        <script>{script}</script><iframe src='sco/index.html' title='Homework' width='1200' height='800'></iframe>"
    );
    let named: Files = files.iter().map(|(name, text)| (format!("sco/{name}"), text.clone())).collect();
    let mut rules =
        vec![("course.html", Rule::Instead(course)), ("run-time.js", Rule::Instead(RUN_TIME.to_owned()))];
    rules.extend(named.iter().map(|(name, text)| (name.as_str(), Rule::Instead(text.clone()))));
    Server::start(site_dir(), &rules)
}

/// Step, guess, value and error of each answer that a course keeps.
pub fn kept(text: &Value) -> Vec<[f64; 4]> {
    let answer = |part: &str| {
        let numbers: Vec<f64> = part.split(':').map(|number| number.parse().expect(part)).collect();
        <[f64; 4]>::try_from(numbers).expect(part)
    };
    text.as_str().unwrap_or_default().split(',').filter(|part| !part.is_empty()).map(answer).collect()
}
