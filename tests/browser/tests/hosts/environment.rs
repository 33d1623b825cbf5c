//! A virtual environment with the notebooks and the package of the tested site, and servers in it.

use browser_tests::site_dir;
use std::fs;
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

/// What the virtual environment holds beside the package.
const PACKAGES: [&str; 7] = [
    "jupyterlab>=4.4,<5",
    "marimo>=0.20,<1",
    "anywidget>=0.9.13,<1",
    "numpy>=2,<3",
    "safetensors>=0.6,<1",
    "hatchling>=1.27,<2",
    "pytest>=8,<10",
];
const IMPORTS: &str =
    "import jupyterlab, ipykernel, marimo, anywidget, numpy, safetensors, hatchling, pytest";

/// The sources of the package.
pub fn sources() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../python")
}

/// The folder for what the notebooks write.
pub fn folder() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("notebooks");
    // Any of the tests may be the first: they run side by side.
    fs::create_dir_all(&folder).expect("a folder");
    folder
}

/// A program of the environment, such as `jupyter`, with a home of its own: what the reader has set stays out of it.
pub fn program(name: &str) -> Command {
    static READY: OnceLock<()> = OnceLock::new();
    READY.get_or_init(|| {
        let begin = Instant::now();
        set_up();
        println!("the environment is there after {:.0} s", begin.elapsed().as_secs_f64());
    });
    installed(name)
}

fn installed(name: &str) -> Command {
    let mut program =
        Command::new(folder().join("venv").join(if cfg!(windows) { "Scripts" } else { "bin" }).join(name));
    let home = folder().join("home");
    program.current_dir(folder()).env("HOME", &home).env("USERPROFILE", &home);
    program.env_remove("XDG_CONFIG_HOME").env_remove("PYTHONPATH").env("MARIMO_SKIP_UPDATE_CHECK", "1");
    program
}

fn set_up() {
    fs::create_dir_all(folder().join("home")).expect("a folder");
    let holds_all = installed("python").args(["-c", IMPORTS]).output();
    if !holds_all.is_ok_and(|output| output.status.success()) {
        let plain = if cfg!(windows) { "python" } else { "python3" };
        let mut make = Command::new(plain);
        run(
            make.args(["-m", "venv"]).arg(folder().join("venv")),
            "make a virtual environment: is Python 3 there?",
        );
        let install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"];
        run(installed("python").args(install).args(PACKAGES), "install JupyterLab and marimo");
    }
    let package = folder().join("package");
    // What an earlier site or package had.
    let _ = fs::remove_dir_all(&package);
    copy(&sources(), &package);
    let inside = package.join("src/mcmc_to_diffusion/static");
    fs::create_dir_all(&inside).expect("a folder");
    for name in ["offline.html", "widget.mjs"] {
        fs::copy(site_dir().join(name), inside.join(name))
            .unwrap_or_else(|error| panic!("the site has no {name}: {error}"));
    }
    // From the folder alone: a wheel that needs a network to be built or installed is none to trust.
    let install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--force-reinstall"];
    let alone = ["--no-deps", "--no-index", "--no-build-isolation"];
    run(installed("python").args(install).args(alone).arg(&package), "build and install the package");
}

/// The sources of the package, without what is built in them.
fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("the package").flatten() {
        let name = entry.file_name();
        let built = ["static", "dist", "licences", "__pycache__"].iter().any(|built| name == **built);
        match entry.path() {
            path if path.is_dir() && !built => copy(&path, &to.join(name)),
            path if path.is_file() => drop(fs::copy(path, to.join(name)).expect("a copy")),
            _ => {}
        }
    }
}

/// Runs a program to its end.
///
/// # Panics
/// With all that it said, where it fails.
#[track_caller]
pub fn run(process: &mut Command, what: &str) {
    let output = process.output().unwrap_or_else(|error| panic!("could not {what} ({error})"));
    let words = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    assert!(output.status.success(), "could not {what}\n{}{}", words(&output.stdout), words(&output.stderr));
}

/// A server of notebooks, gone when dropped.
pub struct Host {
    process: Child,
    pub port: u16,
}

impl Host {
    /// Starts what `command` makes for a port, and waits until it listens there.
    pub fn start(command: impl FnOnce(u16) -> Command) -> Self {
        let free = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
        let port = free.local_addr().expect("a bound socket").port();
        drop(free);
        let mut command = command(port);
        let written = folder().join(format!("host-{port}.log"));
        let log = fs::File::create(&written).expect("a log");
        command.stdin(Stdio::null()).stdout(log.try_clone().expect("a log")).stderr(log);
        let host = Self { process: command.spawn().expect("a host of notebooks"), port };
        let begin = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            let log = || fs::read_to_string(&written).unwrap_or_default();
            assert!(begin.elapsed() < Duration::from_secs(60), "the host does not listen:\n{}", log());
            std::thread::sleep(Duration::from_millis(100));
        }
        host
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        // Its kernels end when it is gone.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
