//! One browser under its driver, gone when dropped.

use crate::engine::{Driver, Engine};
use crate::{Rule, Server, site_dir};
use fantoccini::actions::{InputSource, KeyAction, KeyActions};
use fantoccini::key::Key;
use fantoccini::wd::{WebDriverCompatibleCommand, WindowHandle};
use fantoccini::{Client, ClientBuilder};
use http::Method;
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use tokio::runtime::Runtime;
use url::{ParseError, Url};

/// Narrower screens, in CSS pixels, are those of phones: their scroll bars take no room.
const PHONE: u32 = 600;

/// What the browser can do and how large its window is.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// WebGPU on Chromium's software adapter; without it there is no adapter.
    pub webgpu: bool,
    /// CSS pixels.
    pub window: (u32, u32),
    /// The system asks for dark colours.
    pub dark: bool,
    /// The system asks for little motion: nothing plays by itself, which leaves the processors to the test.
    pub still: bool,
    /// The page draws as often as the screen shows frames. Otherwise it is given fewer (see [`FEWER_FRAMES`]): without a GPU to
    /// draw with, that leaves two fifths of the processors' time to the tests. Only in Chromium; the others have all.
    pub every_frame: bool,
}

impl Options {
    const PLAIN: Self =
        Self { webgpu: false, window: (1280, 900), dark: false, still: false, every_frame: false };
    pub const WEBGPU: Self = Self { webgpu: true, ..Self::PLAIN };
    pub const STILL: Self = Self { still: true, ..Self::PLAIN };
    pub const EVERY_FRAME: Self = Self { every_frame: true, ..Self::PLAIN };
}

impl Default for Options {
    fn default() -> Self {
        Self::PLAIN
    }
}

/// About sixteen frames a second, as on a slow machine.
const FEWER_FRAMES: &str = "
    const request = globalThis.requestAnimationFrame.bind(globalThis);
    globalThis.requestAnimationFrame = callback => setTimeout(() => request(callback), 50);";

/// The level of errors, and of what was thrown but not caught.
const SEVERE: &str = "SEVERE";

/// A message that the page, or a worker of it, wrote to the console.
#[derive(Clone, Debug)]
pub struct Message {
    pub level: String,
    pub text: String,
}

/// What the page and the frames in it write as errors, where the browser does not tell: see [`Browser::errors`].
pub const COLLECT_ERRORS: &str = "
    globalThis.mcmcErrors = [];
    for (const kind of ['error', 'unhandledrejection']) {
        addEventListener(kind, event => mcmcErrors.push(String(event.message ?? event.reason ?? event.type)));
    }
    const { error } = console;
    console.error = (...words) => { mcmcErrors.push(words.join(' ')); error.apply(console, words) };";

/// For scripts that do things at random: `below(n)` and `one(list)`, drawn by a generator that `state` starts (a linear
/// congruence modulo 2³¹).
pub const RANDOM: &str = "
    const below = n => { state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff; return (state >> 8) % n };
    const one = list => list[below(list.length)];";

pub struct Browser {
    runtime: Runtime,
    client: Client,
    engine: Engine,
    driver: Driver,
}

impl Browser {
    /// Chromium.
    ///
    /// # Panics
    /// As [`Browser::start_in`].
    pub fn start(options: Options) -> Self {
        Self::start_in(Engine::Chromium, options)
    }

    /// # Panics
    /// Says what to install if there is no driver, or why the browser did not start.
    pub fn start_in(engine: Engine, options: Options) -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        let capabilities = engine.capabilities(options);
        let capabilities = capabilities.as_object().expect("an object");
        let start = || {
            let driver = Driver::start(engine);
            let address = format!("http://127.0.0.1:{}", driver.port);
            let mut builder = ClientBuilder::new(HttpConnector::new());
            let session = builder.capabilities(capabilities.clone()).connect(&address);
            runtime.block_on(session).map(|client| (client, driver))
        };
        // One in some hundred exits as it starts, where two start at once.
        let (client, driver) =
            start().or_else(|_| start()).unwrap_or_else(|error| panic!("{engine:?} did not start: {error}"));
        let browser = Self { runtime, client, engine, driver };
        browser.look_as(options);
        browser
    }

    fn look_as(&self, options: Options) {
        let (width, height) = options.window;
        if self.engine != Engine::Chromium {
            self.runtime
                .block_on(self.client.set_window_size(width, height))
                .unwrap_or_else(|error| panic!("the window keeps its size: {error}"));
            return;
        }
        // The window of a headless browser has a least width; the emulated screen has none.
        self.devtools(
            "Emulation.setDeviceMetricsOverride",
            &json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < PHONE }),
        );
        let scheme = if options.dark { "dark" } else { "light" };
        let motion = if options.still { "reduce" } else { "no-preference" };
        let features = json!([
            { "name": "prefers-color-scheme", "value": scheme },
            { "name": "prefers-reduced-motion", "value": motion },
        ]);
        self.devtools("Emulation.setEmulatedMedia", &json!({ "features": features }));
        if !options.every_frame {
            self.before_each_document(FEWER_FRAMES);
        }
    }

    pub fn open(&self, url: &str) {
        self.runtime
            .block_on(self.client.goto(url))
            .unwrap_or_else(|error| panic!("{url} did not open: {error}"));
    }

    pub fn reload(&self) {
        self.runtime
            .block_on(self.client.refresh())
            .unwrap_or_else(|error| panic!("the page did not reload: {error}"));
    }

    /// Goes on in a frame of the page: scripts and clicks are in it from now on.
    pub fn enter_frame(&self, css: &str) {
        self.runtime
            .block_on(async { self.client.find(fantoccini::Locator::Css(css)).await?.enter_frame().await })
            .unwrap_or_else(|error| panic!("cannot enter the frame {css}: {error}"));
    }

    /// Opens a page of another origin that holds `address` in a frame which may run scripts and nothing else, and goes on in the
    /// frame.
    pub fn open_in_sandbox(&self, address: &str) {
        let lesson = format!(
            "<!doctype html><title>Lesson</title>\
            <iframe sandbox='allow-scripts' src='{address}' width='1000' height='800'></iframe>"
        );
        let school = Server::start(site_dir(), &[("lesson.html", Rule::Instead(lesson))]);
        self.open(&school.url("lesson.html"));
        self.enter_frame("iframe");
    }

    /// Goes on in the page that was opened.
    pub fn leave_frame(&self) {
        self.runtime
            .block_on(self.client.enter_parent_frame())
            .unwrap_or_else(|error| panic!("cannot leave the frame: {error}"));
    }

    /// Opens a page in a tab of its own and goes on there; returns the tab before.
    pub fn open_tab(&self, url: &str) -> WindowHandle {
        let opened = async {
            let before = self.client.window().await?;
            let tab = self.client.new_window(true).await?;
            self.client.switch_to_window(tab.handle).await?;
            self.client.goto(url).await.map(|()| before)
        };
        self.runtime.block_on(opened).unwrap_or_else(|error| panic!("{url} did not open in a tab: {error}"))
    }

    pub fn to_tab(&self, tab: WindowHandle) {
        self.runtime
            .block_on(self.client.switch_to_window(tab))
            .unwrap_or_else(|error| panic!("the tab is gone: {error}"));
    }

    /// Runs a script in every document that is opened from now on, before the document's own.
    pub fn before_each_document(&self, script: &str) {
        self.devtools("Page.addScriptToEvaluateOnNewDocument", &json!({ "source": script }));
    }

    /// Runs the body of a function in the page, with `arguments`, and returns what it returns.
    pub fn script(&self, body: &str, arguments: &[Value]) -> Value {
        self.runtime
            .block_on(self.client.execute(body, arguments.to_vec()))
            .unwrap_or_else(|error| panic!("a script failed: {error}\n{body}"))
    }

    /// Clicks as a person would: the element must be visible and not covered.
    pub fn click(&self, css: &str) {
        self.runtime
            .block_on(async { self.client.find(fantoccini::Locator::Css(css)).await?.click().await })
            .unwrap_or_else(|error| panic!("cannot click {css}: {error}"));
    }

    /// Presses a key on whatever has the focus.
    pub fn press(&self, key: Key) {
        let value = key.into();
        let keys =
            KeyActions::new("keyboard".into()).then(KeyAction::Down { value }).then(KeyAction::Up { value });
        self.runtime
            .block_on(self.client.perform_actions(keys))
            .unwrap_or_else(|error| panic!("the key was not pressed: {error}"));
    }

    /// A PNG of what the window shows.
    pub fn screenshot(&self) -> Vec<u8> {
        self.runtime
            .block_on(self.client.screenshot())
            .unwrap_or_else(|error| panic!("no screenshot: {error}"))
    }

    /// Calls a method of the Chrome DevTools protocol.
    pub fn devtools(&self, method: &str, parameters: &Value) -> Value {
        let body = json!({ "cmd": method, "params": parameters });
        self.vendor("goog/cdp/execute", body)
    }

    /// MB of memory that the processes hold which show pages, their workers included. Only of Chromium, and on Linux.
    pub fn memory(&self) -> f64 {
        self.driver.memory_of("--type=renderer")
    }

    /// What was written to the console since the last call. Other browsers than Chromium do not tell: there it is what
    /// [`COLLECT_ERRORS`] has collected, if it runs in the page.
    pub fn console(&self) -> Vec<Message> {
        if self.engine != Engine::Chromium {
            let collected = self.script("return globalThis.mcmcErrors?.splice(0) ?? []", &[]);
            let texts = collected.as_array().cloned().unwrap_or_default();
            let severe = |text: Value| Message { level: SEVERE.into(), text: text.to_string() };
            return texts.into_iter().map(severe).collect();
        }
        let entries = self.vendor("se/log", json!({ "type": "browser" }));
        let text = |entry: &Value, key: &str| entry[key].as_str().unwrap_or_default().to_string();
        let entries = entries.as_array().cloned().unwrap_or_default();
        entries
            .iter()
            .map(|entry| Message { level: text(entry, "level"), text: text(entry, "message") })
            .collect()
    }

    /// Everything that was written to the console as an error since the last call.
    pub fn errors(&self) -> Vec<String> {
        let severe = self.console().into_iter().filter(|message| message.level == SEVERE);
        severe.map(|message| message.text).collect()
    }

    fn vendor(&self, path: &'static str, body: Value) -> Value {
        self.runtime
            .block_on(self.client.issue_cmd(Vendor { path, body: body.clone() }))
            .unwrap_or_else(|error| panic!("{path} {body} failed: {error}"))
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // If it crashed there is nothing left to end.
        let _ = self.runtime.block_on(self.client.clone().close());
    }
}

/// A command of chromedriver that is not in the WebDriver standard.
#[derive(Debug)]
struct Vendor {
    path: &'static str,
    body: Value,
}

impl WebDriverCompatibleCommand for Vendor {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, ParseError> {
        base.join(&format!("session/{}/{}", session.unwrap_or_default(), self.path))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        (Method::POST, Some(self.body.to_string()))
    }
}
