//! The site as an npm package: packed, installed, and served to a page of another origin.

use crate::{SMALL, seconds};
use browser_tests::{Browser, HostPage, Options, Rule, Server, site_dir};
use serde_json::json;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What npm installs from the tarball of the site.
fn installed() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("npm");
    // Of the run before, if any.
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder");
    let npm = |arguments: &[&str]| {
        let quiet = ["--silent", "--offline", "--no-audit", "--no-fund", "--ignore-scripts"];
        let output = Command::new("npm").args(arguments).args(quiet).current_dir(&folder).output();
        let output = output.unwrap_or_else(|error| panic!("npm is needed for this test ({error})"));
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout).trim().to_owned()
    };
    let site = site_dir().canonicalize().expect("the built site");
    let tarball = npm(&["pack", site.to_str().expect("a name in UTF-8")]);
    assert!(tarball.starts_with("mcmc-to-diffusion-") && tarball.ends_with(".tgz"), "{tarball}");
    fs::write(folder.join("package.json"), "{}").expect("a file");
    npm(&["install", &format!("./{tarball}")]);
    folder.join("node_modules/mcmc-to-diffusion")
}

/// The element and the widget find the page, and the page its engines, beside themselves.
#[test]
fn the_package_serves_a_page_of_another_origin() {
    let package = Server::start_with_header(installed(), &[], "Access-Control-Allow-Origin: *");
    let lesson = format!(
        "<!doctype html><title>Lesson</title><script src='{}'></script><main>\
        <mcmc-to-diffusion chapter='denoise' settings='engine=cpu&{SMALL}'></mcmc-to-diffusion></main><div></div><div></div>\
        <script type='module'>
            import widget from '{}';
            // A copy elsewhere, as books keep one, is told where the page is.
            import copy from './widget.mjs';
            const models = [{{ chapter: 'sample', seed: 3 }}, {{ chapter: 'sample', seed: 4, src: '{}' }}];
            const places = document.querySelectorAll('div');
            window.told = models.map((values, index) => {{
                const told = {{}};
                const model = {{
                    get: key => values[key], set: (key, value) => told[key] = value, save_changes() {{}}, on() {{}}, off() {{}},
                }};
                [widget, copy][index].render({{ model, el: places[index] }});
                return told;
            }});
        </script>",
        package.url("embed.js"),
        package.url("widget.mjs"),
        package.url(""),
    );
    let school = Server::start(site_dir(), &[("lesson.html", Rule::Instead(lesson))]);
    let page = HostPage::in_browser(Browser::start(Options::default()), &school, "lesson.html");
    page.wait_until_ready(0);
    page.ask(0, "await embed.train()", json!(null));
    page.wait("training", seconds(60), 0, "return embed.metrics?.step > 0");
    let drawn = "return document.querySelectorAll('mcmc-to-diffusion').length === 3";
    page.wait("the widgets", seconds(30), 0, drawn);
    for (index, seed) in [(1, 3), (2, 4)] {
        page.wait_until_ready(index);
        let told = format!("return window.told[{index} - 1].state?.settings.seed === '{seed}'");
        page.wait("what the widget tells", seconds(60), index, &told);
    }
    page.assert_no_errors();
}
