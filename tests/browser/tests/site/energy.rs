//! The chapter on learning an energy: what arrives, what is trained, what walks, and what is said when it runs away.

use crate::{seconds, site};
use browser_tests::{Options, Page};
use serde_json::json;

/// Settings that keep one training step small.
const SMALL: &str = "energy_width=16&energy_batch=32&energy_points=256&k=3&walkers=12";
/// What the engines' losses may differ by.
const RELATIVE: f64 = 1e-3;

/// The chapter on the CPU, once walkers have moved.
fn open(query: &str, options: Options) -> Page {
    let page = Page::open(&site(), &format!("chapter=learn-an-energy&engine=cpu&{query}"), options);
    wait_for_walkers(&page, "cpu");
    page
}

fn wait_for_walkers(page: &Page, backend: &str) {
    page.wait(&format!("walkers on the {backend} engine"), seconds(120), |page| {
        page.attribute("engine", "data-backend").as_deref() == Some(backend)
            && page.value("steps-walked-0") >= Some(3.0)
    });
}

/// Presses Step and waits for the step's loss.
fn step(page: &Page) {
    let before = page.value("step-count").unwrap_or(0.0);
    page.click("step");
    page.wait("one more training step", seconds(90), |page| {
        page.value("step-count") == Some(before + 1.0) && page.value("loss-0").is_some()
    });
}

fn phase(page: &Page) -> Option<String> {
    page.attribute("phase", "data-phase")
}

fn shows(page: &Page, lane: usize) -> Option<String> {
    page.attribute(&format!("stage-shows-{lane}"), "data-value")
}

#[test]
fn on_arrival_walkers_move_on_the_exact_density_and_nothing_is_trained() {
    let page = open(SMALL, Options::default());
    assert_eq!((shows(&page, 0).as_deref(), page.value("step-count")), (Some("exact"), Some(0.0)));
    let before = page.pixels("stage");
    page.wait("the stage to move", seconds(20), |page| page.pixels("stage") != before);
    page.wait("words about the run", seconds(20), |page| page.text("guide").chars().any(char::is_numeric));
    page.wait("the true bridge", seconds(20), |page| page.value("barrier-truth") > Some(1.0));
    // Held walkers stand still, and go on.
    page.click("walk");
    page.wait("the hold", seconds(10), |page| page.value("val-walk_pace") == Some(0.0));
    std::thread::sleep(seconds(1));
    let walked = page.value("steps-walked-0");
    std::thread::sleep(seconds(1));
    assert_eq!(page.value("steps-walked-0"), walked);
    page.click("walk");
    page.wait("walkers to go on", seconds(20), |page| page.value("steps-walked-0") > walked);
    page.assert_no_errors();
}

#[test]
fn an_energy_is_learned_looked_back_at_and_walked_on() {
    let page = open(&format!("{SMALL}&energy_steps=300"), Options::default());
    page.click("train");
    page.wait("a learned energy on the stage", seconds(60), |page| {
        shows(page, 0).as_deref() == Some("learned") && page.value("kl-0").is_some()
    });
    page.wait("the end of training", seconds(120), |page| {
        page.value("step-count") == Some(300.0) && phase(page).as_deref() == Some("paused")
    });
    page.wait("the newest map", seconds(30), |page| {
        page.attribute("stage-shows-0", "data-step").as_deref() == Some("300")
    });
    for id in
        ["gap-0", "gradient-norm-0", "density-first-0", "log-z-0", "walkers-mmd2-0", "negatives-first-0"]
    {
        page.wait(id, seconds(30), |page| page.value(id).is_some());
    }
    let newest = page.exact("kl-0");

    // Back to the first weights, which know nothing, with walkers on them; and to now.
    page.set("time-lapse", "0");
    page.wait("the first weights", seconds(30), |page| {
        page.value("looking-at") == Some(0.0)
            && page.attribute("stage-shows-0", "data-step").as_deref() == Some("0")
    });
    assert!(page.value("kl-0") > newest.parse().ok(), "{}", page.state());
    page.wait("walkers on them", seconds(30), |page| page.value("steps-walked-0") > Some(5.0));
    let now = page.attribute("time-lapse", "max").expect("a slider has an end");
    page.set("time-lapse", &now);
    page.wait("now", seconds(30), |page| {
        page.value("looking-at").is_none()
            && page.attribute("stage-shows-0", "data-step").as_deref() == Some("300")
            && page.exact("kl-0") == newest
    });

    // Another start sends the walkers there, and so does the button.
    page.set("set-walk_start", "one-moon");
    page.wait("walkers from one moon", seconds(30), |page| page.value("steps-walked-0") < Some(20.0));
    page.wait("some steps", seconds(30), |page| page.value("steps-walked-0") > Some(40.0));
    page.click("gather");
    page.wait("walkers at their start", seconds(30), |page| page.value("steps-walked-0") < Some(30.0));
    for walk in ["annealed", "mala", "hmc", "langevin"] {
        page.set("set-walk", walk);
        page.wait(walk, seconds(30), |page| {
            page.value("steps-walked-0").is_some_and(|steps| (3.0..60.0).contains(&steps))
        });
    }
    // What the stage shows of it.
    for picture in ["energy", "difference", "density"] {
        let before = page.pixels("stage");
        page.set("set-picture", picture);
        page.wait(picture, seconds(20), |page| page.pixels("stage") != before);
    }
    // Train goes on past the end.
    page.click("train");
    page.wait("more steps", seconds(60), |page| page.value("step-count") > Some(300.0));
    page.assert_no_errors();
}

#[test]
fn the_exact_density_and_a_rival_can_stand_beside() {
    let page = open(&format!("{SMALL}&beside=exact"), Options::default());
    step(&page);
    page.wait("the learned beside the exact", seconds(30), |page| {
        (shows(page, 0).as_deref(), shows(page, 1).as_deref()) == (Some("learned"), Some("exact"))
    });
    page.wait("walkers on both", seconds(30), |page| {
        [0, 1].iter().all(|lane| page.value(&format!("steps-walked-{lane}")) > Some(3.0))
    });
    page.set("set-beside", "rival");
    page.wait("a new run", seconds(30), |page| page.value("step-count") == Some(0.0));
    step(&page);
    page.wait("two energies", seconds(30), |page| {
        [0, 1].iter().all(|lane| page.value(&format!("kl-{lane}")).is_some())
    });
    assert_ne!(page.exact("loss-0"), page.exact("loss-1"));
    page.assert_no_errors();
}

#[test]
fn a_run_that_diverges_is_stopped_with_words() {
    let page = open("walkers=12", Options::default());
    const SHOW: &str = "document.querySelector('[data-testid=preset-cd1]').scrollIntoView({ block: 'center', behavior: 'instant' })";
    page.browser().script(SHOW, &[]);
    page.click("preset-cd1");
    page.wait("the end of it", seconds(240), |page| page.text("notice").contains("too far apart"));
    assert!(page.text("notice").contains("would have helped"), "{}", page.text("notice"));
    assert_eq!(phase(&page).as_deref(), Some("paused"));
    // What is brought back is sound, and walkers go on.
    page.wait("a sound energy", seconds(30), |page| page.value("kl-0").is_some_and(f64::is_finite));
    page.wait("walkers", seconds(30), |page| page.value("steps-walked-0") > Some(5.0));
    page.assert_no_errors();
}

#[test]
fn the_same_seed_is_the_same_run_in_the_page() {
    let losses = |seed: u32| -> Vec<String> {
        let page = open(&format!("{SMALL}&seed={seed}"), Options::default());
        let losses = (0..3)
            .map(|_| {
                step(&page);
                page.exact("loss-0")
            })
            .collect();
        page.assert_no_errors();
        losses
    };
    let once = losses(5);
    assert_eq!(once, losses(5));
    assert_ne!(once, losses(6));
}

#[test]
fn both_engines_agree_on_every_objective() {
    const STEPS: usize = 3;
    let site = site();
    let page = Page::open(
        &site,
        &format!("chapter=learn-an-energy&engine=gpu&walk_pace=0&{SMALL}"),
        Options::WEBGPU,
    );
    page.wait("the GPU engine", seconds(120), |page| {
        page.attribute("engine", "data-backend").as_deref() == Some("gpu")
    });
    let losses = |backend: &str, objective: &str| -> Vec<f64> {
        let query =
            format!("chapter=learn-an-energy&engine={backend}&walk_pace=0&objective={objective}&{SMALL}");
        page.go(&site, &query);
        page.wait(backend, seconds(120), |page| {
            page.attribute("engine", "data-backend").as_deref() == Some(backend)
        });
        let loss = |_| {
            step(&page);
            page.value("loss-0").expect("it is there")
        };
        (0..STEPS).map(loss).collect()
    };
    for objective in ["cd", "short-run", "pcd", "denoising", "sliced", "implicit"] {
        let (gpu, cpu) = (losses("gpu", objective), losses("cpu", objective));
        for (step, (gpu, cpu)) in gpu.iter().zip(&cpu).enumerate() {
            assert!(
                (gpu - cpu).abs() <= RELATIVE * cpu.abs().max(0.01),
                "{objective}, step {step}: {gpu} on WebGPU, {cpu} on the CPU"
            );
        }
        // If every loss were the same number, agreement would mean nothing.
        assert!(
            cpu.iter().any(|loss| (loss - cpu[0]).abs() > RELATIVE * cpu[0].abs()),
            "{objective}: {cpu:?}"
        );
    }
    page.assert_no_errors();
}

#[test]
fn every_preset_runs() {
    let page = open("walkers=12", Options::default());
    const IDS: &str =
        "return [...document.querySelectorAll('[data-testid^=preset-]')].map(card => card.dataset.testid)";
    let ids: Vec<String> = serde_json::from_value(page.browser().script(IDS, &[])).expect("a list of names");
    assert!(ids.len() >= 8, "{ids:?}");
    for id in ids {
        // A preset scrolls the page and may change its layout: a click by script needs no still button.
        page.browser()
            .script("document.querySelector(`[data-testid=${arguments[0]}]`).click()", &[json!(id)]);
        const CHOSEN: &str = "return document.querySelector(`[data-testid=${arguments[0]}]`).closest('li').classList.contains('chosen')";
        page.wait(&format!("{id} to be chosen"), seconds(20), |page| {
            page.browser().script(CHOSEN, &[json!(id)]) == true
        });
        page.wait(&id, seconds(60), |page| {
            page.value("step-count") > Some(3.0) && page.value("loss-0").is_some()
        });
    }
    page.assert_no_errors();
}

#[test]
fn nothing_scrolls_sideways_on_a_phone() {
    let page = open(SMALL, Options { window: (390, 844), ..Options::default() });
    for _ in 0..2 {
        const WIDE: &str = "return document.documentElement.scrollWidth <= window.innerWidth";
        assert_eq!(page.browser().script(WIDE, &[]), true);
        page.set("set-beside", "rival");
        page.wait("a second stage", seconds(30), |page| shows(page, 1).is_some());
    }
    page.assert_no_errors();
}
