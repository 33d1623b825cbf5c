//! Reads Rust and Cargo text just well enough to find what it names.

/// The modules of this crate that `crate::a` and `crate::{a, b::c}` name, and where.
pub fn own_modules(code: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    for start in words(code, "crate::").into_iter().map(|at| at + "crate::".len()) {
        let Some(group) = code[start..].strip_prefix('{') else {
            found.push((start, identifier(&code[start..])));
            continue;
        };
        let mut depth = 0;
        let mut first = true;
        for (at, letter) in group.char_indices() {
            match letter {
                '{' => depth += 1,
                '}' if depth == 0 => break,
                '}' => depth -= 1,
                ',' if depth == 0 => first = true,
                _ if first && !letter.is_whitespace() => {
                    found.push((start + 1 + at, identifier(&group[at..])));
                    first = false;
                }
                _ => {}
            }
        }
    }
    found
}

fn identifier(code: &str) -> &str {
    &code[..code.find(|letter| !is_word(letter)).unwrap_or(code.len())]
}

/// Whether a letter may stand in a Rust name.
pub fn is_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

/// Where `word` stands, not as a part of a longer word.
pub fn words(code: &str, word: &str) -> Vec<usize> {
    code.match_indices(word)
        .map(|(at, _)| at)
        .filter(|&at| !word.starts_with(is_word) || !code[..at].ends_with(is_word))
        .filter(|&at| !word.ends_with(is_word) || !code[at + word.len()..].starts_with(is_word))
        .collect()
}

/// Blanks comments, so that prose may name what code may not. Keeps the lines.
pub fn without_comments(source: &str) -> String {
    source.lines().map(|line| line.split("//").next().unwrap_or_default()).collect::<Vec<_>>().join("\n")
}

/// Blanks every item under `#[cfg(test)]`. Keeps the lines.
pub fn without_tests(code: &str) -> String {
    const MARK: &str = "#[cfg(test)]";
    let mut kept = String::new();
    let mut rest = code;
    while let Some(at) = rest.find(MARK) {
        kept.push_str(&rest[..at]);
        let item = &rest[at..];
        let end = item_end(item);
        kept.extend(item[..end].chars().filter(|letter| *letter == '\n'));
        rest = &item[end..];
    }
    kept.push_str(rest);
    kept
}

/// Where the first item of `code` ends: at its `;`, or at the brace that closes its first one.
fn item_end(code: &str) -> usize {
    let mut depth = 0;
    for (at, letter) in code.char_indices() {
        match letter {
            ';' if depth == 0 => return at + 1,
            '{' => depth += 1,
            '}' => {
                depth -= 1;
                if depth == 0 {
                    return at + 1;
                }
            }
            _ => {}
        }
    }
    code.len()
}

/// The crates a manifest depends on, as code names them.
pub fn dependencies(manifest: &str) -> Vec<String> {
    let mut inside = false;
    let mut found = Vec::new();
    for line in manifest.lines() {
        if let Some(table) = line.strip_prefix('[') {
            inside = table.starts_with("dependencies]");
            if let Some(name) = table.strip_prefix("dependencies.") {
                found.push(name.trim_end_matches(']').replace('-', "_"));
            }
        } else if inside && let Some((name, _)) = line.split_once('=') {
            found.push(name.trim().replace('-', "_"));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::dependencies;

    #[test]
    fn reads_the_dependencies_of_a_manifest() {
        let manifest = "[features]\nx = [\"dep:y\"]\n[dependencies]\nburn-wgpu = \"1\"\n\n[dependencies.web-sys]\nversion = \"0\"\n";
        assert_eq!(dependencies(manifest), ["burn_wgpu", "web_sys"]);
    }
}
