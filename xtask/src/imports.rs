//! Which source file imports what from which other: every `use` and every path, followed through re-exports to the file
//! that defines what it names.
//!
//! `mod x;` alone imports nothing, nor does a re-export that the file does not use itself.

use crate::scan::{is_word, words};
use std::collections::HashMap;

/// One file of the crate, without comments and tests.
pub struct Source {
    /// From the root of the repository: `src/ui/plot/mod.rs`.
    pub name: String,
    pub code: String,
}

/// A file names something that another one defines. Files are counted as they were given.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Import {
    pub from: usize,
    pub to: usize,
    /// Of the first place, from 1 on.
    pub line: usize,
}

/// All imports between these files, one for each pair, sorted.
pub fn imports(sources: &[Source]) -> Vec<Import> {
    let index = Index::of(sources);
    let mut found = Vec::new();
    for (from, source) in sources.iter().enumerate() {
        let file = &index.files[from];
        let line = |at: usize| source.code[..at].matches('\n').count() + 1;
        for named in &file.uses {
            // Of a module that is brought into scope, the paths through it are the imports.
            if let Some(Target { file: to, item: true }) = index.find(from, &named.path, DEPTH)
                && (!named.public || !words(&file.body, named.name).is_empty())
            {
                found.push(Import { from, to, line: line(named.at) });
            }
        }
        for (at, path) in paths(&file.body) {
            if let Some(Target { file: to, .. }) = index.find(from, &path, DEPTH) {
                found.push(Import { from, to, line: line(at) });
            }
        }
    }
    found.retain(|import| import.from != import.to);
    found.sort();
    found.dedup_by_key(|import| (import.from, import.to));
    found
}

/// Re-exports of re-exports that are followed at most.
const DEPTH: usize = 32;

/// One name that a `use` brings into scope.
struct Named<'a> {
    path: Vec<&'a str>,
    name: &'a str,
    public: bool,
    at: usize,
}

struct File<'a> {
    module: Vec<&'a str>,
    uses: Vec<Named<'a>>,
    /// The code with its `use` lines blanked.
    body: String,
}

struct Index<'a> {
    files: Vec<File<'a>>,
    modules: HashMap<Vec<&'a str>, usize>,
}

/// Where a path leads.
struct Target {
    file: usize,
    /// To something in the file, not to the file as a whole.
    item: bool,
}

impl<'a> Index<'a> {
    fn of(sources: &'a [Source]) -> Self {
        let files: Vec<File> = sources
            .iter()
            .map(|source| {
                let (uses, body) = uses(&source.code);
                File { module: module(&source.name), uses, body }
            })
            .collect();
        let modules = files.iter().enumerate().map(|(at, file)| (file.module.clone(), at)).collect();
        Self { files, modules }
    }

    /// What `path` names where `file` says it; none where it leads to no file of ours.
    fn find(&self, file: usize, path: &[&str], depth: usize) -> Option<Target> {
        let here = &self.files[file];
        let Some((&first, rest)) = path.split_first() else { return Some(Target { file, item: false }) };
        let depth = depth.checked_sub(1)?;
        let module = match first {
            "crate" => Some(vec![]),
            "self" => Some(here.module.clone()),
            "super" => Some(here.module.split_last()?.1.to_vec()),
            _ => None,
        };
        if let Some(module) = module {
            return self.find(*self.modules.get(&module)?, rest, depth);
        }
        let child: Vec<&str> = here.module.iter().copied().chain([first]).collect();
        if let Some(&child) = self.modules.get(&child) {
            return self.find(child, rest, depth);
        }
        match here.uses.iter().find(|named| named.name == first) {
            Some(named) if named.path != path => {
                self.find(file, &[named.path.as_slice(), rest].concat(), depth)
            }
            _ => Some(Target { file, item: true }),
        }
    }
}

/// `src/ui/plot/mod.rs` is the module `ui::plot`.
fn module(name: &str) -> Vec<&str> {
    let name = name.trim_start_matches("src/").trim_end_matches(".rs");
    let mut module: Vec<&str> = name.split('/').collect();
    module.pop_if(|last| matches!(*last, "mod" | "lib" | "main"));
    module
}

/// What the `use` lines of a file bring into scope, and the file without them.
fn uses(code: &str) -> (Vec<Named<'_>>, String) {
    let mut found = Vec::new();
    let mut body = code.to_string();
    for at in words(code, "use") {
        let after = &code[at + "use".len()..];
        let Some((tree, _)) = after.split_once(';') else { continue };
        let allowed = |letter: char| is_word(letter) || letter.is_whitespace() || ":{},*".contains(letter);
        if !tree.starts_with(char::is_whitespace) || !tree.chars().all(allowed) {
            continue;
        }
        let line = code[..at].rsplit(['\n', ';', '}', '{']).next().unwrap_or_default();
        leaves(tree, &mut Vec::new(), &mut |path, name| {
            found.push(Named { path, name, public: line.trim_start().starts_with("pub"), at });
        });
        let end = at + "use".len() + tree.len() + 1;
        let blank = code[at..end].replace(|letter| letter != '\n', " ");
        body.replace_range(at..end, &blank);
    }
    // A module that is declared is not used by that, even where an item has its name.
    for at in words(code, "mod") {
        if let Some((name, _)) = code[at + "mod".len()..].split_once(';')
            && name.trim().chars().all(is_word)
        {
            let end = at + "mod".len() + name.len();
            body.replace_range(at..end, &" ".repeat(end - at));
        }
    }
    (found, body)
}

/// Calls `take` with each path of a tree such as `a::{b, c::{self, d as e}}` and the name it goes by.
fn leaves<'a>(tree: &'a str, before: &mut Vec<&'a str>, take: &mut impl FnMut(Vec<&'a str>, &'a str)) {
    let length = before.len();
    let (start, group) = match tree.split_once('{') {
        Some((start, rest)) => (start, rest.rsplit_once('}').map(|(inside, _)| inside)),
        None => (tree, None),
    };
    let (start, alias) = match start.split_once(" as ") {
        Some((path, name)) => (path, Some(name.trim())),
        None => (start, None),
    };
    before.extend(start.split("::").map(str::trim).filter(|part| !part.is_empty() && *part != "*"));
    if let Some(group) = group {
        let mut depth = 0;
        let parts = group.split(|letter| {
            depth += i32::from(letter == '{') - i32::from(letter == '}');
            letter == ',' && depth == 0
        });
        parts.filter(|part| !part.trim().is_empty()).for_each(|part| leaves(part, before, take));
    } else {
        before.pop_if(|last| *last == "self" && length > 0);
        if let Some(last) = before.last() {
            take(before.clone(), alias.unwrap_or(last));
        }
    }
    before.truncate(length);
}

/// The paths of two parts and more that stand in code, and where. Those of visibilities name nothing that is needed.
fn paths(code: &str) -> Vec<(usize, Vec<&str>)> {
    let mut found = Vec::new();
    let mut end = 0;
    for (at, _) in code.match_indices("::") {
        if at < end {
            continue;
        }
        let start = code[..at].rfind(|letter| !is_word(letter)).map_or(0, |before| before + 1);
        let mut path = vec![&code[start..at]];
        end = at;
        while let Some(rest) = code[end..].strip_prefix("::") {
            let length = rest.find(|letter| !is_word(letter)).unwrap_or(rest.len());
            end += "::".len() + length;
            if length == 0 {
                break;
            }
            path.push(&rest[..length]);
        }
        if !path[0].is_empty() && !code[..start].ends_with("(in ") {
            found.push((start, path));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{Source, imports};

    /// The imports of a crate of these files, as `from -> to` by the names of the modules.
    fn found(files: &[(&str, &str)]) -> Vec<String> {
        let source =
            |(name, code): &(&str, &str)| Source { name: format!("src/{name}.rs"), code: (*code).into() };
        let sources: Vec<Source> = files.iter().map(source).collect();
        imports(&sources)
            .iter()
            .map(|import| format!("{}:{} -> {}", files[import.from].0, import.line, files[import.to].0))
            .collect()
    }

    #[test]
    fn trees_of_names_are_followed_to_their_files() {
        let code = "use crate::{b::{self, B}, c::d::{D as Other}};\nuse std::fmt::Write;";
        let files = [("lib", ""), ("a", code), ("b", ""), ("c/mod", ""), ("c/d", "use super::super::b::B;")];
        assert_eq!(found(&files), ["a:1 -> b", "a:1 -> c/d", "c/d:1 -> b"]);
    }

    #[test]
    fn a_declaration_and_a_bare_re_export_import_nothing() {
        let child = ("a/b", "use super::A;");
        assert_eq!(found(&[("a/mod", "mod b;\npub use b::B;\npub struct A;"), child]), ["a/b:1 -> a/mod"]);
        // Its own code names what it re-exports.
        let both = ("a/mod", "mod b;\npub use b::B;\npub struct A(B);");
        assert_eq!(found(&[both, child]), ["a/mod:2 -> a/b", "a/b:1 -> a/mod"]);
    }

    #[test]
    fn a_re_export_stands_for_the_file_that_defines() {
        let facade = ("a/mod", "mod b;\nmod c;\npub use b::B;\npub use c::*;");
        let files = [("lib", ""), facade, ("a/b", ""), ("a/c", "use super::B;"), ("d", "use crate::a::B;")];
        assert_eq!(found(&files), ["a/c:1 -> a/b", "d:1 -> a/b"]);
    }

    #[test]
    fn paths_in_code_count_wherever_they_begin() {
        let code =
            "use crate::b;\nfn f() { b::g(); child::h(); super::c::C::new(); }\npub(in crate::d) fn k() {}";
        let files = [("lib", ""), ("a/mod", code), ("a/child", ""), ("b", ""), ("c", ""), ("d", "")];
        assert_eq!(found(&files), ["a/mod:2 -> a/child", "a/mod:2 -> b", "a/mod:2 -> c"]);
        let derived = ("a", "#[serde(with = \"crate::b\")]\nx: f64");
        assert_eq!(found(&[("lib", ""), derived, ("b", "")]), ["a:1 -> b"]);
    }

    #[test]
    fn names_that_lead_in_a_ring_end() {
        assert!(
            found(&[("lib", ""), ("a", "pub use crate::b::X;"), ("b", "pub use crate::a::X;")]).is_empty()
        );
    }
}
