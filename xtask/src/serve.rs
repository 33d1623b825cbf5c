//! `cargo xtask serve`: builds the page, serves it and rebuilds it on every edit.

use crate::shell::target_dir;
use crate::site::Purpose;
use crate::tools::Tools;
use std::net::{TcpListener, TcpStream};
use std::process::Command;
use std::time::{Duration, Instant};

/// # Errors
/// Names the command that failed and what to do.
pub fn serve(arguments: &[String]) -> Result<(), String> {
    let port = match arguments {
        [] => free_port(8080)?,
        [flag, port] if flag == "--port" => {
            let port = port.parse().map_err(|_| format!("'{port}' is not a port"))?;
            TcpListener::bind(("127.0.0.1", port))
                .map_err(|error| format!("port {port} cannot be used: {error}"))?;
            port
        }
        _ => return Err("serve takes nothing but --port N".into()),
    };
    println!("==> set up wasm target, Trunk and wasm-bindgen");
    let start = Instant::now();
    let tools = Tools::set_up()?;
    println!(
        "    done in {:.1} s\n==> build the page and both engines (minutes the first time)",
        start.elapsed().as_secs_f64()
    );
    let folder = target_dir().join("serve");
    std::fs::create_dir_all(&folder)
        .map_err(|error| format!("cannot create {}: {error}", folder.display()))?;
    announce_later(port)?;
    let mut trunk = tools.trunk();
    trunk
        .args(["serve", "--address", "127.0.0.1", "--port", &port.to_string(), "--dist"])
        .arg(folder)
        .args(Purpose::Daily.flags());
    become_command(trunk)
}

/// Starts a second process that says where the page is once Trunk serves it: this one becomes Trunk.
fn announce_later(port: u16) -> Result<(), String> {
    let program = std::env::current_exe().map_err(|error| error.to_string())?;
    let announcer = Command::new(program).args(["announce", &port.to_string()]).spawn();
    announcer.map(drop).map_err(|error| format!("cannot start a second process: {error}"))
}

/// Waits until something listens on the port, and says how long that took; ends with its parent.
///
/// # Errors
/// If that is no port.
pub fn announce(arguments: &[String]) -> Result<(), String> {
    let port: u16 = arguments.first().and_then(|port| port.parse().ok()).ok_or("announce needs a port")?;
    let start = Instant::now();
    let parent = parent();
    while parent == self::parent() {
        if TcpStream::connect(("127.0.0.1", port)).is_ok() {
            println!(
                "    done in {:.1} s\n==> edits rebuild the page, Ctrl-C ends",
                start.elapsed().as_secs_f64()
            );
            println!("\n    http://127.0.0.1:{port}/\n");
            break;
        }
        std::thread::sleep(Duration::from_millis(200));
    }
    Ok(())
}

/// The first port from `first` on that nothing listens on.
fn free_port(first: u16) -> Result<u16, String> {
    (first..first + 100)
        .find(|port| TcpListener::bind(("127.0.0.1", *port)).is_ok())
        .ok_or(format!("no free port from {first} on: choose one with --port"))
}

/// Replaces this process, so that whatever ends it ends the server.
#[cfg(unix)]
fn become_command(mut command: Command) -> Result<(), String> {
    use std::os::unix::process::CommandExt;
    Err(format!("`{}` could not be started: {}", crate::shell::display(&command), command.exec()))
}

#[cfg(not(unix))]
fn become_command(mut command: Command) -> Result<(), String> {
    crate::shell::run(&mut command)
}

#[cfg(unix)]
fn parent() -> u32 {
    std::os::unix::process::parent_id()
}

#[cfg(not(unix))]
fn parent() -> u32 {
    0
}
