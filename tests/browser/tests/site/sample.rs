//! The chapter on Markov chains: what a reader sees move, changes, races, and is warned of.

use crate::{SMALL, seconds, site};
use browser_tests::{Options, Page};
use serde_json::json;

/// The chapter with settings such as `target=ring`, once its chains have moved.
fn open(query: &str) -> Page {
    open_in(query, Options::default())
}

fn open_in(query: &str, options: Options) -> Page {
    let page = Page::open(&site(), &format!("chapter=sample&{query}"), options);
    wait_for_transitions(&page, 1.0);
    page
}

/// Brings a button into sight and waits until it stands still there: a preset scrolls the page and may change its layout.
fn show(page: &Page, id: &str) {
    const SHOW: &str = "
        const button = document.querySelector(`[data-testid=${arguments[0]}]`);
        button.scrollIntoView({ block: 'center', behavior: 'instant' });
        return button.getBoundingClientRect().top;";
    page.wait(&format!("{id} to stand still"), seconds(20), |page| {
        let place = || page.browser().script(SHOW, &[json!(id)]);
        let before = place();
        std::thread::sleep(std::time::Duration::from_millis(400));
        // It stands where it stood without being brought there again.
        const TOP: &str =
            "return document.querySelector(`[data-testid=${arguments[0]}]`).getBoundingClientRect().top";
        page.browser().script(TOP, &[json!(id)]) == before
    });
}

fn wait_for_transitions(page: &Page, count: f64) {
    page.wait(&format!("{count} transitions"), seconds(90), |page| {
        page.value("n-transitions-0") >= Some(count)
    });
}

#[test]
fn a_chain_moves_by_itself_and_its_sampler_changes_under_way() {
    let page = open("chain_seed=3");
    assert_eq!(page.attribute("phase", "data-phase").as_deref(), Some("running"));
    assert_eq!(page.attribute("engine", "data-backend").as_deref(), Some("cpu"));
    assert_eq!(page.attribute("sampler-mala", "aria-pressed").as_deref(), Some("true"));
    let before = page.pixels("stage");
    page.wait("the stage to move", seconds(20), |page| page.pixels("stage") != before);

    page.click("pace-fast");
    wait_for_transitions(&page, 2_000.0);
    page.wait("diagnostics", seconds(30), |page| page.value("ess-bulk-per-1000-0").is_some());
    for id in [
        "acceptance-0",
        "ess-within-0",
        "ess-between-0",
        "r-hat-0",
        "share-0-0",
        "share-1-0",
        "evaluations-0",
    ] {
        page.wait(id, seconds(20), |page| page.value(id).is_some());
    }
    page.click("sampler-hmc");
    page.wait("HMC's own count", seconds(30), |page| {
        page.attribute("sampler-hmc", "aria-pressed").as_deref() == Some("true")
            && page.value("evaluations-0") > Some(10.0 * page.value("n-transitions-0").unwrap_or(f64::MAX))
    });
    page.wait("the address", seconds(10), |page| {
        let search = page.browser().script("return location.search", &[]);
        search.as_str().is_some_and(|search| search.contains("sampler=hmc"))
    });

    // Paused it stands still; one step is one transition.
    page.click("train");
    page.wait("the pause", seconds(20), |page| {
        page.attribute("phase", "data-phase").as_deref() == Some("paused")
    });
    std::thread::sleep(seconds(1));
    let count = page.value("n-transitions-0").expect("a count");
    page.click("step");
    page.wait("one transition", seconds(20), |page| page.value("n-transitions-0") == Some(count + 1.0));
    std::thread::sleep(seconds(1));
    assert_eq!(page.value("n-transitions-0"), Some(count + 1.0));
    page.click("reset");
    page.wait("a new run", seconds(20), |page| page.value("n-transitions-0") < Some(count));
    page.assert_no_errors();
}

#[test]
fn in_the_default_race_hmc_is_three_times_as_good_within_a_moon() {
    let page = open("chain_seed=1");
    page.click("race");
    page.click("pace-fast");
    page.wait("100,000 gradients of each", seconds(120), |page| {
        page.value("evaluations-0") > Some(100_000.0) && page.value("evaluations-1") > Some(100_000.0)
    });
    page.wait("HMC three times as good", seconds(60), |page| {
        let within = |lane| page.value(&format!("ess-within-per-1000-{lane}"));
        within(0).zip(within(1)).is_some_and(|(mala, hmc)| hmc > 3.0 * mala)
    });
    // Two counts of a race that runs would be of two moments.
    page.click("train");
    page.wait("the pause", seconds(20), |page| {
        page.attribute("phase", "data-phase").as_deref() == Some("paused")
    });
    std::thread::sleep(seconds(1));
    let spent = ["evaluations-0", "evaluations-1"].map(|id| page.value(id).expect("a count"));
    assert!((spent[0] / spent[1] - 1.0).abs() < 0.1, "not the same number of gradients: {spent:?}");
    page.wait("words about it", seconds(20), |page| page.text("guide").contains("times"));
    page.assert_no_errors();
}

#[test]
fn chains_that_agree_and_are_wrong_raise_the_alarm() {
    let page = open("chain_seed=1");
    assert_eq!(page.text("alarm"), "");
    show(&page, "preset-one-moon");
    page.click("preset-one-moon");
    page.click("pace-fast");
    page.wait("the alarm", seconds(120), |page| !page.text("alarm").is_empty());
    assert!(page.value("r-hat-0") < Some(1.01) && page.value("share-1-0") < Some(0.25), "{}", page.state());
    // A ladder of temperatures finds the other moon.
    show(&page, "preset-tempering");
    page.click("preset-tempering");
    page.wait("all chains to cross, and silence", seconds(120), |page| {
        // The row is there once the density's modes are known.
        const CROSSED: &str = "return document.querySelector('[data-testid=crossed-0]')?.dataset.value";
        page.browser().script(CROSSED, &[]) == "4" && page.text("alarm").is_empty()
    });
    page.assert_no_errors();
}

#[test]
fn slow_motion_shows_one_transition_in_two_seconds() {
    let page = open("chain_seed=1&pace=0.5");
    let before = page.value("n-transitions-0").expect("a count");
    std::thread::sleep(seconds(6));
    let done = page.value("n-transitions-0").expect("a count") - before;
    assert!((1.0..=4.0).contains(&done), "{done} transitions in six seconds");
    // In between, the transition itself is drawn.
    let pictures: Vec<String> = (0..4)
        .map(|_| {
            std::thread::sleep(std::time::Duration::from_millis(350));
            page.pixels("stage")
        })
        .collect();
    assert!(pictures.windows(2).any(|pair| pair[0] != pair[1]), "nothing moves between transitions");
    page.assert_no_errors();
}

#[test]
fn every_density_and_every_sampler_is_on_offer() {
    let page = open("chain_seed=1&pace=1000");
    let options = page.browser().script(
        "return [...document.querySelectorAll('[data-testid=set-target] option')].map(option => option.value)",
        &[],
    );
    let targets: Vec<&str> =
        options.as_array().expect("a list").iter().filter_map(|name| name.as_str()).collect();
    assert_eq!(targets.len(), 10, "{targets:?}");
    for target in targets {
        page.set("set-target", target);
        page.wait(&format!("chains on {target}"), seconds(30), |page| {
            page.value("n-transitions-0") > Some(20.0) && page.value("ess-bulk-0").is_some()
        });
    }
    for sampler in ["random-walk", "ula", "mala", "hmc", "nuts"] {
        page.click(&format!("sampler-{sampler}"));
        page.wait(sampler, seconds(30), |page| {
            page.attribute(&format!("sampler-{sampler}"), "aria-pressed").as_deref() == Some("true")
                && page.value("n-transitions-0") > Some(20.0)
        });
    }
    page.assert_no_errors();
}

#[test]
fn a_hand_on_the_stage_moves_the_chain() {
    let page = open("chain_seed=1");
    page.click("train");
    page.wait("the pause", seconds(20), |page| {
        page.attribute("phase", "data-phase").as_deref() == Some("paused")
    });
    std::thread::sleep(seconds(1));
    let before = page.pixels("stage");
    const DRAG: &str = "
        const stage = document.querySelector('[data-testid=stage]');
        const box = stage.getBoundingClientRect();
        const at = (kind, x, y) => stage.dispatchEvent(new PointerEvent(kind, {
            bubbles: true, cancelable: true, pointerId: 1, isPrimary: true, button: 0, buttons: 1,
            clientX: box.left + x * box.width, clientY: box.top + y * box.height }));
        at('pointerdown', .5, .5); at('pointermove', .6, .4); at('pointermove', .8, .2); at('pointerup', .8, .2);";
    page.browser().script(DRAG, &[]);
    page.wait("the chain to have moved", seconds(20), |page| page.pixels("stage") != before);
    // No sampler made that jump: the engine, which has heard of it, counts from there.
    page.wait("a fresh count", seconds(20), |page| page.value("n-transitions-0") == Some(0.0));
    page.click("step");
    page.wait("one transition", seconds(20), |page| page.value("n-transitions-0") == Some(1.0));
    page.assert_no_errors();
}

#[test]
fn going_to_another_chapter_and_back_keeps_what_was_trained() {
    let page = Page::open(&site(), &format!("engine=cpu&{SMALL}"), Options::default());
    page.wait_for_engine("cpu");
    page.step();
    page.click("chapter-sample");
    wait_for_transitions(&page, 5.0);
    page.click("chapter-denoise");
    page.wait("the trained step", seconds(20), |page| page.value("step-count") == Some(1.0));
    page.step();
    page.click("chapter-sample");
    wait_for_transitions(&page, 6.0);
    page.assert_no_errors();
}

#[test]
fn every_preset_runs() {
    let page = open("chain_seed=1&pace=1000");
    let ids = page.browser().script(
        "return [...document.querySelectorAll('[data-testid^=preset-]')].map(element => element.dataset.testid)",
        &[],
    );
    let ids: Vec<String> = serde_json::from_value(ids).expect("a list of names");
    assert!(ids.len() >= 9, "{ids:?}");
    for id in ids {
        show(&page, &id);
        page.click(&id);
        const CHOSEN: &str = "return document.querySelector(`[data-testid=${arguments[0]}]`).closest('li').classList.contains('chosen')";
        page.wait(&format!("{id} to be chosen"), seconds(20), |page| {
            page.browser().script(CHOSEN, &[json!(id)]) == true
        });
        page.wait(&id, seconds(30), |page| page.value("n-transitions-0") > Some(5.0));
    }
    page.assert_no_errors();
}

const WATCH: &str = "
    window.record = { late: 0, frames: 0, longest: 0 };
    let last;
    const count = now => {
        if (last !== undefined) {
            record.frames += 1;
            record.longest = Math.max(record.longest, now - last);
            if (now - last > 25) record.late += 1;
        }
        last = now;
        requestAnimationFrame(count);
    };
    requestAnimationFrame(count);";

/// A record, not a race: whether frames are dropped depends on the machine, so it is reported.
#[test]
fn frames_with_512_chains_of_hmc_are_reported() {
    let page = open_in(
        "chain_seed=1&sampler=hmc&chains=512&leapfrog_steps=20&jitter=0&pace=1000",
        Options::EVERY_FRAME,
    );
    wait_for_transitions(&page, 20.0);
    let before = page.value("n-transitions-0").expect("a count");
    page.browser().script(WATCH, &[]);
    std::thread::sleep(seconds(10));
    let record = page.browser().script("return record", &[]);
    let done = page.value("n-transitions-0").expect("a count") - before;
    println!(
        "512 chains of HMC, 20 leapfrog steps, 10 s: {} frames, {} of them late, the longest {} ms; {done} transitions each",
        record["frames"], record["late"], record["longest"]
    );
    assert!(record["frames"].as_u64() > Some(0) && done > 0.0, "{record} {done}");
    page.assert_no_errors();
}

#[test]
fn steps_that_explode_are_divergences_and_not_the_end_of_the_engine() {
    for query in [
        "sampler=ula&step_langevin=5",
        "sampler=hmc&step_hmc=2&leapfrog_steps=50&target=banana",
        "sampler=hmc&step_hmc=2&target=funnel",
        "sampler=nuts&step_nuts=2&target=squiggle",
    ] {
        let page = open(&format!("chain_seed=1&pace=1000&{query}"));
        page.wait("divergences", seconds(60), |page| page.value("divergences-0") > Some(0.0));
        wait_for_transitions(&page, 200.0);
        assert_eq!(page.attribute("phase", "data-phase").as_deref(), Some("running"), "{query}");
        page.assert_no_errors();
    }
}
