//! What a page that embeds this one is given: models, samples and chains; and a model that it gives back.

use crate::{SMALL, seconds, site};
use browser_tests::HostPage;
use serde_json::{Value, json};

fn open(attributes: &str) -> HostPage {
    let page = HostPage::with(
        &site(),
        &format!("<mcmc-to-diffusion {attributes} engine='cpu'></mcmc-to-diffusion>"),
    );
    page.wait_until_ready(0);
    page
}

fn refusal(page: &HostPage, what: &str) -> String {
    let answer = page.ask(0, &format!("await embed.{what}"), Value::Null);
    answer["refused"].as_str().unwrap_or_else(|| panic!("{what} was not refused: {answer}")).to_owned()
}

/// The name of a model's file, its step, and its tensors, which lie behind the header whose length comes first.
const MODEL: &str = "
    const { name, file } = await embed.weights();
    const length = Number(new DataView(file).getBigUint64(0, true));
    const { __metadata__: told } = JSON.parse(new TextDecoder().decode(file.slice(8, 8 + length)));
    window.file = file;
    return [name, told.step, [...new Uint8Array(file.slice(8 + length))]]";

#[test]
fn a_model_is_handed_out_and_taken_back_to_the_bit() {
    let page = open(&format!("chapter='denoise' settings='{SMALL}'"));
    assert!(refusal(&page, "weights()").contains("Nothing is trained yet"));
    assert!(refusal(&page, "chains()").contains("chapter 1"));
    page.ask(0, "await embed.train()", Value::Null);
    page.wait("training", seconds(60), 0, "return embed.metrics?.step > 5");
    page.ask(0, "await embed.pause()", Value::Null);
    let still = "const { step } = await embed.get();
        await new Promise(then => setTimeout(then, 500));
        return (await embed.get()).step === step";
    page.wait("the last steps", seconds(30), 0, still);
    let model = page.ask(0, MODEL, Value::Null);
    let step: f64 = model[1].as_str().and_then(|step| step.parse().ok()).expect("a step");
    assert!(model[0].as_str().is_some_and(|name| name.ends_with(".safetensors")), "{}", model[0]);
    assert!(step > 5.0 && model[2].as_array().is_some_and(|bytes| bytes.len() > 1000));

    assert!(refusal(&page, "load('text')").contains("not understood"));
    for junk in ["load()", "load(new ArrayBuffer(20))", "load(window.file.slice(0, 900))"] {
        assert!(refusal(&page, junk).contains("not loaded"), "{junk}");
    }
    page.ask(0, "await embed.reset()", Value::Null);
    page.wait("a new run", seconds(30), 0, "return (await embed.get()).step === 0");
    page.ask(0, "await embed.load(window.file)", Value::Null);
    page.wait("its step", seconds(30), 0, &format!("return (await embed.get()).step === {step}"));
    assert_eq!(page.ask(0, MODEL, Value::Null), model);

    let samples = page.ask(0, "return await embed.samples()", Value::Null);
    let csv = samples["csv"].as_str().expect("text");
    assert!(samples["chapter"] == "denoise" && csv.lines().count() > 100, "{csv}");
    let names: Vec<_> = csv.lines().next().expect("names of the columns").split(',').collect();
    assert!(["what", "x", "y"].iter().all(|name| names.contains(name)), "{names:?}");
    page.assert_no_errors();
}

#[test]
fn chains_are_handed_out_lane_by_lane() {
    let page = open("chapter='sample' race='1' chains='3' pace='1000'");
    page.ask(0, "await embed.train()", Value::Null);
    page.wait("draws", seconds(30), 0, "return embed.metrics?.step > 200");
    assert!(refusal(&page, "weights()").contains("no model"));
    const SHAPES: &str = "
        const { lanes } = await embed.chains();
        return lanes.map(({ sampler, chains, draws, stride, points, log_density }) => [sampler, chains, stride > 0,
            draws > 50, points.length === chains * draws * 2, log_density.length === chains * draws,
            points instanceof Float32Array && points.every(Number.isFinite)])";
    let shapes = page.ask(0, SHAPES, Value::Null);
    let lane = |sampler: &str| json!([sampler, 3, true, true, true, true, true]);
    assert_eq!(shapes, json!([lane("mala"), lane("hmc")]));
    page.assert_no_errors();
}

#[test]
fn the_single_file_needs_no_address() {
    let page = HostPage::with(&site(), "<mcmc-to-diffusion id='moons'></mcmc-to-diffusion>");
    const CARRY: &str = "
        const page = await fetch('../offline.html').then(answer => answer.text());
        Object.assign(embed, { page });
        for (const [key, value] of Object.entries({ chapter: 'denoise', settings: extra, label: 'Moons' })) embed.setAttribute(key, value);";
    page.ask(0, CARRY, json!(format!("seed=5&{SMALL}")));
    page.wait(
        "the page",
        seconds(60),
        0,
        "return embed.state?.settings.seed === '5' && embed.state.phase !== 'loading'",
    );
    assert_eq!(
        page.ask(0, "return embed.querySelector('iframe').src.startsWith('blob:')", Value::Null),
        true
    );
    page.ask(0, "await embed.train()", Value::Null);
    page.wait("training", seconds(60), 0, "return embed.metrics?.step > 0");
    page.assert_no_errors();
}
