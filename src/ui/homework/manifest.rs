//! The manifest of a package, as each version of SCORM has it. Pure.

use crate::ui::plot::svg::escaped;

/// A version of SCORM.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scorm {
    V1_2,
    /// Its 4th edition.
    V2004,
}

impl Scorm {
    /// Each with its name.
    pub const NAMES: [(Self, &str); 2] = [(Self::V1_2, "1.2"), (Self::V2004, "2004")];

    pub fn name(self) -> &'static str {
        Self::NAMES[self as usize].1
    }

    pub fn named(name: &str) -> Option<Self> {
        Self::NAMES.into_iter().find(|(_, other)| *other == name).map(|(version, _)| version)
    }
}

/// The text of `imsmanifest.xml`. `identifier` is a name in XML; who has `mastery` percent has passed, where there is such a mark.
pub fn manifest(version: Scorm, identifier: &str, title: &str, mastery: Option<u8>) -> String {
    let (text, mark) = match version {
        Scorm::V1_2 => (
            include_str!("../../../assets/scorm/imsmanifest_1_2.xml"),
            mastery.map(|percent| format!("\n        <adlcp:masteryscore>{percent}</adlcp:masteryscore>")),
        ),
        Scorm::V2004 => (
            include_str!("../../../assets/scorm/imsmanifest_2004.xml"),
            mastery.map(|percent| {
                let share = f64::from(percent) / 100.0;
                format!("<imsss:minNormalizedMeasure>{share}</imsss:minNormalizedMeasure>")
            }),
        ),
    };
    text.replace("{identifier}", identifier)
        .replace("{by_measure}", if mark.is_some() { "true" } else { "false" })
        .replace("{mastery}", &mark.unwrap_or_default())
        // Last, for it is not ours to look into.
        .replace("{title}", &escaped(title))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The files are valid under the standard's own schemas, which are not ours to give away: what changes in them must be
    /// validated anew.
    #[test]
    fn manifests_are_those_that_were_validated() {
        let title = "Two <moons> & one gap";
        let of = |version, mastery| manifest(version, "homework-2-3-7", title, mastery);
        assert_eq!(of(Scorm::V1_2, None), include_str!("../../../tests/scorm/1_2.xml"));
        assert_eq!(of(Scorm::V1_2, Some(80)), include_str!("../../../tests/scorm/1_2_mastery.xml"));
        assert_eq!(of(Scorm::V2004, None), include_str!("../../../tests/scorm/2004.xml"));
        assert_eq!(of(Scorm::V2004, Some(80)), include_str!("../../../tests/scorm/2004_mastery.xml"));
    }

    #[test]
    fn versions_have_their_names() {
        for (version, name) in Scorm::NAMES {
            assert_eq!((version.name(), Scorm::named(name)), (name, Some(version)));
        }
        assert_eq!(Scorm::named("1.3"), None);
    }
}
