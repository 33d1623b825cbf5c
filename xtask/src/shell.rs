//! Runs other programs in the repository root and says which one failed.

use std::ffi::OsStr;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

/// The repository, wherever the command was called from.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask lies in the repository")
}

/// Where Cargo puts what it builds.
pub fn target_dir() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |dir| root().join(dir))
}

/// A command that runs in the repository root.
pub fn command(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(root());
    command
}

/// `cargo` with these arguments.
pub fn cargo<'a>(arguments: impl IntoIterator<Item = &'a str>) -> Command {
    let mut command = command(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(arguments);
    command
}

/// The command as one would type it.
pub fn display(command: &Command) -> String {
    let program = Path::new(command.get_program()).file_name().unwrap_or(command.get_program());
    std::iter::once(program)
        .chain(command.get_args())
        .map(|word| word.to_string_lossy().into_owned())
        .collect::<Vec<_>>()
        .join(" ")
}

/// Runs a command with its output shown.
///
/// # Errors
/// Names the command, and how it ended.
pub fn run(command: &mut Command) -> Result<(), String> {
    println!("    $ {}", display(command));
    succeed(command)
}

/// [`run`], without a word of it.
///
/// # Errors
/// As [`run`].
pub fn succeed(command: &mut Command) -> Result<(), String> {
    let status = command.status().map_err(|error| cannot_start(&display(command), &error))?;
    ended(&display(command), status)
}

/// [`run`], and what the command printed beside how it ended.
///
/// # Errors
/// Names the command that could not be run.
pub fn run_and_read(command: &mut Command) -> Result<(String, Result<(), String>), String> {
    let words = display(command);
    println!("    $ {words}");
    let cannot = |error| cannot_start(&words, &error);
    let mut process = command.stdout(Stdio::piped()).spawn().map_err(cannot)?;
    let (mut said, mut line) = (String::new(), Vec::new());
    let mut output = BufReader::new(process.stdout.take().expect("it is piped"));
    while output.read_until(b'\n', &mut line).map_err(cannot)? > 0 {
        let text = String::from_utf8_lossy(&line);
        print!("{text}");
        said.push_str(&text);
        line.clear();
    }
    let status = process.wait().map_err(cannot)?;
    Ok((said, ended(&words, status)))
}

/// A command that runs beside what comes next; what it prints is kept until it is waited for.
pub struct Beside {
    command: String,
    process: Child,
    log: PathBuf,
}

impl Beside {
    /// # Errors
    /// Names the command that could not be started.
    pub fn start(command: &mut Command) -> Result<Self, String> {
        let words = display(command);
        let cannot = |error| cannot_start(&words, &error);
        let name = Path::new(command.get_program()).file_stem().unwrap_or(command.get_program());
        let log = target_dir().join(name).with_extension("log");
        let file = File::create(&log).map_err(cannot)?;
        let errors = file.try_clone().map_err(cannot)?;
        let process = command.stdout(file).stderr(errors).spawn().map_err(cannot)?;
        println!("    $ {words} &");
        Ok(Self { command: words, process, log })
    }

    /// Waits for its end and prints what it has printed.
    ///
    /// # Errors
    /// Names the command, and how it ended.
    pub fn wait(mut self) -> Result<(), String> {
        let status = self.process.wait().map_err(|error| format!("`{}` is lost: {error}", self.command))?;
        println!("    $ {}\n{}", self.command, std::fs::read_to_string(&self.log).unwrap_or_default());
        ended(&self.command, status)
    }
}

/// What a command prints.
///
/// # Errors
/// Names the command, and how it ended.
pub fn output(command: &mut Command) -> Result<String, String> {
    let output = command
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .map_err(|error| cannot_start(&display(command), &error))?;
    ended(&display(command), output.status)?;
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Runs a command that is known to hang at times: stops it after `limit` and tries once more.
///
/// # Errors
/// Names the command, and how it ended.
pub fn run_with_retry(command: &mut Command, limit: Duration) -> Result<(), String> {
    let mut outcome = Ok(());
    for _ in 0..2 {
        outcome = run_within(command, limit);
        if outcome.is_ok() {
            break;
        }
    }
    outcome
}

fn run_within(command: &mut Command, limit: Duration) -> Result<(), String> {
    println!("    $ {}", display(command));
    let mut child = command.spawn().map_err(|error| cannot_start(&display(command), &error))?;
    let start = Instant::now();
    loop {
        match child.try_wait().map_err(|error| error.to_string())? {
            Some(status) => return ended(&display(command), status),
            None if start.elapsed() > limit => {
                // It may have ended in this very moment; either way it is gone after this.
                let _ = child.kill();
                let _ = child.wait();
                return Err(format!("`{}` did not end within {} s", display(command), limit.as_secs()));
            }
            None => std::thread::sleep(Duration::from_millis(100)),
        }
    }
}

/// The first of these programs that is on the PATH.
pub fn find_program(names: &[&str]) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    names
        .iter()
        .flat_map(|name| {
            folders.iter().map(move |folder| folder.join(format!("{name}{}", std::env::consts::EXE_SUFFIX)))
        })
        .find(|file| file.is_file())
}

/// # Errors
/// If it failed: how it ended.
pub fn ended(command: &str, status: ExitStatus) -> Result<(), String> {
    if status.success() { Ok(()) } else { Err(format!("`{command}` failed ({status})")) }
}

fn cannot_start(command: &str, error: &std::io::Error) -> String {
    format!("`{command}` could not be started: {error}")
}
