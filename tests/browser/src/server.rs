//! A static file server on 127.0.0.1 that can also misbehave, file by file, as the tests ask.

use flate2::{Compression, write::GzEncoder};
use std::collections::HashMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// Below the root of the host, as on a course page: absolute addresses break here.
const BASE: &str = "/course/demo/";

/// Bytes that one answer sends before it is another's turn on a slow line.
const PACKET: usize = 8192;

/// What the server does with one file instead of just sending it.
#[derive(Clone, Debug)]
pub enum Rule {
    /// 404.
    Missing,
    /// Sends it late.
    Delay(Duration),
    /// Says that it is of this kind.
    As(&'static str),
    /// Puts a script in front of it.
    Prelude(String),
    /// Sends this text; there need be no such file.
    Instead(String),
}

struct Shared {
    folder: PathBuf,
    rules: HashMap<String, Rule>,
    /// A line of the head of every answer, or nothing.
    header: String,
    requests: Mutex<Vec<String>>,
    /// A slow line, on which files go packed; none in the tests.
    line: Option<Line>,
}

/// What all answers share, whoever asks: a page and its workers.
#[derive(Clone, Copy, Debug)]
pub struct LineSpeed {
    pub bytes_per_second: f64,
    /// Until an answer begins.
    pub latency: Duration,
}

struct Line {
    speed: LineSpeed,
    /// Files as `gzip -9` packs them, sent in place of the files.
    packed: HashMap<String, Vec<u8>>,
    /// When the line has sent all that was given to it.
    free: Mutex<Instant>,
}

impl Line {
    /// Writes a body as fast as the line allows, in turns with other answers.
    fn write(&self, stream: &mut TcpStream, body: &[u8]) -> std::io::Result<()> {
        for packet in body.chunks(PACKET) {
            let time = Duration::from_secs_f64(packet.len() as f64 / self.speed.bytes_per_second);
            let sent = {
                let mut free = self.free.lock().expect("no thread panics with it");
                *free = (*free).max(Instant::now()) + time;
                *free
            };
            std::thread::sleep(sent.saturating_duration_since(Instant::now()));
            stream.write_all(packet)?;
        }
        Ok(())
    }
}

/// Serves for as long as the process lives.
pub struct Server {
    port: u16,
    shared: Arc<Shared>,
}

impl Server {
    /// Serves `folder` below [`BASE`], with a rule for some of its files.
    ///
    /// # Panics
    /// If the folder holds no site.
    pub fn start(folder: impl Into<PathBuf>, rules: &[(&str, Rule)]) -> Self {
        Self::start_with_header(folder, rules, "")
    }

    /// The same, with a header such as `Referrer-Policy: no-referrer` in every answer.
    ///
    /// # Panics
    /// As [`Server::start`].
    pub fn start_with_header(folder: impl Into<PathBuf>, rules: &[(&str, Rule)], header: &str) -> Self {
        Self::start_shared(folder.into(), rules, header, None)
    }

    /// Serves the files of `folder` packed, as a host does, over a slow line; all but the GPU engine, which takes long to
    /// pack.
    ///
    /// # Panics
    /// As [`Server::start`].
    pub fn start_slow(folder: PathBuf, speed: LineSpeed) -> Self {
        let mut packed = HashMap::new();
        for entry in std::fs::read_dir(&folder).expect("the site's folder").flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            if let Ok(bytes) = std::fs::read(entry.path())
                && !name.starts_with("engine_gpu")
            {
                let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
                encoder.write_all(&bytes).expect("memory takes what is written");
                packed.insert(name, encoder.finish().expect("memory takes what is written"));
            }
        }
        let line = Line { speed, packed, free: Mutex::new(Instant::now()) };
        Self::start_shared(folder, &[], "", Some(line))
    }

    fn start_shared(folder: PathBuf, rules: &[(&str, Rule)], header: &str, line: Option<Line>) -> Self {
        let page = folder.join("index.html");
        assert!(page.is_file(), "{} is missing: build the site with `cargo xtask test`", page.display());
        let rules = rules.iter().map(|(name, rule)| ((*name).to_string(), rule.clone())).collect();
        let shared =
            Arc::new(Shared { folder, rules, header: header.to_string(), requests: Mutex::default(), line });
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
        let port = listener.local_addr().expect("a bound socket").port();
        let server = Self { port, shared: shared.clone() };
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let shared = shared.clone();
                // A browser that goes away in the middle of an answer is its own affair.
                std::thread::spawn(move || drop(answer(&shared, stream)));
            }
        });
        server
    }

    /// The address of a file of the site; `""` is the page.
    pub fn url(&self, file: &str) -> String {
        format!("http://127.0.0.1:{}{BASE}{file}", self.port)
    }

    /// The files asked for so far, without their queries.
    pub fn requests(&self) -> Vec<String> {
        self.shared.requests.lock().expect("no thread panics with it").clone()
    }
}

fn answer(shared: &Shared, mut stream: TcpStream) -> std::io::Result<()> {
    let mut lines = BufReader::new(stream.try_clone()?).lines();
    let request = lines.next().transpose()?.unwrap_or_default();
    // The rest of the head must be read before closing, or the browser sees a reset connection.
    for line in lines {
        if line?.is_empty() {
            break;
        }
    }
    let address = request.split_whitespace().nth(1).unwrap_or_default();
    let path = address.split(['?', '#']).next().unwrap_or_default();
    match path.strip_prefix(BASE) {
        Some(file) if !file.contains("..") => {
            send(shared, &mut stream, if file.is_empty() { "index.html" } else { file })
        }
        // Browsers ask every host for an icon, whether a page names one or not.
        _ if path == "/favicon.ico" => shared.respond(&mut stream, "204 No Content", "image/x-icon", b""),
        _ => shared.respond(&mut stream, "404 Not Found", "text/plain", b"outside the site"),
    }
}

fn send(shared: &Shared, stream: &mut TcpStream, file: &str) -> std::io::Result<()> {
    shared.requests.lock().expect("no thread panics with it").push(file.to_string());
    if let Some(line) = &shared.line
        && let Some(packed) = line.packed.get(file)
    {
        std::thread::sleep(line.speed.latency);
        return shared.respond(stream, "200 OK\r\nContent-Encoding: gzip", mime(file), packed);
    }
    let rule = shared.rules.get(file);
    if let Some(Rule::Delay(time)) = rule {
        std::thread::sleep(*time);
    }
    match (std::fs::read(shared.folder.join(file)), rule) {
        (_, Some(Rule::Instead(text))) => shared.respond(stream, "200 OK", mime(file), text.as_bytes()),
        (Err(_), _) | (_, Some(Rule::Missing)) => {
            shared.respond(stream, "404 Not Found", "text/plain", b"no such file")
        }
        (Ok(body), Some(Rule::Prelude(script))) => {
            shared.respond(stream, "200 OK", mime(file), &[script.as_bytes(), b"\n", &body].concat())
        }
        (Ok(body), Some(Rule::As(kind))) => shared.respond(stream, "200 OK", kind, &body),
        (Ok(body), _) => shared.respond(stream, "200 OK", mime(file), &body),
    }
}

impl Shared {
    fn respond(&self, stream: &mut TcpStream, status: &str, mime: &str, body: &[u8]) -> std::io::Result<()> {
        let length = body.len();
        write!(
            stream,
            "HTTP/1.1 {status}\r\nContent-Type: {mime}\r\nContent-Length: {length}\r\nCache-Control: no-store\r\nConnection: close\r\n"
        )?;
        if !self.header.is_empty() {
            write!(stream, "{}\r\n", self.header)?;
        }
        stream.write_all(b"\r\n")?;
        match &self.line {
            Some(line) => line.write(stream, body)?,
            None => stream.write_all(body)?,
        }
        stream.flush()
    }
}

fn mime(file: &str) -> &'static str {
    match Path::new(file).extension().and_then(|end| end.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("ico") => "image/x-icon",
        Some("json") => "application/json",
        _ => "application/octet-stream",
    }
}
