//! What a teacher pastes into a course page, for each kind of page. Pure.

use crate::settings::embed::{CHAPTERS, ENGINE, EmbedSettings, LAYERS, SAMPLERS};
use crate::ui::plot::svg::escaped;
use serde_json::json;

/// CSS pixels from the frame's upper edge to the lower edge of the row of Train, where nothing else stands above that row: the most
/// measured over frames 360 to 1,400 wide and all chapters, rounded up.
const TO_TRAIN: u32 = 620;
/// Of what stands above the row of Train besides, where it is shown. All else is below it, or beside it in a wide frame.
const ABOVE: [(&str, u32); 4] = [(CHAPTERS, 50), (ENGINE, 30), (SAMPLERS, 50), (LAYERS, 40)];
const TITLE: u32 = 45;
const PROSE: u32 = 95;
/// A slide of reveal.js, as it is unless told otherwise.
const SLIDE: [u32; 2] = [960, 700];

/// Height of a frame that holds the stage and Train at any width, CSS pixels.
pub fn height(embed: &EmbedSettings) -> u32 {
    let parts = ABOVE.iter().filter(|(part, _)| embed.shows_part(part)).map(|(_, height)| height);
    let words = [(embed.title, TITLE), (embed.prose, PROSE)]
        .into_iter()
        .filter_map(|(on, height)| on.then_some(height));
    TO_TRAIN + parts.sum::<u32>() + words.sum::<u32>()
}

/// A kind of course page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    Html,
    Element,
    Myst,
    Quarto,
    Reveal,
    Lms,
}

impl Target {
    pub const ALL: [(Self, &str, &str); 6] = [
        (Self::Html, "html", "HTML page"),
        (Self::Element, "element", "HTML page, as an element with methods and events"),
        (Self::Myst, "myst", "MyST, Jupyter Book"),
        (Self::Quarto, "quarto", "Quarto"),
        (Self::Reveal, "reveal", "reveal.js slides"),
        (Self::Lms, "lms", "Canvas, Moodle and other learning platforms"),
    ];

    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, key, _)| *key == name).map(|(target, ..)| target)
    }
}

/// What is to be embedded.
pub struct Embed<'a> {
    /// Address of the page up to its query, ending in a slash or a file's name.
    pub page: &'a str,
    pub query: &'a str,
    /// For those who hear the page.
    pub title: &'a str,
    /// Where the teacher keeps the poster, for print.
    pub poster: &'a str,
    /// See [`height`].
    pub height: u32,
}

impl Embed<'_> {
    pub fn link(&self) -> String {
        format!("{}?{}", self.page, self.query)
    }

    /// The site's, without the slash at its end.
    fn folder(&self) -> &str {
        self.page.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// # Panics
    /// Never.
    pub fn snippet(&self, target: Target) -> String {
        let (link, title, height) = (escaped(&self.link()), escaped(self.title), self.height);
        match target {
            Target::Html => format!(
                "<iframe src=\"{link}\" title=\"{title}\"\n  width=\"100%\" height=\"{height}\" style=\"border: 0\" loading=\"lazy\"></iframe>"
            ),
            Target::Element => {
                let folder = escaped(self.folder());
                let query = escaped(self.query);
                format!(
                    "<script src=\"{folder}/embed.js\"></script>\n<mcmc-to-diffusion settings=\"{query}\"></mcmc-to-diffusion>"
                )
            }
            // A book keeps a copy of the module, which must be told where the page is.
            Target::Myst => {
                let model = json!({ "src": format!("{}/", self.folder()), "settings": self.query, "label": self.title });
                format!(":::{{anywidget}} {}/widget.mjs\n{model}\n:::", self.folder())
            }
            Target::Quarto => format!(
                "::: {{.content-visible when-format=\"html\"}}\n<iframe src=\"{link}\" title=\"{title}\" width=\"100%\" height=\"{height}\" \
                 style=\"border: 0\" loading=\"lazy\"></iframe>\n:::\n\n::: {{.content-visible unless-format=\"html\"}}\n\
                 ![{}]({})\n:::",
                self.title, self.poster
            ),
            Target::Reveal => format!(
                "<section>\n  <iframe data-src=\"{link}\" title=\"{title}\" width=\"{}\" height=\"{}\" style=\"border: 0\"></iframe>\n</section>",
                SLIDE[0], SLIDE[1]
            ),
            Target::Lms => format!(
                "<p><iframe src=\"{link}\" title=\"{title}\" width=\"100%\" height=\"{height}\"></iframe></p>\n\
                 <p><a href=\"{link}\" target=\"_blank\" rel=\"noopener\">{title}, in a page of its own</a></p>"
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::embed::{Names, Shown};

    const EMBED: Embed = Embed {
        page: "https://school.example/m2d/",
        query: "v=2&chapter=sample&embed=1&show=layers,width",
        title: "Two <moons>",
        poster: "poster.png",
        height: 910,
    };

    #[test]
    fn every_snippet_holds_the_link_and_no_markup_of_a_title() {
        for (target, name, _) in Target::ALL {
            let snippet = EMBED.snippet(target);
            assert!(snippet.replace("&amp;", "&").contains(EMBED.query), "{name}: {snippet}");
            assert!(Target::named(name) == Some(target));
            if !matches!(target, Target::Myst | Target::Quarto) {
                assert!(!snippet.contains("<moons>"), "{name}: {snippet}");
            }
        }
        assert!(EMBED.snippet(Target::Element).contains("\"https://school.example/m2d/embed.js\""));
        assert!(EMBED.snippet(Target::Myst).contains("\"src\":\"https://school.example/m2d/\""));
    }

    #[test]
    fn frames_load_when_they_are_wanted() {
        assert!(EMBED.snippet(Target::Html).contains("loading=\"lazy\""));
        assert!(EMBED.snippet(Target::Reveal).contains(" data-src="));
    }

    #[test]
    fn a_frame_is_as_high_as_the_parts_above_train_make_it() {
        let bare = EmbedSettings { on: true, ..EmbedSettings::default() };
        assert!(height(&bare) == TO_TRAIN && !bare.title);
        let titled = EmbedSettings { title: true, ..bare.clone() };
        assert_eq!(height(&titled), height(&bare) + TITLE);
        let mut names = Names::default();
        names.set(LAYERS, true);
        let layered = EmbedSettings { shown: Shown::Only(names), ..titled.clone() };
        assert_eq!(height(&layered), height(&titled) + 40);
        for target in [Target::Html, Target::Quarto, Target::Lms] {
            assert!(EMBED.snippet(target).contains("height=\"910\""));
        }
    }
}
