//! What of a link was not taken as it stands, in few words.

use std::fmt;

/// Version of the links that are written.
pub const VERSION: &str = "2";

/// One part of a link, or of a message, that was not taken as it stands.
#[derive(Clone, Debug, PartialEq)]
pub enum Trouble {
    /// No setting has this name.
    Unknown { key: String },
    /// Of another version of the link's form.
    Version { value: String },
    /// No value of this setting: what it is now.
    NoValue { key: &'static str, value: String, kept: String },
    /// Beyond the limits of this setting, or in part unknown: what was taken instead.
    Nearest { key: &'static str, value: String, taken: String },
}

impl fmt::Display for Trouble {
    fn fmt(&self, to: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Self::Unknown { key } => write!(to, "“{}” is not known", shorten(key)),
            Self::Version { value } => {
                write!(to, "its version is “{}”, not {VERSION} or older", shorten(value))
            }
            Self::NoValue { key, value, kept } => {
                write!(to, "“{}” is not a value of {key}, which stays {}", shorten(value), or_nothing(kept))
            }
            Self::Nearest { key, value, taken } => {
                write!(to, "{key} = {} was taken as {}", shorten(value), or_nothing(taken))
            }
        }
    }
}

fn or_nothing(value: &str) -> String {
    if value.is_empty() { "nothing".to_owned() } else { shorten(value) }
}

/// One line about all of them; empty for none.
pub fn line(troubles: &[Trouble]) -> String {
    const MOST: usize = 4;
    if troubles.is_empty() {
        return String::new();
    }
    let mut words: Vec<String> = troubles.iter().take(MOST).map(Trouble::to_string).collect();
    if troubles.len() > MOST {
        words.push(format!("and {} more", troubles.len() - MOST));
    }
    format!("Parts of the link were not understood: {}.", words.join("; "))
}

/// A link can be as long as it likes; the message about it cannot.
fn shorten(text: &str) -> String {
    const LONGEST: usize = 24;
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
