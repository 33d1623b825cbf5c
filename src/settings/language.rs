//! What the page speaks.

use serde::{Deserialize, Serialize};

choices! {
/// What the page speaks, by the code of the language (BCP 47).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Language {
    #[default]
    En => "English",
    De => "Deutsch",
}
}
