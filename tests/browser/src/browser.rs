//! One headless Chromium under chromedriver, gone when dropped.

use fantoccini::wd::WebDriverCompatibleCommand;
use fantoccini::{Client, ClientBuilder};
use http::Method;
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::{Mutex, MutexGuard, PoisonError};
use tokio::runtime::Runtime;
use url::{ParseError, Url};

/// One browser at a time: two would share the processor and tests would wait for each other.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

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
}

impl Default for Options {
    fn default() -> Self {
        Self { webgpu: false, window: (1280, 900), dark: false }
    }
}

/// A message that the page, or a worker of it, wrote to the console.
#[derive(Clone, Debug)]
pub struct Message {
    /// `SEVERE` are errors and what was thrown but not caught.
    pub level: String,
    pub text: String,
}

pub struct Browser {
    runtime: Runtime,
    client: Client,
    driver: Driver,
    _turn: MutexGuard<'static, ()>,
}

impl Browser {
    /// # Panics
    /// Says what to install if there is no chromedriver, or why the browser did not start.
    pub fn start(options: Options) -> Self {
        // A test that failed while it held the turn has already dropped its browser.
        let turn = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        let driver = Driver::start();
        let capabilities = capabilities(options);
        let client = runtime
            .block_on(
                ClientBuilder::new(HttpConnector::new())
                    .capabilities(capabilities.as_object().expect("an object").clone())
                    .connect(&format!("http://127.0.0.1:{}", driver.port)),
            )
            .unwrap_or_else(|error| panic!("Chromium did not start: {error}"));
        let browser = Self { runtime, client, driver, _turn: turn };
        let (width, height) = options.window;
        // The window of a headless browser has a least width; the emulated screen has none.
        browser.devtools(
            "Emulation.setDeviceMetricsOverride",
            &json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < PHONE }),
        );
        let scheme = if options.dark { "dark" } else { "light" };
        let features = json!([{ "name": "prefers-color-scheme", "value": scheme }]);
        browser.devtools("Emulation.setEmulatedMedia", &json!({ "features": features }));
        browser
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

    /// Goes on in the page that was opened.
    pub fn leave_frame(&self) {
        self.runtime
            .block_on(self.client.enter_parent_frame())
            .unwrap_or_else(|error| panic!("cannot leave the frame: {error}"));
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

    /// Presses a key on whatever has the focus: the name of a DOM key, or a letter.
    pub fn press(&self, key: &str, code: &str, number: u32) {
        let text = if key.chars().count() == 1 { key } else { "" };
        for kind in ["keyDown", "keyUp"] {
            let text = if kind == "keyDown" { text } else { "" };
            self.devtools(
                "Input.dispatchKeyEvent",
                &json!({ "type": kind, "key": key, "code": code, "windowsVirtualKeyCode": number, "text": text }),
            );
        }
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

    /// What was written to the console since the last call.
    pub fn console(&self) -> Vec<Message> {
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
        let severe = self.console().into_iter().filter(|message| message.level == "SEVERE");
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
        // Ends Chromium; if it crashed there is nothing left to end.
        let _ = self.runtime.block_on(self.client.clone().close());
        let _ = self.driver.process.kill();
        let _ = self.driver.process.wait();
    }
}

fn capabilities(options: Options) -> Value {
    let mut arguments = vec![
        "--headless=new",
        "--no-sandbox",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-dev-shm-usage",
        "--window-size=1280,900",
    ];
    if options.webgpu {
        arguments.extend(["--enable-unsafe-webgpu", "--use-webgpu-adapter=swiftshader"]);
    }
    let mut chrome = json!({ "args": arguments });
    if let Some(program) = std::env::var_os("CHROMIUM") {
        chrome["binary"] = program.to_string_lossy().into();
    }
    json!({ "goog:chromeOptions": chrome, "goog:loggingPrefs": { "browser": "ALL" } })
}

struct Driver {
    process: Child,
    port: u16,
}

impl Driver {
    /// A crowded machine may refuse one; it does not refuse three.
    fn start() -> Self {
        (0..3).find_map(|_| Self::try_start()).expect("chromedriver names its port")
    }

    /// None if it ends without having said where it listens.
    fn try_start() -> Option<Self> {
        let program = std::env::var_os("CHROMEDRIVER").unwrap_or_else(|| "chromedriver".into());
        let mut process = Command::new(&program)
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap_or_else(|error| panic!("{} could not be started: {error}", program.display()));
        let mut lines = BufReader::new(process.stdout.take().expect("piped")).lines();
        // "ChromeDriver was started successfully on port 43117."
        let port = lines
            .by_ref()
            .map_while(Result::ok)
            .find_map(|line| line.split_once("successfully on port ")?.1.trim_end_matches('.').parse().ok());
        let Some(port) = port else {
            let _ = process.wait();
            return None;
        };
        // Reads on, so that it never blocks on a full pipe.
        std::thread::spawn(move || lines.for_each(drop));
        Some(Self { process, port })
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
