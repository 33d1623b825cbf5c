//! Files, with the name of one that cannot be read or written in the error.

use std::fs;
use std::io::Error;
use std::path::Path;

/// # Errors
/// Names a file that cannot be read.
pub fn read(file: &Path) -> Result<Vec<u8>, String> {
    fs::read(file).map_err(|error| unread(file, &error))
}

/// # Errors
/// Names a file that cannot be read, or is no text.
pub fn read_text(file: &Path) -> Result<String, String> {
    fs::read_to_string(file).map_err(|error| unread(file, &error))
}

/// # Errors
/// Names a file that cannot be written.
pub fn write(file: &Path, content: impl AsRef<[u8]>) -> Result<(), String> {
    fs::write(file, content).map_err(|error| format!("cannot write {}: {error}", file.display()))
}

fn unread(file: &Path, error: &Error) -> String {
    format!("cannot read {}: {error}", file.display())
}
