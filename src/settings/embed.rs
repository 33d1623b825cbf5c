//! What a page that embeds this one asks for: which parts are shown, which settings are locked, and who may speak to it.

use serde::{Deserialize, Serialize};

/// A part of the page that an embed may show: its name in a link, and what it is.
pub struct Part {
    pub name: &'static str,
    pub label: &'static str,
}

macro_rules! parts {
    ($($constant:ident = $name:literal, $label:literal;)*) => {
        $(pub const $constant: &str = $name;)*
        /// All parts, in the order of the page. The stage and its transport are always shown.
        pub const PARTS: &[Part] = &[$(Part { name: $constant, label: $label }),*];
    };
}

parts! {
    CHAPTERS = "chapters", "The four chapters";
    STORY = "story", "The story";
    ENGINE = "engine", "Which engine runs";
    SAMPLERS = "samplers", "Samplers (chapter 1)";
    LAYERS = "layers", "Layers of the stage";
    SETTINGS = "settings", "All settings";
    GUIDE = "guide", "The guide";
    PLOTS = "plots", "Plots";
    SCORES = "scores", "Scores";
    PRESETS = "presets", "Things to try";
    SAVE = "save", "Files to take away";
    LINK = "link", "A link to the whole page";
}

/// Light, dark, or what the system says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Theme {
    #[default]
    Auto,
    Light,
    Dark,
}

/// The name itself where it is one that a list may hold.
pub type Known = fn(&str) -> Option<&'static str>;

/// Names of parts and keys of settings, each known and none twice. In a link, between commas.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names(Vec<&'static str>);

impl Names {
    /// The known names of a list between commas, and whether all were.
    pub fn read(text: &str, known: Known) -> (Self, bool) {
        let mut names = Self::default();
        let mut all = true;
        for name in text.split([',', '.']).filter(|name| !name.is_empty()) {
            match known(name) {
                Some(name) => names.set(name, true),
                None => all = false,
            }
        }
        (names, all)
    }

    pub fn text(&self) -> String {
        self.0.join(",")
    }

    pub fn contains(&self, name: &str) -> bool {
        self.0.contains(&name)
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn iter(&self) -> impl Iterator<Item = &'static str> {
        self.0.iter().copied()
    }

    /// With `name`, or without it.
    pub fn set(&mut self, name: &'static str, on: bool) {
        self.0.retain(|other| *other != name);
        if on {
            self.0.push(name);
        }
    }
}

/// What is on show beside stage and transport.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shown {
    Only(Names),
    AllBut(Names),
}

impl Default for Shown {
    fn default() -> Self {
        Self::Only(Names::default())
    }
}

impl Shown {
    pub fn contains(&self, name: &str) -> bool {
        match self {
            Self::Only(names) => names.contains(name),
            Self::AllBut(names) => !names.contains(name),
        }
    }
}

/// The one origin that the page listens and speaks to, such as `https://school.example`; none in particular by default.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Host(Option<String>);

impl Host {
    const LONGEST: usize = 300;

    /// None if that is no origin: a scheme, a name, perhaps a port, nothing after it.
    pub fn new(origin: &str) -> Option<Self> {
        let name = origin.strip_prefix("https://").or_else(|| origin.strip_prefix("http://"))?;
        let fits = |letter: char| letter.is_ascii_alphanumeric() || ".-:[]".contains(letter);
        (!name.is_empty() && origin.len() <= Self::LONGEST && name.chars().all(fits))
            .then(|| Self(Some(origin.to_owned())))
    }

    pub fn allows(&self, origin: &str) -> bool {
        self.0.as_ref().is_none_or(|own| own == origin)
    }

    /// Where messages are sent: nothing in them is secret, so without an origin of its own it is any.
    pub fn target(&self) -> &str {
        self.0.as_deref().unwrap_or("*")
    }

    pub fn text(&self) -> String {
        self.0.clone().unwrap_or_default()
    }
}

/// How the page stands in another one. Without `on`, only the theme acts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EmbedSettings {
    pub on: bool,
    pub shown: Shown,
    /// Settings that are shown and cannot be changed.
    pub locked: Names,
    pub title: bool,
    /// The sentence that leads into the chapter.
    pub prose: bool,
    /// Starts by itself once it is seen.
    pub autoplay: bool,
    pub theme: Theme,
    pub host: Host,
}

impl EmbedSettings {
    /// Whether a part of the page is shown.
    pub fn shows_part(&self, part: &str) -> bool {
        !self.on || self.shown.contains(part)
    }

    /// Whether a setting is shown that stands in `part`.
    pub fn shows(&self, key: &str, part: &str) -> bool {
        if !self.on {
            return true;
        }
        match &self.shown {
            Shown::Only(names) => names.contains(key) || names.contains(part),
            Shown::AllBut(names) => !names.contains(key) && !names.contains(part),
        }
    }

    /// Whether `part` is there at all: itself, or one of its settings.
    pub fn shows_any(&self, part: &str, mut keys: impl Iterator<Item = &'static str>) -> bool {
        self.shows_part(part) || keys.any(|key| self.shows(key, part))
    }

    pub fn locks(&self, key: &str) -> bool {
        self.on && self.locked.contains(key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::all::known;

    #[test]
    fn parts_and_settings_have_names_of_their_own() {
        for part in PARTS {
            let named = PARTS
                .iter()
                .map(|part| part.name)
                .chain(crate::settings::all().map(|setting| setting.key))
                .filter(|name| *name == part.name);
            // The engine that runs is shown with the setting that chooses it.
            assert_eq!(named.count(), if part.name == ENGINE { 2 } else { 1 }, "{}", part.name);
        }
    }

    #[test]
    fn an_embed_shows_what_is_named_and_nothing_else() {
        let mut embed = EmbedSettings::default();
        assert!(embed.shows_part(GUIDE) && embed.shows("width", SETTINGS), "the whole page shows all");
        embed.on = true;
        assert!(!embed.shows_part(GUIDE) && !embed.shows("width", SETTINGS));
        embed.shown = Shown::Only(Names::read("width,layers", known).0);
        assert!(embed.shows("width", SETTINGS) && !embed.shows("depth", SETTINGS));
        assert!(embed.shows("density", LAYERS) && !embed.shows_part(SETTINGS));
        assert!(embed.shows_any(SETTINGS, ["width"].into_iter()) && !embed.shows_any(PLOTS, [].into_iter()));
        embed.shown = Shown::AllBut(Names::read("width,plots", known).0);
        assert!(!embed.shows("width", SETTINGS) && embed.shows("depth", SETTINGS) && embed.shows_part(GUIDE));
        assert!(!embed.shows_part(PLOTS));
    }

    #[test]
    fn a_host_is_an_origin_and_nothing_else() {
        for origin in ["https://school.example", "http://localhost:8080", "http://[::1]:80"] {
            let host = Host::new(origin).expect(origin);
            assert!(host.allows(origin) && !host.allows("https://evil.example") && host.target() == origin);
        }
        for junk in [
            "",
            "*",
            "null",
            "school.example",
            "https://",
            "https://a/b",
            "javascript:alert(1)",
            "https://a b",
        ] {
            assert_eq!(Host::new(junk), None, "{junk}");
        }
        assert!(Host::default().allows("https://anyone.example") && Host::default().target() == "*");
    }
}
