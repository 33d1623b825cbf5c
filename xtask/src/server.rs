//! Serves a folder on 127.0.0.1 while Trunk cannot yet.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;

pub struct Server {
    port: u16,
    ends: Arc<AtomicBool>,
    thread: JoinHandle<()>,
}

impl Server {
    /// # Errors
    /// If the port is taken.
    pub fn start(port: u16, folder: PathBuf) -> Result<Self, String> {
        let listener = TcpListener::bind(("127.0.0.1", port))
            .map_err(|error| format!("port {port} cannot be used: {error}"))?;
        let port = listener.local_addr().map_err(|error| error.to_string())?.port();
        let ends = Arc::new(AtomicBool::new(false));
        let ended = ends.clone();
        let thread = std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                if ended.load(Ordering::Relaxed) {
                    break;
                }
                let folder = folder.clone();
                // A browser that goes away in the middle of an answer is its own affair.
                std::thread::spawn(move || drop(answer(&folder, stream)));
            }
        });
        Ok(Self { port, ends, thread })
    }

    /// Frees the port.
    pub fn stop(self) {
        self.ends.store(true, Ordering::Relaxed);
        // Wakes the thread, which waits for a connection.
        let _ = TcpStream::connect(("127.0.0.1", self.port));
        let _ = self.thread.join();
    }
}

fn answer(folder: &Path, mut stream: TcpStream) -> std::io::Result<()> {
    let mut lines = BufReader::new(stream.try_clone()?).lines();
    let request = lines.next().transpose()?.unwrap_or_default();
    // The rest of the head must be read before closing, or the browser sees a reset connection.
    for line in lines {
        if line?.is_empty() {
            break;
        }
    }
    let address = request.split_whitespace().nth(1).unwrap_or_default();
    let path = address.split(['?', '#']).next().unwrap_or_default().trim_start_matches('/');
    let file = if path.is_empty() { "index.html" } else { path };
    let (status, body) = match fs::read(folder.join(file)) {
        Ok(body) if !file.contains("..") => ("200 OK", body),
        _ => ("404 Not Found", Vec::new()),
    };
    let (mime, length) = (mime(file), body.len());
    write!(
        stream,
        "HTTP/1.1 {status}\r\nContent-Type: {mime}\r\nContent-Length: {length}\r\nCache-Control: no-store\r\n\
        Connection: close\r\n\r\n"
    )?;
    stream.write_all(&body)
}

fn mime(file: &str) -> &'static str {
    match Path::new(file).extension().and_then(|end| end.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("svg") => "image/svg+xml",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    #[test]
    fn serves_its_folder_and_nothing_else_until_it_is_stopped() {
        let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../assets"));
        let server = Server::start(0, folder.clone()).unwrap();
        let port = server.port;
        let get = |address: &str| {
            let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
            write!(stream, "GET {address} HTTP/1.1\r\nHost: x\r\n\r\n").unwrap();
            let mut text = String::new();
            stream.read_to_string(&mut text).unwrap();
            text
        };
        let script = get("/boot.js?a=1");
        assert!(script.starts_with("HTTP/1.1 200 OK\r\nContent-Type: text/javascript"), "{script}");
        assert!(script.ends_with(&fs::read_to_string(folder.join("boot.js")).unwrap()));
        for address in ["/nothing.js", "/../Cargo.toml", "/"] {
            assert!(get(address).starts_with("HTTP/1.1 404"), "{address}");
        }
        server.stop();
        assert!(TcpStream::connect(("127.0.0.1", port)).is_err());
    }
}
