//! The steps. To add one: an entry here, its state in `settings::story`, and its words in `assets/words/`.

use super::measure;
use super::step::Task::{self, Deed};
use super::step::{Form, Guess, Range, Step};
use crate::settings::story::Measured;
use crate::settings::{find, story};
use crate::ui::metrics::Metrics;

const fn number(least: f64, most: f64, step: f64) -> Form {
    Form::Number(Range { least, most, step })
}

/// A guess after which the chapter runs, of something that nobody knows more exactly.
const fn guess(form: Form, measure: fn(&Metrics) -> Option<Measured>) -> Task {
    Task::Guess(Guess { form, goes: true, measure, exact: |_| None })
}

const NOTHING: Step =
    Step { key: "", shows: &[], stand_ins: &[], runs: false, then: "", ends_at: None, task: Deed(|_| false) };

pub const STEPS: [Step; 17] = [
    Step { key: "chain", shows: &["run", "caption"], task: Deed(|now| now.runs), ..NOTHING },
    Step { key: "gap", task: guess(number(0.0, 8.0, 1.0), measure::crossed_chains), ..NOTHING },
    Step { key: "race", task: guess(number(1.0, 30.0, 1.0), measure::times_as_many), ..NOTHING },
    Step {
        key: "agree",
        runs: true,
        task: guess(Form::OneOf(&["right", "wrong", "unknown"]), measure::are_wrong),
        ..NOTHING
    },
    Step {
        key: "learn",
        shows: &["run"],
        then: "density=1&contours=1",
        task: Deed(|now| now.runs || now.is("step", |step| step > 0.0)),
        ..NOTHING
    },
    Step {
        key: "cross",
        stand_ins: &["energy"],
        then: "walk_pace=120",
        task: Task::Guess(Guess {
            form: number(0.0, 100.0, 1.0),
            goes: false,
            measure: measure::crossed_walkers,
            exact: |_| None,
        }),
        ..NOTHING
    },
    Step {
        key: "slopes",
        task: Task::Guess(Guess {
            form: number(0.0, 100.0, 1.0),
            goes: true,
            measure: measure::share_of_mass,
            exact: |of| of.get("exact_share").map(|share| 100.0 * share),
        }),
        ..NOTHING
    },
    Step {
        key: "blur",
        shows: &["blur"],
        runs: true,
        task: Deed(|now| {
            let is_moved = find("blur").is_some_and(|blur| (blur.number().get)(now.settings) > 0.051);
            // While it trains, walkers cross what is not there yet; then they begin again.
            let half = now.is("crossed_in_300", |crossed| now.is("walkers", |all| 2.0 * crossed >= all));
            is_moved && !now.runs && half
        }),
        ..NOTHING
    },
    Step {
        key: "bridge",
        shows: &["timeline"],
        task: Deed(|now| now.is("bridge", |nats| nats < 1.0)),
        ..NOTHING
    },
    Step {
        key: "loss",
        task: Task::Guess(Guess {
            form: number(0.0, 1.0, 0.01),
            goes: true,
            measure: measure::loss,
            exact: |of| of.get("ideal_loss"),
        }),
        ..NOTHING
    },
    Step {
        key: "strides",
        stand_ins: &["diffusion"],
        then: "sampler_steps=5",
        task: Task::Guess(Guess {
            form: number(0.0, 100.0, 1.0),
            goes: false,
            measure: measure::off_the_data,
            exact: |_| None,
        }),
        ..NOTHING
    },
    Step {
        key: "rank",
        stand_ins: &["energy", "diffusion"],
        ends_at: Some(1.0),
        task: guess(Form::OneOf(&["exact", "energy", "diffusion"]), measure::nearest),
        ..NOTHING
    },
    Step {
        key: "home",
        stand_ins: &["diffusion"],
        then: "fate=learned",
        task: Task::Guess(Guess {
            form: number(50.0, 100.0, 1.0),
            goes: false,
            measure: measure::came_home,
            exact: |of| of.get("exact_home_from_half").map(|share| 100.0 * share),
        }),
        ..NOTHING
    },
    Step { key: "copy", task: guess(number(0.0, 1.5, 0.05), measure::nearest_training), ..NOTHING },
    Step {
        key: "compose",
        then: "corrector=random-walk",
        task: Task::Guess(Guess {
            form: number(0.0, 100.0, 1.0),
            goes: false,
            measure: measure::composed,
            exact: |of| of.get("exact_composed_share").map(|share| 100.0 * share),
        }),
        ..NOTHING
    },
    Step {
        key: "mass",
        task: Task::Guess(Guess {
            form: number(-4.0, 1.0, 0.1),
            goes: true,
            measure: measure::log_mass,
            exact: |of| of.get("exact_log_z"),
        }),
        ..NOTHING
    },
    Step {
        key: "bug",
        runs: true,
        task: guess(Form::OneOf(&["energy-sign", "no-correction", "no-root", "none"]), measure::bug_named),
        ..NOTHING
    },
];

const _: () = assert!(STEPS.len() == story::STEPS.len(), "a step has a state, and a state a step");

/// The step of this number; none of 0, and of the table.
pub fn step_of(number: u8) -> Option<&'static Step> {
    Some(&STEPS[story::place_of(number)?])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::words::language::tests::keys;

    /// The keys of the words of a step, without `story.` and its own.
    fn parts(step: &Step) -> Vec<String> {
        let mut parts: Vec<String> = ["title", "words", "done"].map(String::from).into();
        parts.push(if step.guess().is_some() { "ask".into() } else { "do".into() });
        if let Some(Form::OneOf(options)) = step.guess().map(|guess| &guess.form) {
            parts.extend(options.iter().map(|option| format!("option.{option}")));
        }
        parts
    }

    #[test]
    fn every_step_has_its_words_and_no_word_is_left_over() {
        let mut all = keys("story.");
        for step in &STEPS {
            for part in parts(step) {
                let key = format!("story.{}.{part}", step.key);
                assert!(all.contains(&key), "{key}");
            }
            // Words that only some have.
            let may = parts(step).into_iter().flat_map(|part| [part.replace("option", "said"), part]);
            let may: Vec<_> =
                may.chain(["unit".into()]).map(|part| format!("story.{}.{part}", step.key)).collect();
            all.retain(|key| !may.contains(key));
            assert!(!all.iter().any(|key| key.starts_with(&format!("story.{}.", step.key))), "{all:?}");
        }
    }

    #[test]
    fn no_sentence_stands_in_the_code_of_the_story() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/ui/story");
        for file in std::fs::read_dir(folder).expect("the story").flatten() {
            let text = std::fs::read_to_string(file.path()).expect("a file");
            let code = text.split("#[cfg(test)]").next().unwrap_or_default();
            for line in code.lines().filter(|line| !line.trim_start().starts_with("//")) {
                let quoted = line.split('"').skip(1).step_by(2);
                let words = |quoted: &str| quoted.starts_with(char::is_uppercase) && quoted.len() > 1;
                // What fails to compile is read by who writes it.
                assert!(line.contains("assert!") || !quoted.clone().any(words), "{line}");
            }
        }
    }
}
