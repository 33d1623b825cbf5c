//! The custom element of `embed.js`: what it asks, hears and leaves alone.

use crate::{SMALL, seconds, site};
use browser_tests::HostPage;
use serde_json::{Value, json};

fn element(attributes: &str) -> String {
    format!(
        "<mcmc-to-diffusion chapter='denoise' settings='engine=cpu&{SMALL}' {attributes}></mcmc-to-diffusion>"
    )
}

fn open(attributes: &str) -> HostPage {
    let page = HostPage::with(&site(), &element(attributes));
    page.wait_until_ready(0);
    page
}

/// Phase, step and link of an embed.
fn now(page: &HostPage, index: usize) -> Value {
    let state = "const state = await embed.get(); return [state.phase, state.step, state.query]";
    page.ask(index, state, json!(null))
}

/// Time for a message to be heard and answered, where nothing is to come of it.
fn let_it_arrive() {
    std::thread::sleep(std::time::Duration::from_millis(500));
}

#[test]
fn commands_are_answered_with_the_state() {
    let page = open("");
    page.ask(0, "await embed.train()", json!(null));
    page.wait("training", seconds(30), 0, "return embed.state.phase === 'running'");
    page.wait(
        "what is measured",
        seconds(30),
        0,
        "return embed.metrics?.step > 0 && Object.values(embed.metrics.values).some(Number.isFinite)",
    );
    assert_eq!(page.ask(0, "return (await embed.pause()).phase", json!(null)), "paused");
    // The steps under way when it was told to pause are still to come.
    let still = "const { step } = await embed.get();
        await new Promise(then => setTimeout(then, 500));
        return (await embed.get()).step === step";
    page.wait("the end of the last steps", seconds(30), 0, still);
    let before = page.ask(0, "return (await embed.get()).step", json!(null));
    page.ask(0, "window.before = extra; await embed.step()", before);
    page.wait("one step more", seconds(30), 0, "return (await embed.get()).step === window.before + 1");
    page.ask(0, "await embed.seek(0.5)", json!(null));
    page.wait("the middle", seconds(10), 0, "return Math.abs((await embed.get()).at - 0.5) < 0.1");
    page.ask(0, "await embed.reset()", json!(null));
    page.wait("a new run", seconds(30), 0, "return (await embed.get()).step === 0");
    page.assert_no_errors();
}

#[test]
fn what_is_refused_changes_nothing() {
    let page = open("show='settings' lock='seed'");
    let before = now(&page, 0);
    for (settings, word) in [(json!({ "nonsense": 1 }), "nonsense"), (json!({ "seed": 5 }), "seed")] {
        let why = page.ask(0, "await embed.set(extra)", settings)["refused"].clone();
        assert!(why.as_str().is_some_and(|why| why.contains(word)), "{word}: {why}");
    }
    assert_eq!(now(&page, 0), before);

    let markup = "<img src=x onerror=alert(1)>";
    page.ask(0, "window.errors = 0; embed.addEventListener('error', () => window.errors++)", json!(null));
    let bodies = [
        json!({ "type": "explode" }),
        json!({ "type": 7 }),
        json!({ "type": "set" }),
        json!({ "type": "set", "settings": markup }),
        json!({ "type": "set", "settings": { "network": markup } }),
        json!({ "type": "set", "settings": { "seed": [1] } }),
        json!({ "type": "seek", "at": "soon" }),
        json!({ "type": "train", "version": 9 }),
    ];
    let count = bodies.len();
    for body in bodies {
        let post = "frame.postMessage({ to: 'mcmc-to-diffusion', version: 1, ...extra }, '*')";
        page.ask(0, post, body);
    }
    for stray in
        [json!("train"), json!(5), json!(null), json!([]), json!({ "type": "train" }), json!({ "to": 1 })]
    {
        page.ask(0, "frame.postMessage(extra, '*')", stray);
    }
    page.ask(0, "window.count = extra", json!(count));
    page.wait("an error for each", seconds(10), 0, "return window.errors >= window.count");
    assert_eq!(now(&page, 0), before);
    let images = "return embed.querySelector('iframe').contentDocument.querySelectorAll('img').length";
    assert_eq!(page.ask(0, images, json!(null)), 0);
}

#[test]
fn a_window_that_is_not_the_parent_is_not_heard() {
    let page = open("");
    let before = now(&page, 0);
    let post = "
        const other = document.body.appendChild(document.createElement('iframe'));
        window.target = frame;
        other.srcdoc = `<script>
            for (const body of [{ type: 'train' }, { type: 'set', settings: { seed: 9 } }]) {
                parent.target.postMessage({ to: 'mcmc-to-diffusion', version: 1, ...body }, '*');
            }
            parent.posted = true;
        </script>`";
    page.ask(0, post, json!(null));
    page.wait("the other window's messages", seconds(10), 0, "return window.posted === true");
    let_it_arrive();
    assert_eq!(now(&page, 0), before);
    page.assert_no_errors();
}

#[test]
fn the_element_hears_its_own_frame_alone() {
    let page = open("");
    let forge = "
        window.heard = 0;
        embed.addEventListener('state', () => window.heard++);
        postMessage({ from: 'mcmc-to-diffusion', version: 1, type: 'state', phase: 'forged' }, '*');
        for (const message of ['state', null, { type: 'state', phase: 'forged' },
            { from: 'mcmc-to-diffusion', version: 1, type: 'constructor' },
            { from: 'mcmc-to-diffusion', version: 1, type: 'state' }]) {
            frame.eval(`parent.postMessage(${JSON.stringify(message)}, '*')`);
        }";
    page.ask(0, forge, json!(null));
    let_it_arrive();
    assert_eq!(
        page.ask(0, "return [window.heard, embed.state.phase === 'forged']", json!(null)),
        json!([0, false])
    );
    page.assert_no_errors();
}

#[test]
fn the_frame_is_as_high_as_its_content() {
    let page = open("show='guide,plots'");
    let fits = "
        const inner = embed.querySelector('iframe').contentDocument.documentElement;
        return Math.abs(inner.scrollHeight - embed.querySelector('iframe').clientHeight) <= 2";
    page.wait("a frame that fits", seconds(20), 0, fits);
    let narrow = "
        window.wide = embed.querySelector('iframe').clientHeight;
        document.body.style.width = '340px'";
    page.ask(0, narrow, json!(null));
    let other = "return Math.abs(embed.querySelector('iframe').clientHeight - window.wide) > 20";
    page.wait("another height", seconds(20), 0, other);
    page.wait("a frame that fits again", seconds(20), 0, fits);
    // A height that depends on the frame's own height would grow without end.
    for _ in 0..10 {
        // What is measured arrives bit by bit, and its words take room.
        let_it_arrive();
    }
    let height = || {
        page.ask(0, "return embed.querySelector('iframe').clientHeight", json!(null))
            .as_f64()
            .expect("a height")
    };
    let before = height();
    for _ in 0..4 {
        let_it_arrive();
    }
    // Words that are live may take a line or two more.
    assert!((height() - before).abs() < 120.0, "from {before} to {}", height());
}

#[test]
fn a_setting_changes_in_place_and_what_is_shown_loads_anew() {
    let page = open("seed='2'");
    page.ask(0, "frame.mark = true; embed.setAttribute('seed', '7')", json!(null));
    page.wait("the seed", seconds(20), 0, "return String(embed.state.settings.seed) === '7'");
    assert_eq!(page.ask(0, "return frame.mark", json!(null)), true, "the page was loaded anew");
    page.ask(0, "embed.setAttribute('show', 'guide')", json!(null));
    let guide = "return !!embed.querySelector('iframe').contentDocument.querySelector('.guide')";
    page.wait("the guide", seconds(60), 0, guide);
    page.wait("the seed that was kept", seconds(20), 0, "return String(embed.state.settings.seed) === '7'");
}

#[test]
fn each_of_several_trains_for_itself() {
    let page = HostPage::with(&site(), &(element("seed='1'") + &element("seed='2'")));
    page.wait_until_ready(0);
    page.wait_until_ready(1);
    // Only what is seen runs.
    page.ask(0, "embed.scrollIntoView(); await embed.train()", json!(null));
    page.wait("training", seconds(30), 0, "return embed.metrics?.step > 0");
    assert_eq!(
        page.ask(1, "return [(await embed.get()).step, embed.metrics ?? null]", json!(null)),
        json!([0, null])
    );
    page.assert_no_errors();
}

#[test]
fn an_element_that_is_taken_out_can_come_back() {
    let page = open("");
    page.ask(0, "window.kept = embed; embed.remove(); document.body.append(embed)", json!(null));
    page.ask(0, "embed.scrollIntoView(); await embed.ready", json!(null));
    page.wait("an answer", seconds(60), 0, "return typeof (await embed.get()).phase === 'string'");
    page.assert_no_errors();
}
