//! Chapter 4: comparisons that a reader meets.

use crate::reader::{Reader, shipped};
use crate::table::{Row, assert_table};
use mcmc_to_diffusion::settings::Chapter;
use mcmc_to_diffusion::ui::chapter::guide::{Advice, Is};
use mcmc_to_diffusion::ui::chapters::compare::guide::advice;
use mcmc_to_diffusion::ui::chapters::compare::model::Model;

/// Few walkers with few evaluations each: measured in seconds.
const SMALL: &str = "compare_walkers=200&budget=100&compare_steps=100&curves=";

fn reader() -> Reader<Model> {
    let mut reader = Reader::new(
        Chapter::Compare,
        SMALL,
        |_| Model::default(),
        |now: &mut Model, frame| _ = now.take(frame),
    );
    reader.now.goal = 2 * reader.settings.compare.train_steps;
    reader
}

fn of(reader: &Reader<Model>, running: bool) -> Advice {
    advice(&reader.now, &reader.settings, running)
}

fn measured(mut reader: Reader<Model>) -> Reader<Model> {
    reader.run.chapter.measure(true);
    reader.rest(0, 0)
}

/// With the models that come with the page.
fn taken_along(names: &[&str]) -> Reader<Model> {
    let mut reader = reader();
    for name in names {
        reader.run.chapter.take_along(&shipped(name));
    }
    reader.rest(0, 0)
}

#[rustfmt::skip]
#[test]
fn real_comparisons_have_their_verdicts() {
    use Is::{Good, Open};
    let row = |state, advice, is, says, never| Row { state, advice, is, says, never };
    let arrived = reader().rest(0, 0);
    let training = reader().rest(0, 0).rest(30, 0);
    let second = reader().rest(0, 0).rest(100, 0).rest(20, 0);
    assert_table(&[
        row("nothing told", of(&reader(), false), Open, &["Nothing is trained yet"], &["wins"]),
        row("on arrival", of(&arrived, false), Open, &["Nothing is trained yet"], &["wins"]),
        row("stand-ins measured", of(&measured(arrived), false), Open, &["Nothing is trained yet"], &["wins", "being scored"]),
        row("the energy trains", of(&training, true), Open, &["The energy model is training", "30 of 100 steps", "not ranked"], &["wins", "being scored"]),
        row("stopped on the way", of(&training, false), Open, &["Training stands still", "30 of 100"], &["wins", "being scored"]),
        row("the denoiser trains", of(&second, true), Open, &["The diffusion model is training", "20 of 100"], &["wins", "being scored", "energy model has"]),
        row("one model taken along", of(&taken_along(&["energy"]), false), Open, &["The diffusion model is not trained yet"], &["wins", "stands still"]),
        row("both taken along, not measured", of(&taken_along(&["energy", "diffusion"]), false), Open, &["not scored yet"], &["wins", "is training"]),
        row("both taken along, measured", of(&measured(taken_along(&["energy", "diffusion"])), false), Good, &["Diffusion wins on quality", "cost (training not counted)"], &["scored"]),
    ]);
}
