//! What a host page may ask for: read strictly, for it comes from a stranger. Pure.

use crate::settings::embed::EmbedSettings;
use crate::settings::{Settings, url};
use serde::Deserialize;
use serde_json::{Map, Value, json};

/// Who a message is to, and who one is from.
pub const NAME: &str = "mcmc-to-diffusion";
/// Of the form of messages.
pub const VERSION: u64 = 1;
/// Longest message that is read, bytes of JSON.
pub const LONGEST: usize = 64 * 1024;

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Ask {
    /// Changes settings, by their keys in a link.
    Set {
        settings: Map<String, Value>,
    },
    Train {},
    Pause {},
    Step {},
    Reset {},
    /// Moves the timeline, from noise (0) to data (1).
    Seek {
        at: f64,
    },
    /// Nothing but the answer.
    Get {},
    /// The trained model as a file, and back: its bytes travel beside the message.
    Weights {},
    Load {},
    /// The points shown, as comma-separated values.
    Samples {},
    /// What the Markov chains have drawn.
    Chains {},
}

/// A message to this page, and what its answer is to be known by.
#[derive(Clone, Debug, PartialEq)]
pub struct Heard {
    pub id: Option<String>,
    pub ask: Result<Ask, String>,
    /// The bytes beside it, which only [`Ask::Load`] has.
    pub file: Vec<u8>,
    /// Bytes that it was read from.
    pub size: usize,
}

/// Reads a message; none if it is not to this page.
pub fn read(json: &str) -> Option<Heard> {
    if json.len() > LONGEST {
        // Whoever it is to: nobody writes so much to this page.
        return None;
    }
    let Ok(Value::Object(mut message)) = serde_json::from_str(json) else { return None };
    if message.remove("to")? != NAME {
        return None;
    }
    let (id, id_is_text) = match message.remove("id") {
        Some(Value::String(id)) => (Some(id), true),
        None => (None, true),
        Some(_) => (None, false),
    };
    let version = message.remove("version");
    let ask = if !id_is_text {
        Err("The id of a message must be text.".to_owned())
    } else if version != Some(VERSION.into()) {
        Err(format!("This page reads messages of version {VERSION}. This one has another version or none."))
    } else {
        // With its type around it: to read it from among the rest takes a program of its own.
        let kind = message.remove("type").as_ref().and_then(Value::as_str).unwrap_or_default().to_owned();
        serde_json::from_value(json!({ kind: message }))
            .map_err(|why| format!("The message was not understood: {why}."))
    };
    Some(Heard { id, ask, file: Vec::new(), size: json.len() })
}

/// The settings with `wanted` in them, and what of it was not taken as it stands.
///
/// # Errors
/// In words, if a value is neither text, number nor switch, or may not be changed: then nothing is.
pub fn set(settings: &Settings, wanted: &Map<String, Value>) -> Result<(Settings, Vec<String>), String> {
    let mut changed = settings.clone();
    let mut troubles = Vec::new();
    for (key, value) in wanted {
        let text = match value {
            Value::String(text) => text.clone(),
            Value::Number(number) => number.to_string(),
            Value::Bool(on) => u8::from(*on).to_string(),
            _ => return Err(format!("“{key}” must be text, a number, true or false.")),
        };
        if settings.embed.locks(key) {
            return Err(format!("“{key}” is locked."));
        }
        if let Err(trouble) = url::set(&mut changed, key, &text) {
            troubles.push(trouble.to_string());
        }
    }
    if changed.embed != (EmbedSettings { theme: changed.embed.theme, ..settings.embed.clone() }) {
        return Err(
            "How the page is embedded is set when it is opened. To change it, load another link.".into()
        );
    }
    Ok((changed, troubles))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::embed::Names;

    fn ask(json: &str) -> Result<Ask, String> {
        read(json).expect("a message to this page").ask
    }

    #[test]
    fn every_message_is_read() {
        let message = |rest: &str| format!(r#"{{"to":"mcmc-to-diffusion","version":1,{rest}}}"#);
        for (rest, expected) in [
            (r#""type":"train""#, Ask::Train {}),
            (r#""type":"pause""#, Ask::Pause {}),
            (r#""type":"step""#, Ask::Step {}),
            (r#""type":"reset""#, Ask::Reset {}),
            (r#""type":"get""#, Ask::Get {}),
            (r#""type":"weights""#, Ask::Weights {}),
            (r#""type":"load""#, Ask::Load {}),
            (r#""type":"samples""#, Ask::Samples {}),
            (r#""type":"chains""#, Ask::Chains {}),
            (r#""type":"seek","at":0.5"#, Ask::Seek { at: 0.5 }),
        ] {
            assert_eq!(ask(&message(rest)), Ok(expected));
        }
        let heard = read(&message(r#""type":"set","id":"a","settings":{"width":8}"#)).expect("to this page");
        assert_eq!(heard.id.as_deref(), Some("a"));
        assert!(matches!(heard.ask, Ok(Ask::Set { .. })));
        for junk in [
            r#""type":"explode""#,
            r#""type":"train","now":true"#,
            r#""type":"seek""#,
            r#""type":"seek","at":"0.5""#,
            r#""type":"set""#,
            r#""type":"set","settings":[1]"#,
            r#""id":7,"type":"get""#,
            r#""x":1"#,
        ] {
            assert!(ask(&message(junk)).is_err(), "{junk}");
        }
        assert!(ask(r#"{"to":"mcmc-to-diffusion","type":"get"}"#).is_err(), "no version");
    }

    #[test]
    fn what_is_not_to_this_page_is_nothing() {
        for other in [
            "",
            "null",
            "7",
            "[]",
            "{}",
            "not json",
            r#"{"to":"slides","type":"train"}"#,
            r#"{"type":"train"}"#,
        ] {
            assert_eq!(read(other), None, "{other}");
        }
        assert_eq!(read(&format!(r#"{{"to":"mcmc-to-diffusion","id":"{}"}}"#, "x".repeat(LONGEST))), None);
    }

    #[test]
    fn settings_are_changed_as_a_link_would_and_never_the_frame() {
        let mut settings = Settings::default();
        settings.embed.on = true;
        settings.embed.locked = Names::read("depth", crate::settings::all::known).0;
        let wanted = |json: &str| serde_json::from_str::<Map<String, Value>>(json).expect("an object");
        let (changed, troubles) =
            set(&settings, &wanted(r#"{"width":32,"network":"residual-mlp","data":true,"gap":9,"x":1}"#))
                .expect("settings");
        assert_eq!((changed.diffusion.width, changed.view.data, changed.data.gap), (32, true, 1.5));
        assert_eq!(troubles, ["gap = 9 was taken as 1.5", "“x” is not known"]);
        assert!(set(&settings, &wanted(r#"{"depth":2}"#)).is_err(), "locked");
        assert!(set(&settings, &wanted(r#"{"width":32,"depth":null}"#)).is_err());
        let (changed, _) = set(&settings, &wanted(r#"{"theme":"dark"}"#)).expect("settings");
        assert_eq!(changed.embed.theme, crate::settings::Theme::Dark);
        for frame in
            [r#"{"embed":false}"#, r#"{"lock":""}"#, r#"{"host":"https://a.example"}"#, r#"{"show":"plots"}"#]
        {
            assert!(set(&settings, &wanted(frame)).is_err(), "{frame}");
        }
    }
}
