//! A page that loads the module from the site and gives it a model from JSON, as MyST does.

use browser_tests::{HostPage, Options, Rule, Server, site_dir};
use serde_json::json;
use std::time::{Duration, Instant};

const SOON: Duration = Duration::from_secs(20);

/// A model without a kernel: it can be read and set, and tells of what is set.
const LESSON: &str = "<!doctype html><html lang='en'><title>Lesson</title><div id='widget'></div><script type='module'>
    import widget from './widget.mjs';
    const values = { chapter: 'denoise', width: 16, depth: 1, train_steps: 100, tune: true, show: ['schedule'], unknown: 1 };
    const heard = {};
    globalThis.model = {
        get: (key) => values[key],
        set(key, value) {
            values[key] = value;
            heard[`change:${key}`]?.();
        },
        save_changes() {},
        on: (event, hear) => (heard[event] = hear),
    };
    globalThis.cleanUp = widget.render({ model, el: document.getElementById('widget') });
</script>";

/// The lesson once its widget says or shows what `until` asks of its place.
fn lesson(html: &str, until: &str) -> HostPage {
    let rules = [("lesson.html", Rule::Instead(html.into()))];
    let lesson = HostPage::open(&Server::start(site_dir(), &rules), "lesson.html", Options::default());
    let holds = format!("const place = document.getElementById('widget'); return {until}");
    let begin = Instant::now();
    while lesson.browser().script(&holds, &[]) != true {
        let says = lesson.browser().script("return document.getElementById('widget').outerHTML", &[]);
        assert!(begin.elapsed() < SOON, "not {until}\n{says}\n{:?}", lesson.browser().errors());
        std::thread::sleep(Duration::from_millis(50));
    }
    lesson
}

#[test]
fn without_a_kernel_the_page_comes_from_where_the_module_is() {
    let lesson = lesson(LESSON, "!!place.querySelector('mcmc-to-diffusion')");
    lesson.wait_until_ready(0);
    let told = lesson.ask(
        0,
        "const { width, tune, unknown } = model.get('state').settings; return { width, tune, unknown }",
        json!(null),
    );
    assert_eq!(told, json!({ "width": "16", "tune": "1", "unknown": null }));
    lesson.ask(0, "model.set('schedule', 'linear')", json!(null));
    lesson.wait("a change of the model", SOON, 0, "return model.get('state').settings.schedule === 'linear'");
    lesson.ask(0, "await embed.set({ schedule: 'scaled-linear' })", json!(null));
    lesson.wait("a change of the page", SOON, 0, "return model.get('schedule') === 'scaled-linear'");
    lesson.ask(0, "await embed.train()", json!(null));
    lesson.wait("metrics", SOON, 0, "return model.get('metrics')?.step > 0");
    assert_eq!(
        lesson.ask(0, "cleanUp(); return document.getElementById('widget').children.length", json!(null)),
        0
    );
    lesson.assert_no_errors();
}

#[test]
fn a_widget_without_a_page_says_so() {
    // A module that has no address of its own, as in a notebook.
    let blob =
        "const blob = new Blob([await (await fetch('./widget.mjs')).text()], { type: 'text/javascript' });
        const { default: widget } = await import(URL.createObjectURL(blob));";
    let html = LESSON.replace("import widget from './widget.mjs';", blob);
    lesson(&html, "place.textContent.includes('does not know where its page is')").assert_no_errors();
}
