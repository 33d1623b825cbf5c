//! `cargo xtask serve`: builds the page, serves it and rebuilds it on every edit.

use crate::server::Server;
use crate::shell::{cargo, run, target_dir};
use crate::site::{Purpose, build_without_gpu};
use crate::times::Plan;
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
    let folder = target_dir().join("serve");
    std::fs::create_dir_all(&folder)
        .map_err(|error| format!("cannot create {}: {error}", folder.display()))?;
    // Its first build takes as long as all the rest: until then the page is served without it.
    let has_gpu = target_dir().join("wasm32-unknown-unknown/release/engine_gpu.wasm").is_file();
    let first: &[_] = if has_gpu { &[] } else { &["the site without its GPU engine"] };
    let steps = [&["Trunk", "wasm-bindgen", "page", "CPU engine"], first, &["GPU engine"]].concat();
    let mut plan = Plan::new(&steps)?;
    let tools = plan.step(Tools::set_up_trunk)?;
    let tools = plan.step(|| tools.with_bindgen())?;
    plan.step(|| compile("page", "page"))?;
    plan.step(|| compile("engine_cpu", "compute"))?;
    let server = if has_gpu {
        None
    } else {
        plan.step(|| build_without_gpu(&tools, &folder))?;
        let server = Server::start(port, folder.clone())?;
        println!("\n    http://127.0.0.1:{port}/\n\n    edits rebuild the page once its GPU engine is there");
        Some(server)
    };
    plan.step(|| compile("engine_gpu", "gpu"))?;
    println!("\n==> put the whole site together and watch for edits");
    if let Some(server) = server {
        println!("    the page is away for a moment");
        server.stop();
    }
    announce_later(port)?;
    let mut trunk = tools.trunk();
    trunk
        .args(["serve", "--address", "127.0.0.1", "--port", &port.to_string(), "--dist"])
        .arg(folder)
        .args(Purpose::Daily.flags());
    become_command(trunk)
}

/// Compiles one program as Trunk does, which finds it compiled.
fn compile(program: &str, feature: &str) -> Result<(), String> {
    let mut build = cargo(["build", "--release", "--target", "wasm32-unknown-unknown", "--bin", program]);
    run(build.args(["--no-default-features", "--features", feature]))
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
