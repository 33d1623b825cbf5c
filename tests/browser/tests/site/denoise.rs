//! The diffusion chapter in full: what a reader can see into, take hold of, fork and measure.

use crate::{SMALL, draws_from_network, seconds, site};
use browser_tests::{Options, Page};
use serde_json::json;
use std::time::Instant;

fn open(query: &str, options: Options) -> Page {
    let page = Page::open(&site(), &format!("engine=cpu&{SMALL}{query}"), options);
    page.wait_for_engine("cpu");
    page
}

/// Waits for the exact law of every noise level: nothing arrives by itself any more.
fn wait_for_exact_laws(page: &Page) {
    page.set("scrub", "0");
    page.wait("the bridge at every noise level", seconds(90), |page| {
        page.attribute("barrier-plot", "aria-label").is_some_and(|words| words.contains("At noise level 20"))
    });
}

/// Presses, moves and lets go of the pointer on a stage, at shares of its side.
fn drag(page: &Page, id: &str, places: &[[f64; 2]]) {
    const DRAG: &str = "
        const [id, places] = arguments;
        const stage = document.querySelector(`[data-testid=\"${id}\"]`);
        const box = stage.getBoundingClientRect();
        const fire = (kind, [x, y]) => stage.dispatchEvent(new PointerEvent(kind, {
            bubbles: true, pointerId: 1, isPrimary: true, pointerType: 'mouse', button: 0,
            clientX: box.left + x * box.width, clientY: box.top + y * box.height }));
        fire('pointerdown', places[0]);
        for (const place of places.slice(1)) fire('pointermove', place);
        fire('pointerup', places[places.length - 1]);";
    page.browser().script(DRAG, &[json!(id), json!(places)]);
}

#[test]
fn scrubbing_moves_the_noised_data_beside_the_samples() {
    let page = open("&diffusion_beside=forward&contours=0", Options::default());
    page.wait("the noised data", seconds(30), |page| page.exact("cloud-source-1") == "forward");
    page.set("scrub", "0");
    page.wait("noise", seconds(10), |page| page.value("t-value") == Some(20.0));
    let noise = ["stage", "stage-1"].map(|stage| page.pixels(stage));
    page.set("scrub", "4");
    page.wait("data", seconds(10), |page| page.value("t-value") == Some(0.0));
    page.wait("both stages to follow", seconds(10), |page| {
        page.pixels("stage") != noise[0] && page.pixels("stage-1") != noise[1]
    });
    // It goes as it came: live, without a new run.
    page.step();
    page.set("set-diffusion_beside", "nothing");
    page.wait("one stage", seconds(10), |page| !page.has("stage-1"));
    assert_eq!(page.value("step-count"), Some(1.0));
    page.assert_no_errors();
}

#[test]
fn a_point_is_dragged_and_its_way_follows() {
    let page = open("", Options::default());
    wait_for_exact_laws(&page);
    page.set("scrub", "2");
    page.wait("the middle", seconds(10), |page| page.value("t-value") == Some(10.0));
    let without = page.pixels("stage");
    drag(&page, "stage", &[[0.5, 0.5], [0.3, 0.4]]);
    page.wait("the point", seconds(10), |page| page.attribute("probe", "data-value").is_some());
    let held = page.exact("probe");
    let place: Vec<f64> = held.split(' ').map(|part| part.parse().expect("a number")).collect();
    assert!((place[0] + 0.38).abs() < 0.05 && (place[1] - 0.58).abs() < 0.05, "{held}");
    page.wait("its way", seconds(20), |page| page.pixels("stage") != without);
    let here = page.text("probe");
    assert!(here.chars().any(char::is_numeric), "{here}");

    drag(&page, "stage", &[[0.3, 0.4], [0.7, 0.7]]);
    page.wait("the point elsewhere, and words about it", seconds(20), |page| {
        page.exact("probe") != held && page.text("probe") != here
    });
    // It is asked about again at another noise level, and of the network once there is one.
    let there = page.text("probe");
    page.set("scrub", "3");
    page.wait("less noise", seconds(20), |page| page.text("probe") != there);
    page.step();
    page.wait("the network's way", seconds(60), |page| page.text("probe").contains("network"));

    page.click("let-go");
    page.wait("nothing held", seconds(10), |page| page.attribute("probe", "data-value").is_none());
    page.assert_no_errors();
}

#[test]
fn a_fork_trains_two_runs_side_by_side() {
    let page = open("&diffusion_beside=fork&fork=schedule&train_steps=200", Options::default());
    page.wait("both gauges", seconds(60), |page| {
        page.attribute("signal-gauge", "data-verdict").as_deref() == Some("fine")
            && page.attribute("signal-gauge-1", "data-verdict").as_deref() == Some("wrong")
    });
    page.click("train");
    page.wait("both to have trained and drawn", seconds(120), |page| {
        page.value("step-count") == Some(200.0)
            && draws_from_network(page)
            && page.exact("cloud-source-1") == "learned"
    });
    for id in ["loss", "loss-second", "mmd2", "mmd2-second"] {
        page.wait(id, seconds(30), |page| page.value(id).is_some());
    }
    assert_ne!(page.value("loss"), page.value("loss-second"));
    assert_ne!(page.pixels("stage"), page.pixels("stage-1"));
    // Another fork is another run.
    page.set("set-fork", "network");
    page.wait("a new run", seconds(30), |page| page.value("step-count") == Some(0.0));
    page.assert_no_errors();
}

#[test]
fn any_moment_of_training_can_be_sampled_again() {
    let page = open("&train_steps=150&contours=0", Options::default());
    page.click("train");
    page.wait("the end of training", seconds(120), |page| {
        page.value("step-count") == Some(150.0)
            && page.attribute("cloud-source", "data-step").as_deref() == Some("150")
    });
    page.set("scrub", "4");
    let trained = page.pixels("stage");
    page.set("time-lapse", "1");
    page.wait("the first step's samples", seconds(60), |page| {
        page.value("looking-at") == Some(1.0)
            && page.attribute("cloud-source", "data-step").as_deref() == Some("1")
    });
    page.wait("another picture", seconds(10), |page| page.pixels("stage") != trained);
    let now = page.attribute("time-lapse", "max").expect("a slider has an end");
    page.set("time-lapse", &now);
    page.wait("now", seconds(60), |page| {
        page.value("looking-at").is_none()
            && page.attribute("cloud-source", "data-step").as_deref() == Some("150")
    });
    page.wait("the picture from before", seconds(20), |page| page.pixels("stage") == trained);
    page.assert_no_errors();
}

#[test]
fn samplers_are_measured_and_the_measuring_can_be_stopped() {
    let page = open("", Options::default());
    page.click("measure");
    page.wait("the first sampler", seconds(120), |page| {
        page.attribute("quality-plot", "aria-label")
            .is_some_and(|words| words.contains("within 20 evaluations"))
    });
    assert!(page.value("measure").is_some_and(|share| share > 0.0 && share < 1.0));
    page.click("measure");
    page.wait("the stop", seconds(20), |page| page.value("measure").is_none());
    page.assert_no_errors();
}

#[test]
fn every_choice_of_sampling_draws_another_cloud_and_every_choice_of_training_another_run() {
    let page = open("&contours=0&trails=0", Options::default());
    page.step();
    page.wait("the network's samples", seconds(60), draws_from_network);
    page.set("scrub", "4");
    let another = |what: &str, act: &dyn Fn()| {
        let before = page.pixels("stage");
        act();
        page.wait(what, seconds(60), |page| page.pixels("stage") != before);
    };
    // Euler's strides are DDIM's without noise.
    for sampler in ["ddim", "ddpm-large", "heun", "euler-maruyama", "dpm-solver", "ddpm"] {
        another(sampler, &|| page.set("set-diffusion_sampler", sampler));
    }
    for spacing in ["leading", "linspace", "trailing"] {
        another(spacing, &|| page.set("set-spacing", spacing));
    }
    for clip in ["unit", "off"] {
        another(clip, &|| page.set("set-clip", clip));
    }
    assert_eq!(page.value("step-count"), Some(1.0), "sampling is live");
    for prediction in ["clean", "velocity", "flow"] {
        page.set("set-prediction", prediction);
        page.wait("a new run", seconds(30), |page| {
            page.value("step-count") == Some(0.0) && page.value("loss-ideal").is_some()
        });
        page.step();
    }
    page.assert_no_errors();
}

#[test]
fn a_moon_can_be_asked_for() {
    let page = open("&conditional=1&asked=upper", Options::default());
    let share = |page: &Page| page.value("first-share");
    page.wait("the upper moon", seconds(60), |page| share(page) > Some(0.95));
    page.set("set-asked", "lower");
    page.wait("the lower moon", seconds(60), |page| share(page).is_some_and(|share| share < 0.05));
    page.set("set-asked", "both");
    page.wait("both moons", seconds(60), |page| share(page).is_some_and(|share| (share - 0.5).abs() < 0.1));
    page.assert_no_errors();
}

#[test]
fn two_stages_fit_on_a_phone() {
    let page = open("&diffusion_beside=forward", Options { window: (360, 740), ..Options::default() });
    page.wait("the noised data", seconds(30), |page| page.exact("cloud-source-1") == "forward");
    let wide = page.browser().script("return [document.scrollingElement.scrollWidth, screen.width]", &[]);
    assert!(wide[0].as_u64() <= wide[1].as_u64(), "{wide}");
    page.assert_no_errors();
}

#[test]
fn samples_of_another_sampler_are_dimmed_until_its_own_are_there_though_training_goes_on() {
    let page = open("&train_steps=100000&contours=0", Options::default());
    page.click("train");
    page.wait("the network's samples", seconds(60), draws_from_network);
    // What the stage has said was on its way.
    const WATCH: &str = "
        const stage = document.querySelector('.stage');
        window.said = [];
        new MutationObserver(() => { if (stage.dataset.stale) window.said.push(stage.dataset.stale); })
            .observe(stage, { attributes: true, attributeFilter: ['data-stale'] });";
    page.browser().script(WATCH, &[]);
    page.set("set-diffusion_sampler", "ddim");
    page.wait("DDIM's samples", seconds(60), |page| {
        let told = "return [window.said.some(words => words.includes('DDIM')),
            document.querySelector('.stage').classList.contains('stale')]";
        page.browser().script(told, &[]) == json!([true, false])
    });
    let before = page.value("step-count");
    page.wait("training to go on", seconds(60), |page| page.value("step-count") > before);
    page.assert_no_errors();
}

#[test]
fn a_setting_that_throws_long_training_away_can_be_undone() {
    // Large enough not to be done before it is long.
    let page = open("&train_steps=100000&contours=0&width=64&depth=3&batch_size=256", Options::default());
    let begin = Instant::now();
    page.click("train");
    page.wait("long training", seconds(120), |_| begin.elapsed() > seconds(25));
    page.click("train");
    page.wait("the pause", seconds(30), |page| {
        page.attribute("phase", "data-phase").as_deref() == Some("paused")
    });
    // A slice that was under way may still come.
    page.wait("its last step to be drawn", seconds(60), |page| {
        page.value("step-count").map(|steps| steps.to_string()) == page.attribute("cloud-source", "data-step")
    });
    let (trained, prediction) = (page.value("step-count"), page.input("set-prediction"));
    page.set("set-prediction", "clean");
    let offers = |page: &Page| page.has("undo");
    page.wait("the offer to undo", seconds(60), offers);
    page.wait("a new run", seconds(30), |page| page.value("step-count") == Some(0.0));
    page.click("undo");
    page.wait("the run before", seconds(60), |page| {
        page.value("step-count") == trained && page.input("set-prediction") == prediction
    });
    page.wait("its samples", seconds(60), draws_from_network);
    assert!(!offers(&page), "it is done");
    page.assert_no_errors();
}
