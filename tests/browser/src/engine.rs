//! Which browser, what it is asked to be, and the driver it is driven by.

use crate::browser::Options;
use serde_json::{Value, json};
use std::ffi::OsString;
use std::io::{BufRead, BufReader};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// The browsers that the page is tried in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    Chromium,
    Firefox,
    /// As it stands in WebKitGTK, nearest to Safari of what runs everywhere.
    WebKit,
}

impl Engine {
    const ALL: [(Self, &str); 3] =
        [(Self::Chromium, "chromium"), (Self::Firefox, "firefox"), (Self::WebKit, "webkit")];

    /// The one that the environment names in `BROWSER`; Chromium if it names none.
    ///
    /// # Panics
    /// If it names another.
    pub fn asked() -> Self {
        let Ok(asked) = std::env::var("BROWSER") else { return Self::Chromium };
        let found = Self::ALL.into_iter().find(|(_, name)| *name == asked);
        found.unwrap_or_else(|| panic!("BROWSER={asked} is none of chromium, firefox and webkit")).0
    }

    pub fn capabilities(self, options: Options) -> Value {
        match self {
            Self::Chromium => {
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
                    // For the soak test.
                    "--js-flags=--expose-gc",
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
            Self::Firefox => {
                let mut firefox = json!({ "args": ["-headless"] });
                if let Some(program) = std::env::var_os("FIREFOX") {
                    firefox["binary"] = program.to_string_lossy().into();
                }
                json!({ "moz:firefoxOptions": firefox })
            }
            Self::WebKit => {
                let mut webkit = json!({ "args": ["--automation"] });
                if let Some(program) = std::env::var_os("WEBKIT") {
                    webkit["binary"] = program.to_string_lossy().into();
                }
                json!({ "webkitgtk:browserOptions": webkit })
            }
        }
    }

    /// The driver's program, as the environment names it or as it is usually called.
    fn program(self) -> OsString {
        let (name, usual) = match self {
            Self::Chromium => ("CHROMEDRIVER", "chromedriver"),
            Self::Firefox => ("GECKODRIVER", "geckodriver"),
            Self::WebKit => ("WEBKITDRIVER", "WebKitWebDriver"),
        };
        std::env::var_os(name).unwrap_or_else(|| usual.into())
    }
}

/// A driver that listens on a port of this machine, ended when dropped.
pub struct Driver {
    process: Child,
    /// The display of a browser that cannot do without one.
    display: Option<Child>,
    pub port: u16,
}

impl Driver {
    /// A crowded machine may refuse one; it does not refuse three.
    ///
    /// # Panics
    /// Says what to install where there is no driver.
    pub fn start(engine: Engine) -> Self {
        let started = (0..3).find_map(|_| match engine {
            Engine::Chromium => Self::that_says_its_port(engine),
            Engine::Firefox | Engine::WebKit => Self::at_a_free_port(engine),
        });
        started.unwrap_or_else(|| panic!("the driver of {engine:?} does not listen"))
    }

    /// None if it ends without having said where it listens.
    fn that_says_its_port(engine: Engine) -> Option<Self> {
        let mut process = spawn(Command::new(engine.program()).arg("--port=0").stdout(Stdio::piped()));
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
        Some(Self { process, display: None, port })
    }

    /// None if it does not listen there within ten seconds.
    fn at_a_free_port(engine: Engine) -> Option<Self> {
        let free = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
        let port = free.local_addr().expect("a bound socket").port();
        drop(free);
        let mut command = Command::new(engine.program());
        command.arg(format!("--port={port}")).stdout(Stdio::null());
        let display = (engine == Engine::WebKit).then(|| {
            let (display, name) = screen();
            // Its sandbox needs rights that a user in a container does not have.
            command.env("DISPLAY", name).env("WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS", "1");
            display
        });
        let driver = Self { process: spawn(&mut command), display, port };
        let begin = Instant::now();
        while begin.elapsed() < Duration::from_secs(10) {
            if TcpStream::connect(("127.0.0.1", port)).is_ok() {
                return Some(driver);
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        None
    }

    /// MB of memory that those processes below the driver hold whose command line has `word`. What several processes share counts
    /// in part, and files not at all: the browser's program can be read again, and more of it is the longer the browser runs.
    pub fn memory_of(&self, word: &str) -> f64 {
        let all = std::fs::read_dir("/proc").expect("processes").flatten();
        let all = all.filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok());
        let text = |process: u32, file: &str| {
            std::fs::read_to_string(format!("/proc/{process}/{file}")).unwrap_or_default()
        };
        let is_below = |process: u32| {
            // The parent is the second field after the name, which stands in brackets.
            let parent = |process: u32| -> Option<u32> {
                text(process, "stat").rsplit_once(')')?.1.split_whitespace().nth(1)?.parse().ok()
            };
            std::iter::successors(Some(process), |&process| parent(process)).any(|at| at == self.process.id())
        };
        let kilobytes = |process: u32| -> f64 {
            let held = |line: &str| -> Option<f64> {
                let held = ["Pss_Anon:", "Pss_Shmem:"].iter().find_map(|kind| line.strip_prefix(kind))?;
                held.trim_end_matches("kB").trim().parse().ok()
            };
            text(process, "smaps_rollup").lines().filter_map(held).sum()
        };
        let counted = all.filter(|&process| text(process, "cmdline").contains(word) && is_below(process));
        counted.map(kilobytes).sum::<f64>() / 1e3
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        for process in [&mut self.process].into_iter().chain(&mut self.display) {
            let _ = process.kill();
            let _ = process.wait();
        }
    }
}

/// A screen that nobody sees, and its name.
fn screen() -> (Child, String) {
    let mut command = Command::new(std::env::var_os("XVFB").unwrap_or_else(|| "Xvfb".into()));
    command.args(["-displayfd", "1", "-screen", "0", "1600x1200x24"]).stdout(Stdio::piped());
    let mut process = spawn(&mut command);
    let mut number = String::new();
    let read = BufReader::new(process.stdout.take().expect("piped")).read_line(&mut number);
    assert!(read.is_ok_and(|length| length > 0), "Xvfb names no display");
    (process, format!(":{}", number.trim()))
}

fn spawn(command: &mut Command) -> Child {
    let name = command.get_program().to_string_lossy().into_owned();
    command.stderr(Stdio::null()).spawn().unwrap_or_else(|why| panic!("{name} could not be started: {why}"))
}
