//! A homework as a package for a learning platform. Pure.

use super::asked;
use super::manifest::{Scorm, manifest};
use super::zip::zip;
use crate::settings::embed::{Names, STORY, Shown};
use crate::settings::story::TABLE;
use crate::settings::url::{self, trouble::VERSION};
use crate::settings::{EmbedSettings, Homework, Settings, StorySettings, all};
use crate::ui::plot::svg::escaped;
use crate::ui::story::step::Form;
use crate::ui::words::language::{code, say};
use serde_json::json;

/// A word that only the page in one file has: a host may answer with another page where a file is missing.
pub const MARK: &str = "id=\"packed-page\"";

/// What the score is the share of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counts {
    /// Guesses that held.
    Guesses,
    /// Steps that were measured, whatever was guessed.
    Measured,
}

/// What a teacher chooses.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    pub homework: Homework,
    pub counts: Counts,
    pub scorm: Scorm,
    /// Percent to pass, if there is such a mark.
    pub mastery: Option<u8>,
}

impl Plan {
    pub fn file(&self) -> String {
        format!("homework-{}-scorm-{}.zip", self.steps("-"), self.scorm.name())
    }

    fn steps(&self, between: &str) -> String {
        self.homework.text().replace(',', between)
    }

    /// The zip, with the seeds, engine and language of `settings`. `moons` is the page in one file.
    ///
    /// # Errors
    /// In words, where `moons` is another file.
    pub fn zip(&self, settings: &Settings, moons: &str) -> Result<Vec<u8>, String> {
        if !moons.contains(MARK) {
            return Err("it is another file".into());
        }
        let identifier = format!("homework-{}", self.steps("-"));
        let manifest = manifest(self.scorm, &identifier, &say("homework.title"), self.mastery);
        let files = [
            ("imsmanifest.xml", manifest.as_str()),
            ("index.html", &self.page(settings)),
            ("scorm.js", include_str!("../../../assets/scorm/scorm.js")),
            ("moons.html", moons),
        ];
        zip(&files.map(|(name, text)| (name, text.as_bytes()))).map_err(|why| why.to_string())
    }

    fn page(&self, settings: &Settings) -> String {
        let steps: Vec<_> = asked::of(&self.homework)
            .map(|asked| {
                let options = match asked.guess.form {
                    Form::OneOf(options) => Some(options),
                    Form::Number(_) => None,
                };
                let (claim, title, finest) = (asked.step.key, asked.title(), asked.guess.finest());
                json!({ "step": asked.number, "claim": claim, "title": title, "finest": finest, "options": options })
            })
            .collect();
        let counts = match self.counts {
            Counts::Guesses => "guesses",
            Counts::Measured => "measured",
        };
        let homework = json!({
            "version": self.scorm.name(), "query": query(settings, &self.homework), "steps": steps, "table": TABLE,
            "counts": counts, "mastery": self.mastery,
            "words": {
                "saved": say("homework.lms.saved"), "complete": say("homework.lms.complete"),
                "alone": say("homework.lms.alone"), "refused": say("homework.lms.refused"),
            },
        });
        include_str!("../../../assets/scorm/index.html")
            .replace("{lang}", &code())
            .replace("{title}", &escaped(&say("homework.title")))
            // No word in it ends the element that holds it.
            .replace("{homework}", &homework.to_string().replace('<', "\\u003c"))
    }
}

/// What is a reader's and not a step's, as the page has it now.
fn own(settings: &Settings, story: StorySettings) -> Settings {
    let Settings { seed, chain_seed, engine, language, .. } = *settings;
    Settings { seed, chain_seed, engine, language, story, ..Settings::default() }
}

/// The query of the frame, to which its step is added.
fn query(settings: &Settings, homework: &Homework) -> String {
    let story = StorySettings { homework: homework.clone(), ..StorySettings::default() };
    let shown = Shown::Only(Names::read(STORY, all::known).0);
    let embed = EmbedSettings { on: true, shown, ..EmbedSettings::default() };
    let others = url::differences(&Settings { embed, ..own(settings, story) });
    others.into_iter().fold(format!("v={VERSION}"), |query, (key, value)| format!("{query}&{key}={value}"))
}

/// The settings of the link for students who hand in a code.
pub fn begin(settings: &Settings, homework: &Homework) -> Settings {
    let step = homework.iter().next().unwrap_or(1);
    let story = StorySettings { step, homework: homework.clone(), ..StorySettings::default() };
    let Settings { seed, chain_seed, engine, language, story, .. } = own(settings, story);
    Settings { seed, chain_seed, engine, language, story, ..url::settings_of(step) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::EngineChoice;
    use crate::ui::homework::zip::tests::unzip;

    fn plan(steps: &str) -> Plan {
        let mut homework = Homework::default();
        homework.take(steps);
        Plan { homework, counts: Counts::Guesses, scorm: Scorm::V2004, mastery: Some(50) }
    }

    fn settings() -> Settings {
        let mut settings =
            Settings { seed: 3, chain_seed: 4, engine: EngineChoice::Cpu, ..url::settings_of(10) };
        settings.story.answers.take("2:1:0:0");
        settings.diffusion.width = 8;
        settings
    }

    #[test]
    fn a_package_holds_four_files_and_what_was_chosen() {
        let moons = format!("<script {MARK}>");
        let zip = plan("2,4").zip(&settings(), &moons).expect("a zip");
        let files = unzip(&zip);
        let names: Vec<_> = files.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["imsmanifest.xml", "index.html", "scorm.js", "moons.html"]);
        let text = |at: usize| str::from_utf8(&files[at].1).expect("text");
        assert!(text(0).contains("<imsss:minNormalizedMeasure>0.5<") && text(3) == moons);
        // Every file but the manifest is named in it.
        assert!(names[1..].iter().all(|name| text(0).contains(&format!("<file href=\"{name}\"/>"))));
        let (_, rest) = text(1).split_once("id=\"homework\">").expect("the homework");
        let json = rest.split_once("</script>").expect("its end").0;
        let homework: serde_json::Value = serde_json::from_str(json).expect("JSON");
        assert_eq!(homework["query"], "v=2&seed=3&chain_seed=4&engine=cpu&homework=2,4&embed=1&show=story");
        assert_eq!((&homework["version"], &homework["mastery"]), (&json!("2004"), &json!(50)));
        let steps = homework["steps"].as_array().expect("a list");
        assert_eq!((&steps[0]["step"], &steps[0]["finest"]), (&json!(2), &json!(0.5)));
        assert_eq!(steps[1]["options"], json!(["right", "wrong", "unknown"]));
        assert!(!text(1).contains("{title}") && !text(1).contains("{lang}"));
        assert_eq!(plan("2,4").file(), "homework-2-4-scorm-2004.zip");
    }

    #[test]
    fn a_package_of_another_page_is_refused() {
        assert!(plan("2").zip(&settings(), "<!doctype html><p>not found").is_err());
    }

    #[test]
    fn a_link_and_a_frame_open_the_first_step_that_was_chosen() {
        let (plan, settings) = (plan("6,7"), settings());
        let link = url::to_full_query(&begin(&settings, &plan.homework));
        assert_eq!(link, "v=2&chapter=learn-an-energy&seed=3&chain_seed=4&engine=cpu&step=6&homework=6,7");
        let (opened, troubles) = url::from_query(&link);
        assert_eq!((opened, troubles), (begin(&settings, &plan.homework), vec![]));
        let frame = format!("{}&step=7&answers=6:50:1.56:1.2", query(&settings, &plan.homework));
        let (framed, troubles) = url::from_query(&frame);
        assert!(troubles.is_empty() && framed.embed.shows_part(STORY) && framed.seed == 3);
        assert_eq!((framed.story.step, framed.chapter), (7, url::settings_of(7).chapter));
    }
}
