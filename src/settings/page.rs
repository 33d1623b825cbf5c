//! Settings of the page as a whole: which chapter, which engine, which seeds, and how it stands in another page.

use super::embed::{Host, Shown, Theme};
use super::setting::{Place, Setting};
use super::story::LAST;
use super::{Chapter, EngineChoice, Language};

pub const THEMES: &[(Theme, &str)] =
    &[(Theme::Auto, "as the reader's system"), (Theme::Light, "light"), (Theme::Dark, "dark")];

const SEED: f64 = u32::MAX as f64;

pub const ROWS: &[Setting] = &[
    row!(choice("Chapter", "Which of the four chapters is shown.", Chapter::NAMES), Chapter, chapter),
    row!(
        number("Seed", "Decides everything random in a run. The same seed gives the same run.", 0.0..=SEED, 1.0; Linear),
        u32,
        seed
    )
    .at(&Chapter::ALL, Place::Run)
    .live(false),
    // The control of the seed in chapter 1 sets this one: other chains must not cost a trained network.
    row!(number("Seed of the chains", "The seed of the chains in chapter 1.", 0.0..=SEED, 1.0; Linear), u32, chain_seed),
    row!(choice("Engine", "Which engine trains. Switching starts a new run with the same settings.", EngineChoice::NAMES), EngineChoice, engine),
    row!(choice("Language", "The language of the page.", Language::NAMES), Language, language).key("lang"),
    row!(number("Step of the story", "Where the story is open: a step, or its table of answers. 0 closes it.", 0.0..=LAST as f64, 1.0; Linear), u8, story.step),
    row!(
        own(
            "Answers",
            "Guesses at steps of the story, each with what was measured and its error.",
            |all| all.story.answers.text(),
            |all, text| all.story.answers.take(text)
        ),
        Answers,
        story.answers
    ),
    row!(
        own(
            "Homework",
            "Steps of the story whose measured guesses are handed in.",
            |all| all.story.homework.text(),
            |all, text| all.story.homework.take(text)
        ),
        Homework,
        story.homework
    ),
    row!(switch("In a frame", "Shows only the stage and the buttons under it, without header and footer."), bool, embed.on).key("embed"),
    row!(
        list(
            "Show",
            "Also shows these parts, or single settings by their keys.",
            |all| match &all.embed.shown {
                Shown::Only(names) => names.text(),
                Shown::AllBut(_) => String::new(),
            },
            |all, names| all.embed.shown = Shown::Only(names)
        ),
        Shown,
        show
    ),
    row!(
        list(
            "Hide",
            "Shows everything except these.",
            |all| match &all.embed.shown {
                // Not what a list that hides nothing is written as.
                Shown::Only(_) => "-".to_owned(),
                Shown::AllBut(names) => names.text(),
            },
            |all, names| all.embed.shown = Shown::AllBut(names)
        ),
        Shown,
        hide
    ),
    row!(
        list(
            "Lock",
            "These can be seen but not changed.",
            |all| all.embed.locked.text(),
            |all, names| all.embed.locked = names
        ),
        Vec<&str>,
        lock
    ),
    row!(switch("Title", "The chapter's title."), bool, embed.title),
    row!(switch("Prose", "The sentence that leads into the chapter."), bool, embed.prose),
    row!(switch("Autoplay", "Starts by itself once it is seen."), bool, embed.autoplay),
    row!(choice("Colours", "Light, dark, or as the reader's system has it.", THEMES), Theme, embed.theme),
    row!(
        own(
            "Host",
            "Exchanges messages only with pages of this origin.",
            |all| all.embed.host.text(),
            |all, text| super::text::assign(&mut all.embed.host, Host::new(text))
        ),
        Host,
        host
    ),
];
