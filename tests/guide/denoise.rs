//! Chapter 3: samples that a reader meets.

use crate::reader::Reader;
use crate::table::{Row, assert_table};
use mcmc_to_diffusion::settings::Chapter;
use mcmc_to_diffusion::ui::chapter::guide::{Advice, Is};
use mcmc_to_diffusion::ui::chapters::diffusion::guide::advice_on;
use mcmc_to_diffusion::ui::chapters::diffusion::model::Model;
use mcmc_to_diffusion::ui::words::diffusion as names;

fn reader(changes: &str) -> Reader<Model> {
    let mut reader = Reader::new(Chapter::Denoise, changes, |_| Model::default(), Model::take);
    reader.now.data = reader.settings.data.clone();
    reader.now.names = names::runs(&reader.settings.diffusion);
    reader
}

fn of(reader: &Reader<Model>, running: bool) -> Advice {
    advice_on(&reader.now, &reader.settings.diffusion_in_use(), running)
}

/// What so many steps have learned, standing still, its samples drawn and scored.
fn after(steps: u32, changes: &str) -> Advice {
    of(&reader(changes).rest(steps, 0), false)
}

/// The ideal denoiser's samples.
fn ideal(changes: &str) -> Advice {
    after(0, changes)
}

/// Samples of the model that comes with the page.
fn shipped(changes: &str) -> Advice {
    of(&reader(changes).trained("diffusion").rest(0, 0), false)
}

#[rustfmt::skip]
#[test]
fn real_samples_have_their_verdicts() {
    use Is::{Bad, Good, Open};
    let row = |state, advice, is, says, never| Row { state, advice, is, says, never };
    let good: &[&str] = &["look like real data", "cannot tell them"];
    let (untrained, young) = (reader("").rest(0, 0), reader("").rest(35, 0));
    assert_table(&[
        row("nothing told", of(&reader(""), false), Open, &["being computed"], good),
        row("untrained", of(&untrained, false), Good, &["A perfect network would draw these samples"], &["look like real data"]),
        row("Train is pressed", of(&untrained, true), Open, &["Training has begun", "still those of the ideal denoiser"], &["look like real data"]),
        row("step 35, training", of(&young, true), Open, &["Many samples still lie off the moons", "35 steps"], good),
        row("step 35, standing still", of(&young, false), Bad, &["Many samples"], good),
        row("trained", shipped(""), Open, &["some samples stray", "of real data do"], good),
        row("trained, DDIM of 50", shipped("diffusion_sampler=ddim&sampler_steps=50"), Open, &["some samples stray"], good),
        row("trained, DDIM of 3", shipped("diffusion_sampler=ddim&sampler_steps=3"), Bad, &["samples still lie off"], good),
        row("a perfect network, DDIM of 3", ideal("diffusion_sampler=ddim&sampler_steps=3"), Bad, &["Even a perfect network fails"], good),
        row("linear with T = 20, DDIM", ideal("schedule=linear&timesteps=20&sampler_steps=20&diffusion_sampler=ddim"), Bad, &["ends before all is noise"], &["look like real data", "DDPM"]),
        row("linear with T = 20, DDPM", ideal("schedule=linear&timesteps=20&sampler_steps=20"), Bad, &["ends before all is noise"], good),
        row("clipped to ±1", ideal("clip=unit"), Bad, &["Even a perfect network fails"], good),
        row("exploding learning rate", after(300, "learning_rate=0.1"), Bad, &["Many samples still lie off"], good),
        row("conditional, asked for the upper moon", ideal("conditional=1&asked=upper"), Good, &["follow the class"], &["missing", "wrong shares"]),
        row("conditional, both asked for", ideal("conditional=1"), Good, &["A perfect network"], &["follow the class"]),
        row("conditional, 300 steps", after(300, "conditional=1&asked=upper"), Open, &["Samples follow the class, not yet like real data"], &["that is asked for"]),
        row("data of one piece", ideal("data_set=swiss-roll"), Good, &["A perfect network"], &["moon"]),
        row("two runs side by side", after(300, "diffusion_beside=fork"), Open, &["Two runs, one draw of each", "Side by side"], &["wins"]),
    ]);
}
