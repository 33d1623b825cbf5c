//! Chapter 2: energies that a reader meets.

use crate::reader::Reader;
use crate::table::{Row, assert_table};
use mcmc_to_diffusion::settings::Chapter;
use mcmc_to_diffusion::ui::chapter::guide::{Advice, Is};
use mcmc_to_diffusion::ui::chapters::ebm::guide::advice_on;
use mcmc_to_diffusion::ui::chapters::ebm::model::Model;

fn reader(changes: &str) -> Reader<Model> {
    let model = |settings: &mcmc_to_diffusion::settings::Settings| Model::new(&settings.data);
    Reader::new(Chapter::LearnAnEnergy, changes, model, |now, frame| _ = now.take(frame))
}

fn of(reader: &Reader<Model>, running: bool) -> Advice {
    advice_on(&reader.now, &reader.settings.ebm, running)
}

/// What is trained so far, and scored; then it goes on, or stands still and the walkers walk.
fn after(steps: u32, changes: &str) -> Reader<Model> {
    reader(changes).rest(steps, 0)
}

/// The model that comes with the page, its walkers after so many steps.
fn shipped(changes: &str, walk: u32) -> Advice {
    of(&reader(changes).trained("energy").rest(0, 0).rest(0, walk), false)
}

#[rustfmt::skip]
#[test]
fn real_energies_have_their_verdicts() {
    use Is::{Bad, Good, Open};
    let row = |state, advice, is, says, never| Row { state, advice, is, says, never };
    let good: &[&str] = &["match the data", "agree on"];
    let untrained = reader("").rest(0, 300);
    let young = after(35, "");
    let looked_back = {
        let mut reader = after(300, "").rest(0, 300);
        reader.run.chapter.look_at(Some(0));
        reader.rest(0, 0)
    };
    assert_table(&[
        row("nothing told", of(&reader(""), false), Open, &["being computed"], good),
        row("untrained", of(&untrained, false), Open, &["Nothing is learned yet", "300 steps"], good),
        row("Train is pressed", of(&untrained, true), Open, &["Training has begun"], &["Press Train", "match the data"]),
        row("step 35, training", of(&young, true), Open, &["does not fit the moons yet", "35 steps"], good),
        row("step 35, standing still", of(&young.rest(0, 100), false), Bad, &["does not fit the moons yet"], good),
        row("looking back to the first step", of(&looked_back, false), Bad, &["does not fit the moons yet"], good),
        row("trained, walkers gathered", shipped("", 0), Open, &["A good energy", "on their way"], good),
        row("trained, walkers after 2,000 steps", shipped("", 2000), Bad, &["but most walkers have not crossed", "where 50.0\u{a0}% would be right"], &["match the data"]),
        row("trained, walkers in one part", shipped("walk_start=one-moon", 1000), Bad, &["most walkers have not crossed"], &["match the data"]),
        row("trained, annealed walkers", shipped("walk=annealed", 1000), Good, &["match the data"], &["have not crossed"]),
        row("exploding learning rate", of(&after(300, "energy_rate=0.1&penalty=0").rest(0, 0), false), Bad, &["Training was stopped"], good),
        row("noise on the data", of(&after(600, "data_jitter=0.3").rest(0, 300), false), Bad, &["The density is blurred"], &["does not fit", "match the data"]),
        row("one step of CD", of(&after(600, "k=1&penalty=0").rest(0, 300), false), Bad, &["Training was stopped"], good),
        row("sliced score matching, 600 steps", of(&after(600, "objective=sliced").rest(0, 300), false), Bad, &["weighs the moons wrong"], &["match the data", "agree on"]),
    ]);
}
