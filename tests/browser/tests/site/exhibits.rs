//! What can only be shown where the exact answer is known: where points end, whether a network copies its training points, what two
//! models make together, what a density weighs, and which bug is on.

use crate::{draws_from_network, seconds, site};
use browser_tests::{Options, Page};

fn open(query: &str) -> Page {
    let page = Page::open(&site(), &format!("v=2&chapter=denoise&engine=cpu&{query}"), Options::default());
    page.wait_for_engine("cpu");
    page
}

/// Whether the words of a plot contain these.
fn says(page: &Page, plot: &str, words: &str) -> bool {
    page.attribute(plot, "aria-label").is_some_and(|label| label.contains(words))
}

#[test]
fn the_plane_is_coloured_by_where_points_end() {
    let page = open("fate=exact&density=0&contours=0&samples=0&trails=0&t=1");
    page.wait("the exact map", seconds(60), |page| {
        page.text("about-fate").contains("ends in the upper moon")
    });
    page.wait("the exact curve", seconds(60), |page| {
        says(page, "u-turns-plot", "with the ideal denoiser up to t = ")
    });
    let level = page.value("speciation").expect("it is read out");
    assert!((20.0..80.0).contains(&level), "{level}");
    let at_data = page.pixels("stage");
    page.set("scrub", "0");
    page.wait("the map of noise", seconds(20), |page| page.pixels("stage") != at_data);

    // Of the network only once it has learned and rests.
    page.click("see-trained");
    page.wait("the network", seconds(60), draws_from_network);
    page.wait("its curve", seconds(90), |page| says(page, "u-turns-plot", "with the network up to t = "));
    let [learned, error] =
        ["speciation-learned", "speciation-error"].map(|id| page.value(id).expect("it is read out"));
    assert!((learned - level).abs() < 5.0 && error > 0.0 && error < 3.0, "{learned} ± {error} for {level}");
    page.set("scrub", "60");
    let exact = page.pixels("stage");
    page.set("layer-fate", "learned");
    page.wait("the network's map", seconds(60), |page| page.pixels("stage") != exact);
    page.set("layer-fate", "off");
    page.assert_no_errors();
}

#[test]
fn data_of_one_piece_have_no_fate_and_say_so() {
    let page = open("data_set=swiss-roll&fate=exact");
    page.wait("the layer to be greyed", seconds(20), |page| {
        page.attribute("layer-fate", "title").is_some_and(|words| words.contains("of one piece"))
    });
    page.assert_no_errors();
}

#[test]
fn a_network_of_few_points_is_seen_to_copy() {
    let page = open("points=20&diffusion_beside=copies&data=1&train_steps=3000&t=1");
    page.wait("the copies", seconds(30), |page| page.exact("cloud-source-1") == "copies");
    page.click("train");
    page.wait("training to end", seconds(120), |page| page.value("step-count") == Some(3000.0));
    page.wait("its place", seconds(60), |page| page.value("copying").is_some_and(|share| share > 0.5));
    page.wait("its score", seconds(60), |page| {
        page.value("nearest-training").is_some_and(|ratio| ratio < 0.5)
    });
    assert!(says(&page, "copying-plot", "the network lies at"));
    // The copies are copies whoever looks.
    page.set("set-diffusion_beside", "nothing");
    page.wait("one stage", seconds(10), |page| !page.has("stage-1"));
    page.assert_no_errors();
}

#[test]
fn added_scores_go_wrong_and_a_corrector_mends_them() {
    let page = open("schedule=rescaled-linear&diffusion_beside=composed");
    page.wait("the composition", seconds(60), |page| {
        page.exact("cloud-source-1") == "composed" && page.value("exact-composed-share").is_some()
    });
    let off = |page: &Page| {
        let of = |id| page.value(id).unwrap_or(f64::NAN);
        (of("composed-share") - of("exact-composed-share")) / of("composed-share-error")
    };
    assert!(off(&page) > 3.5, "{} standard errors", off(&page));
    page.set("set-corrector", "random-walk");
    page.wait("the corrected points", seconds(120), |page| page.value("corrector-acceptance").is_some());
    assert!(off(&page).abs() < 3.5, "{} standard errors", off(&page));
    page.assert_no_errors();
}

#[test]
fn chains_weigh_a_density_and_only_what_they_see() {
    let eight = "target=eight-gaussians&sampler=random-walk&step_random_walk=0.12&chains=8&pace=1";
    for (start, expected) in [("one-mode", "128 temperatures: −2.0"), ("off", "")] {
        let query = format!("v=2&chapter=sample&{eight}&log_z={start}");
        let page = Page::open(&site(), &query, Options::default());
        if expected.is_empty() {
            let is_hidden =
                "return document.querySelector('[data-testid=log-z-plot]').closest('figure').hidden";
            page.wait("no plot", seconds(10), |page| page.browser().script(is_hidden, &[]) == true);
        } else {
            page.wait("the mass", seconds(60), |page| says(page, "log-z-plot", expected));
            assert!(says(&page, "log-z-plot", "exactly 0"));
        }
        page.assert_no_errors();
    }
}

#[test]
fn a_hidden_bug_can_be_guessed_and_is_told() {
    let query = "v=2&chapter=sample&bug=hidden&race=1&step_langevin=0.05&pace=1000&seed=1";
    let page = Page::open(&site(), query, Options::default());
    let of = |id: &str, what: &str| {
        page.browser().script(&format!("return document.querySelector('[data-testid={id}]').{what}"), &[])
    };
    of("bug-no-sqrt2", "click()");
    page.wait("the numbers", seconds(60), |page| told(page, &["MALA", "HMC", "mean of log p"]));
    let verdict = of("museum-verdict", "textContent");
    assert!(verdict.as_str().is_some_and(|said| said.contains("was on")), "{verdict}");
    of("museum-another", "click()");
    page.wait("another run", seconds(20), |page| {
        page.browser()
            .script("return location.search.includes('seed=1&') || location.search.endsWith('seed=1')", &[])
            == false
    });
    page.wait("no verdict", seconds(20), |page| {
        page.browser()
            .script("return document.querySelector('[data-testid=museum-verdict]').textContent", &[])
            == ""
    });
    page.assert_no_errors();
}

/// Whether the museum tells all of these words of the run.
fn told(page: &Page, words: &[&str]) -> bool {
    let said = page.browser().script("return document.querySelector('.museum-told')?.textContent ?? ''", &[]);
    said.as_str().is_some_and(|said| words.iter().all(|words| said.contains(words)))
}

#[test]
fn the_bug_of_a_card_is_named_by_an_exact_number_before_and_after_training() {
    let site = site();
    let page = Page::open(&site, "v=2&chapter=denoise&engine=cpu", Options::default());
    page.click("preset-bug-index");
    let words = ["The numbers name: ᾱ off by one", "exactly 0.339"];
    page.wait("the numbers", seconds(90), |page| told(page, &words));
    page.click("see-trained");
    page.wait("the trained model", seconds(60), |page| page.value("step-count") == Some(4000.0));
    page.wait("its numbers", seconds(90), |page| told(page, &words));
    assert_eq!(
        page.browser().script("return location.search.includes('diffusion_bug=shifted')", &[]),
        true,
        "the bug stays on"
    );
    page.assert_no_errors();
}
