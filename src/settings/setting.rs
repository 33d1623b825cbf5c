//! What is known of a setting, wherever it is needed: its key in a link, its words, where its control stands, when it acts.

use super::embed::{Known, LAYERS, Names, SAMPLERS, SETTINGS};
use super::text::{Taken, within};
use super::{Chapter, Settings};

/// One setting. All of them are in [`super::all()`].
#[derive(Clone, Copy)]
pub struct Setting {
    /// Its name in a link, in an embed's lists and in test ids.
    pub key: &'static str,
    pub label: &'static str,
    /// One sentence for a tooltip.
    pub help: &'static str,
    /// Where it is called something else.
    pub words: &'static [(Chapter, &'static str, &'static str)],
    /// The chapters that have it, beside those of `words`.
    pub chapters: &'static [Chapter],
    pub place: Place,
    /// Acts at once; otherwise a change may start a new run.
    pub live: bool,
    pub kind: Kind,
    /// Of a number: what it counts or is measured in, a word or two; empty where it has none.
    pub unit: &'static str,
    /// Whether its control is there at all under the other settings.
    pub shown: Option<fn(&Settings) -> bool>,
    /// Why it does nothing under the other settings; empty where it does.
    pub why_not: Option<fn(&Settings) -> &'static str>,
}

/// Where in a chapter the control of a setting stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Beside the stage: the few that carry a chapter's lesson.
    Rail,
    /// In the drawer of settings, each group under its heading.
    Data,
    Run,
    Walkers,
    More,
    Museum,
    /// Beside the table that is trained anew.
    Table,
    Transport,
    /// On the stage or beside it.
    Stage,
    Samplers,
    Layers,
    /// At the head of the page, or in the address alone.
    Page,
}

#[derive(Clone, Copy)]
pub enum Kind {
    Number(Number),
    Choice(Choice),
    Switch {
        get: fn(&Settings) -> bool,
        set: fn(&mut Settings, bool),
    },
    /// A list of names that an embed shows, hides or locks.
    Names {
        get: fn(&Settings) -> String,
        set: fn(&mut Settings, Names),
    },
    Text {
        get: fn(&Settings) -> String,
        set: fn(&mut Settings, &str) -> Taken,
    },
}

/// A number within a range.
#[derive(Clone, Copy)]
pub struct Number {
    pub min: f64,
    pub max: f64,
    /// Values are multiples of this above `min` (ignored on a log scale of reals).
    pub step: f64,
    pub scale: Scale,
    pub get: fn(&Settings) -> f64,
    pub set: fn(&mut Settings, f64),
}

/// How a slider moves through a range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    Linear,
    /// Equal ratios over equal distances.
    Log,
}

/// One of a few named values.
#[derive(Clone, Copy)]
pub struct Choice {
    /// The kebab-case name of each value, and what it is called.
    pub options: fn() -> Vec<(String, &'static str)>,
    pub get: fn(&Settings) -> String,
    pub set: fn(&mut Settings, &str) -> Taken,
}

impl Number {
    pub fn default(&self) -> f64 {
        (self.get)(&Settings::default())
    }

    /// The nearest legal value: inside the range and, where the step is a whole number, whole. Not-a-number becomes the
    /// default.
    pub fn legal(&self, value: f64) -> f64 {
        if value.is_nan() {
            return self.default();
        }
        let value = value.clamp(self.min, self.max);
        if self.step >= 1.0 { value.round() } else { value }
    }

    /// Sets the nearest legal value.
    pub fn apply(&self, settings: &mut Settings, value: f64) {
        (self.set)(settings, self.legal(value));
    }
}

impl Setting {
    pub const fn new(key: &'static str, label: &'static str, help: &'static str, kind: Kind) -> Self {
        let (words, chapters): (&[_], &[_]) = (&[], &[]);
        let (place, live, shown, why_not) = (Place::Page, true, None, None);
        Self { key, label, help, words, chapters, place, live, kind, unit: "", shown, why_not }
    }

    /// Where another setting has its field's name.
    pub const fn key(self, key: &'static str) -> Self {
        Self { key, ..self }
    }

    pub const fn at(self, chapters: &'static [Chapter], place: Place) -> Self {
        Self { chapters, place, ..self }
    }

    pub const fn of(self, chapters: &'static [Chapter]) -> Self {
        Self { chapters, ..self }
    }

    pub const fn live(self, live: bool) -> Self {
        Self { live, ..self }
    }

    /// What it is called in each chapter that has it, and what it does there.
    pub const fn called(self, words: &'static [(Chapter, &'static str, &'static str)]) -> Self {
        Self { words, ..self }
    }

    pub const fn in_units(self, unit: &'static str) -> Self {
        Self { unit, ..self }
    }

    /// Its control is there only where this holds.
    pub const fn shown_if(self, shown: fn(&Settings) -> bool) -> Self {
        Self { shown: Some(shown), ..self }
    }

    /// Its control is greyed, with the reason, where there is one.
    pub const fn greyed(self, why_not: fn(&Settings) -> &'static str) -> Self {
        Self { why_not: Some(why_not), ..self }
    }

    pub fn is_in(&self, chapter: Chapter) -> bool {
        self.chapters.contains(&chapter) || self.words.iter().any(|words| words.0 == chapter)
    }

    pub fn is_shown(&self, settings: &Settings) -> bool {
        self.shown.is_none_or(|shown| shown(settings))
    }

    pub fn why_not(&self, settings: &Settings) -> &'static str {
        self.why_not.map_or("", |why_not| why_not(settings))
    }

    /// Label and help in a chapter.
    pub fn words_in(&self, chapter: Chapter) -> (&'static str, &'static str) {
        let own = self.words.iter().find(|words| words.0 == chapter);
        own.map_or((self.label, self.help), |&(_, label, help)| (label, help))
    }

    /// The part of the page, as embeds name it, that its control is in.
    pub fn part(&self) -> &'static str {
        match self.place {
            Place::Layers => LAYERS,
            Place::Samplers => SAMPLERS,
            _ => SETTINGS,
        }
    }

    /// As a link writes it.
    pub fn text(&self, settings: &Settings) -> String {
        match &self.kind {
            Kind::Number(number) => (number.get)(settings).to_string(),
            Kind::Choice(choice) => (choice.get)(settings),
            Kind::Switch { get, .. } => u8::from(get(settings)).to_string(),
            Kind::Names { get, .. } | Kind::Text { get, .. } => get(settings),
        }
    }

    /// Takes what a link says, or the nearest to it.
    pub fn take(&self, settings: &mut Settings, text: &str, known: Known) -> Taken {
        match &self.kind {
            Kind::Number(number) => {
                within(text, number.min, number.max, |wanted| number.apply(settings, wanted))
            }
            // As people write it: in capitals, or with another dash.
            Kind::Choice(choice) => (choice.set)(settings, &text.to_ascii_lowercase().replace('_', "-")),
            Kind::Switch { set, .. } => {
                let wanted = match text {
                    // Alone, without a value, it is on.
                    "1" | "true" | "" => true,
                    "0" | "false" => false,
                    _ => return Taken::Not,
                };
                set(settings, wanted);
                Taken::AsItStands
            }
            Kind::Names { set, .. } => {
                let (names, all) = Names::read(text, known);
                set(settings, names);
                if all { Taken::AsItStands } else { Taken::Nearest }
            }
            Kind::Text { set, .. } => set(settings, text),
        }
    }

    /// Of a setting that is a number.
    ///
    /// # Panics
    /// If it is none.
    pub fn number(&self) -> &Number {
        match &self.kind {
            Kind::Number(number) => number,
            _ => unreachable!("{} is no number", self.key),
        }
    }
}
