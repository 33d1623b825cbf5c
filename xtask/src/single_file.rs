//! `offline.html`: the page, the CPU engine and the trained models in one file that loads nothing.
//!
//! It opens from a disk, and boot.js turns to it in a sandboxed frame: there a browser refuses to load modules, workers
//! and wasm from files. The GPU engine, eight times as large as all the rest, is not in it.

use crate::files::{self, read, read_text};
use crate::pack::{base64, gzip};
use crate::shell::root;
use std::fmt::Write;
use std::path::{Path, PathBuf};

const NAME: &str = "offline.html";

/// What the copy may load: nothing but what it carries.
const POLICY: &str = "<meta http-equiv=\"Content-Security-Policy\" \
    content=\"default-src data: blob: 'unsafe-inline' 'wasm-unsafe-eval'\" />";

/// Makes the copy of a built site beside its `index.html`, and returns where it is.
///
/// # Errors
/// Names a file that is missing, or what in the page could not be taken along.
pub fn write(site: &Path) -> Result<PathBuf, String> {
    let unpack = read_text(&root().join("assets/single_file.js"))?;
    let html = assemble(&read_text(&site.join("index.html"))?, &unpack, |address| {
        read(&site.join(address.strip_prefix("./").unwrap_or(address)))
    })?;
    let file = site.join(NAME);
    files::write(&file, html)?;
    Ok(file)
}

fn text(bytes: Vec<u8>) -> Result<String, String> {
    String::from_utf8(bytes).map_err(|error| format!("a text is not UTF-8: {error}"))
}

/// The page with everything it names put into it; `file` gives the file at an address of the page.
fn assemble(
    page: &str,
    unpack: &str,
    file: impl Fn(&str) -> Result<Vec<u8>, String>,
) -> Result<String, String> {
    let icon = tag(page, "<link rel=\"icon\"")?;
    let style = tag(page, "<link rel=\"stylesheet\"")?;
    let boot = tag(page, "<script src=")?;
    let boot_script = text(file(attribute(boot, "src")?)?)?;
    let packed = [
        ("page", attribute(boot, "data-page")?),
        ("page-wasm", attribute(boot, "data-wasm")?),
        ("engine", "engine_cpu.js"),
        ("engine-wasm", "engine_cpu_bg.wasm"),
        ("trained-energy", "trained/energy.safetensors"),
        ("trained-diffusion", "trained/diffusion.safetensors"),
    ];

    let mut end = String::new();
    for (name, address) in packed {
        let packed = base64(&gzip(&file(address)?));
        let _ = writeln!(end, "<script type=\"text/plain\" id=\"packed-{name}\">{packed}</script>");
    }
    for script in [unpack, &boot_script] {
        let _ = writeln!(end, "<script>\n{}</script>", inside("script", script)?);
    }
    let icon_inside = base64(&file(attribute(icon, "href")?)?);
    let style_inside = text(file(attribute(style, "href")?)?)?;

    let html = page
        .replacen(&format!("{boot}</script>"), "", 1)
        .replacen(icon, &format!("<link rel=\"icon\" href=\"data:image/svg+xml;base64,{icon_inside}\" />"), 1)
        .replacen(style, &format!("<style>\n{}</style>", inside("style", &style_inside)?), 1)
        .replacen("<head>", &format!("<head>\n    {POLICY}"), 1)
        // The scripts come last, which can take long over a line: that they may run is known at once.
        .replacen("</main>", "<script>document.getElementById(\"boot-stuck\").remove();</script></main>", 1)
        .replacen("</body>", &format!("{end}</body>"), 1);
    match ["src=\"./", "href=\"./", "url(./"].iter().find(|address| html.contains(**address)) {
        Some(address) => Err(format!("{NAME} still loads what {address} names")),
        None => Ok(html),
    }
}

/// A text as it may stand inside an element, which ends at the first end tag whoever wrote it.
fn inside<'a>(element: &str, text: &'a str) -> Result<&'a str, String> {
    if text.to_ascii_lowercase().contains(&format!("</{element}")) {
        return Err(format!("a text for {NAME} holds </{element}, which would end it"));
    }
    Ok(text)
}

/// The first tag that starts so.
fn tag<'a>(page: &'a str, start: &str) -> Result<&'a str, String> {
    let missing = || format!("index.html has no {start} …>");
    let from = page.find(start).ok_or_else(missing)?;
    let length = page[from..].find('>').ok_or_else(missing)?;
    Ok(&page[from..=from + length])
}

fn attribute<'a>(tag: &'a str, name: &str) -> Result<&'a str, String> {
    let value = tag.split_once(&format!(" {name}=\"")).and_then(|(_, rest)| rest.split_once('"'));
    value.map(|(value, _)| value).ok_or_else(|| format!("{tag} has no {name}"))
}

#[cfg(test)]
mod tests {
    use super::assemble;

    const PAGE: &str = "<html><head><link rel=\"icon\" href=\"./icon-1.svg\"/>\
        <link rel=\"stylesheet\" href=\"./style-1.css\"/>\
        <script src=\"./boot.js\" data-page=\"./page-1.js\" data-wasm=\"./page-1.wasm\" defer></script>\
        </head><body><p>words</p></body></html>";

    fn file(address: &str) -> Result<Vec<u8>, String> {
        match address {
            "./icon-1.svg" => Ok(b"<svg/>".into()),
            "./style-1.css" => Ok(b"p { color: red }".into()),
            "./boot.js" => Ok(b"boot();".into()),
            "./page-1.js" | "./page-1.wasm" | "engine_cpu.js" | "engine_cpu_bg.wasm" => Ok(b"program".into()),
            "trained/energy.safetensors" | "trained/diffusion.safetensors" => Ok(b"weights".into()),
            other => Err(format!("{other} is not there")),
        }
    }

    #[test]
    fn takes_everything_along() {
        let html = assemble(PAGE, "unpack();", file).unwrap();
        assert!(html.contains("<style>\np { color: red }</style>"), "{html}");
        assert!(html.contains("data:image/svg+xml;base64,PHN2Zy8+"), "{html}");
        for name in ["page", "page-wasm", "engine", "engine-wasm", "trained-energy", "trained-diffusion"] {
            assert!(html.contains(&format!("id=\"packed-{name}\">H4sI")), "{html}");
        }
        // After what it reads, and what it needs.
        let order = ["<p>words", "packed-engine-wasm", "unpack();", "boot();", "</body>"];
        let places = order.map(|part| html.find(part).expect(part));
        assert!(places.is_sorted(), "{html}");
        assert!(!html.contains("./"), "{html}");
    }

    #[test]
    fn says_what_cannot_be_taken_along() {
        let missing =
            |address: &str| if address == "engine_cpu.js" { Err("gone".into()) } else { file(address) };
        assert_eq!(assemble(PAGE, "", missing), Err("gone".to_string()));
        assert!(assemble(PAGE, "'</Script>'", file).is_err());
        assert!(assemble("<html></html>", "", file).unwrap_err().contains("icon"));
        let more = PAGE.replace("<p>", "<img src=\"./picture.png\"><p>");
        assert!(assemble(&more, "", file).unwrap_err().contains("src"));
    }
}
