//! The shortcode for Quarto. Quarto itself is not here: a stand-in takes the place of its functions and of Pandoc's.

use crate::{seconds, site};
use browser_tests::HostPage;
use serde_json::json;
use std::process::{Command, Output};

fn run(format: &str, site: Option<&str>) -> Output {
    const TESTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/site/quarto/stand_in.lua");
    const MOONS: &str =
        concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/examples/quarto/_extensions/moons/moons.lua");
    let output = Command::new("lua5.4").args([TESTS, MOONS, format]).args(site).output();
    output.unwrap_or_else(|error| panic!("lua5.4 is needed for this test ({error})"))
}

fn written(format: &str, site: &str) -> String {
    let output = run(format, Some(site));
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("text").trim().to_owned()
}

#[test]
fn in_html_it_is_the_element() {
    let site = site();
    let html = written("html", site.url("").trim_end_matches('/'));
    let html = html.strip_prefix("html:").expect("raw HTML");
    let page = HostPage::with(&site, html);
    page.wait_until_ready(0);
    let told = page.ask(
        0,
        "return [embed.state.query.slice(0, 3), embed.state.chapter, embed.state.settings.seed, embed.getAttribute('label')]",
        json!(null),
    );
    assert_eq!(told, json!(["v=2", "sample", "3", "\"Moons\" & <chains>"]));
    page.ask(0, "await embed.train()", json!(null));
    page.wait("chains that move", seconds(30), 0, "return embed.metrics?.step > 0");
    page.assert_no_errors();
}

#[test]
fn on_paper_it_is_the_poster_and_the_link() {
    let link = "https://school.example/m2d/?v=2&chapter=sample&seed=3";
    let paper = written("pdf", "https://school.example/m2d");
    assert_eq!(paper, format!("[![\"Moons\" & <chains>](moons.png)]({link})\n[{link}]({link})"));
    let lost = run("pdf", None);
    assert!(!lost.status.success() && String::from_utf8_lossy(&lost.stderr).contains("moons-site"));
}
