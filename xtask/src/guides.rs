//! The guides for teachers as pages of the site.

use crate::files::{self, read_text};
use crate::shell::root;
use pulldown_cmark::{CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd, html};
use std::collections::HashMap;
use std::path::Path;

const GUIDES: [&str; 4] = ["teaching", "homework", "embedding", "reference"];

/// What the guides write for the site. In their links it is the folder that they lie in.
const SITE: &str = "https://example.org/mcmc/";

const HEAD: &str = "<meta charset=\"utf-8\" /><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\" /><style>
:root { color-scheme: light dark; }
body { max-width: 52rem; margin: 0 auto; padding: 1rem; font: 1.0625rem/1.55 system-ui, sans-serif; }
table { display: block; overflow-x: auto; border-collapse: collapse; }
th, td { padding: 0.3rem 0.7rem; border: 1px solid #8886; text-align: start; vertical-align: top; }
th:empty { padding: 0; border: 0; }
pre { overflow-x: auto; padding: 0.7rem; border: 1px solid #8886; }
code { font-size: 0.9em; }
</style>";

/// Writes them into a site.
///
/// # Errors
/// Names the file that cannot be read or written.
pub fn write(site: &Path) -> Result<(), String> {
    for guide in GUIDES {
        let (from, to) = (root().join(format!("docs/{guide}.md")), site.join(format!("{guide}.html")));
        files::write(&to, page(&read_text(&from)?))?;
    }
    Ok(())
}

fn page(markdown: &str) -> String {
    let title = markdown.lines().find_map(|line| line.strip_prefix("# ")).unwrap_or_default();
    let events: Vec<_> = Parser::new_ext(markdown, Options::ENABLE_TABLES).collect();
    let mut body = String::new();
    html::push_html(&mut body, with_links(&events).into_iter());
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>{HEAD}<title>{title}</title></head>\n<body><main>\n{body}</main></body>\n</html>\n"
    )
}

/// Links as they are inside a site, and headings that links can name. What lies outside it is not linked.
fn with_links<'a>(events: &[Event<'a>]) -> Vec<Event<'a>> {
    let mut seen = HashMap::new();
    let mut outside = false;
    let mut all = Vec::new();
    for (index, event) in events.iter().enumerate() {
        all.push(match event {
            Event::Start(Tag::Link { dest_url, .. }) if dest_url.starts_with("../") => {
                outside = true;
                continue;
            }
            Event::End(TagEnd::Link) if std::mem::take(&mut outside) => continue,
            Event::Start(Tag::Link { link_type, dest_url, title, id }) => Event::Start(Tag::Link {
                link_type: *link_type,
                dest_url: address(dest_url).into(),
                title: title.clone(),
                id: id.clone(),
            }),
            Event::Start(Tag::Heading { level, classes, attrs, .. }) => Event::Start(Tag::Heading {
                level: *level,
                id: (*level != HeadingLevel::H1)
                    .then(|| CowStr::from(anchor(&events[index + 1..], &mut seen))),
                classes: classes.clone(),
                attrs: attrs.clone(),
            }),
            other => other.clone(),
        });
    }
    all
}

fn address(link: &str) -> String {
    match (link.strip_prefix(SITE), link.split_once(".md")) {
        (Some(query), _) => format!("./{query}"),
        (None, Some((guide, rest))) if GUIDES.contains(&guide) => format!("{guide}.html{rest}"),
        _ => link.to_owned(),
    }
}

/// What a link to a heading calls it: its words in small letters, with dashes between them.
fn anchor(after: &[Event], seen: &mut HashMap<String, usize>) -> String {
    let words = after.iter().take_while(|event| !matches!(event, Event::End(TagEnd::Heading(_))));
    let words: String = words
        .filter_map(
            |event| if let Event::Text(text) | Event::Code(text) = event { Some(&**text) } else { None },
        )
        .collect();
    let kept = words.to_lowercase().replace(' ', "-");
    let name: String =
        kept.chars().filter(|letter| letter.is_alphanumeric() || "-_".contains(*letter)).collect();
    let count = seen.entry(name.clone()).or_insert(0);
    *count += 1;
    if *count == 1 { name } else { format!("{name}-{}", *count - 1) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_stay_inside_the_site() {
        let html = page(
            "# Lessons\n\n## 1 Markov chains\n\n[a](https://example.org/mcmc/?step=2) [b](homework.md) [c](../python/README.md) \
             [d](#1-markov-chains) [e](reference.md#messages)\n\n| x | |\n|---|---|\n| 1 | 2 |\n",
        );
        let parts = [
            "<title>Lessons</title>",
            "href=\"./?step=2\"",
            "href=\"homework.html\"",
            "id=\"1-markov-chains\"",
            "href=\"#1-markov-chains\"",
            "href=\"reference.html#messages\"",
            "<td>2</td>",
        ];
        assert!(parts.iter().all(|part| html.contains(part)) && !html.contains("README"), "{html}");
    }

    /// Every link of a guide to a guide, or to a part of one, leads somewhere.
    #[test]
    fn no_link_between_guides_is_dead() {
        let text = |guide: &str| read_text(&root().join(format!("docs/{guide}.md"))).unwrap();
        let pages: HashMap<_, _> = GUIDES.iter().map(|guide| (*guide, page(&text(guide)))).collect();
        for (guide, html) in &pages {
            for link in html.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
                let (file, part) = link.split_once('#').unwrap_or((link, ""));
                let target = if file.is_empty() { Some(*guide) } else { file.strip_suffix(".html") };
                let Some(target) = target.filter(|target| GUIDES.contains(target)) else {
                    assert!(!link.ends_with(".md") || link.starts_with("examples/"), "{guide}: {link}");
                    continue;
                };
                let holds = part.is_empty() || pages[target].contains(&format!("id=\"{part}\""));
                assert!(holds, "{guide}: {link}");
            }
        }
    }
}
