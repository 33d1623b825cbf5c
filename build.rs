//! Gives the code a mark of the form of its messages, so that a page and an engine of two versions do not misread each other.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

/// What messages are made of.
const FOLDERS: [&str; 2] = ["src/protocol", "src/settings"];

fn main() {
    let mut mark = DefaultHasher::new();
    for folder in FOLDERS {
        println!("cargo:rerun-if-changed={folder}");
        let mut files = Vec::new();
        collect(Path::new(folder), &mut files);
        files.sort();
        for file in files {
            fs::read(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display())).hash(&mut mark);
        }
    }
    println!("cargo:rustc-env=MESSAGE_FORM={:016x}", mark.finish());
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in
        fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())).flatten()
    {
        let path = entry.path();
        if path.is_dir() { collect(&path, files) } else { files.push(path) }
    }
}
