//! Links and messages that nobody of this project wrote: whatever they say, the settings they end in are ones that the page can
//! write itself.

use mcmc_to_diffusion::settings::setting::Kind;
use mcmc_to_diffusion::settings::{Settings, all, url};
use mcmc_to_diffusion::ui::app::host::ask::{self, Ask, NAME};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::RngSeed;
use serde_json::{Map, Value, json};

fn cases(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, rng_seed: RngSeed::Fixed(1), ..ProptestConfig::default() }
}

/// A link says of these settings what they are, and each number is one that its setting can have.
fn assert_sound(settings: &Settings) -> Result<(), TestCaseError> {
    let link = url::to_full_query(settings);
    let (again, troubles) = url::from_query(&link);
    prop_assert!(troubles.is_empty(), "{link}: {troubles:?}");
    prop_assert_eq!(&again, settings, "{}", link);
    for setting in all::all() {
        if let Kind::Number(number) = &setting.kind {
            let value = (number.get)(settings);
            prop_assert!((number.min..=number.max).contains(&value), "{} = {value}", setting.key);
        }
    }
    Ok(())
}

fn key() -> impl Strategy<Value = String> {
    let known: Vec<String> = all::all().map(|setting| setting.key.to_owned()).collect();
    prop_oneof![8 => select(known), 1 => Just("v".to_owned()), 1 => "[a-z_-]{0,12}", 1 => any::<String>()]
}

/// What a stranger may write for a value: names of choices, numbers of all sizes, lists, markup, anything.
fn value() -> impl Strategy<Value = String> {
    let names = all::all().flat_map(|setting| match &setting.kind {
        Kind::Choice(choice) => (choice.options)().into_iter().map(|(name, _)| name).collect(),
        _ => vec![setting.key.to_owned()],
    });
    let names: Vec<String> = names.collect();
    prop_oneof![
        4 => select(names.clone()),
        2 => any::<f64>().prop_map(|number| number.to_string()),
        2 => (-3i64..100_000).prop_map(|number| number.to_string()),
        1 => "[-+0-9.eE]{0,20}",
        1 => vec(select(names), 0..6).prop_map(|names| names.join(",")),
        1 => Just("<img src=x onerror=alert(1)>".to_owned()),
        1 => "(%[0-9a-fA-F]{0,2}){0,8}",
        1 => any::<String>(),
    ]
}

/// Settings that a link can hold.
fn settings() -> impl Strategy<Value = Settings> {
    vec((key(), value()), 0..12).prop_map(|pairs| {
        let mut settings = Settings::default();
        for (key, value) in pairs {
            // What is not taken leaves them as they are.
            let _ = url::set(&mut settings, &key, &value);
        }
        settings
    })
}

proptest! {
    #![proptest_config(cases(40_000))]

    #[test]
    fn any_pairs_are_read(pairs in vec((key(), value()), 0..12), sign in select(vec!["&", ";", "&&", "?", "="])) {
        let pairs: Vec<_> = pairs.iter().map(|(key, value)| format!("{key}={value}")).collect();
        assert_sound(&url::from_query(&pairs.join(sign)).0)?;
    }

    #[test]
    fn a_damaged_link_is_read(
        settings in settings(),
        damage in vec((any::<prop::sample::Index>(), any::<char>(), 0..3u8), 1..4),
    ) {
        let mut link: Vec<char> = url::to_full_query(&settings).chars().collect();
        for (at, letter, how) in damage {
            let at = at.index(link.len().max(1));
            match how {
                0 => link.truncate(at),
                1 => link.insert(at, letter),
                _ => link.iter_mut().skip(at).take(1).for_each(|old| *old = letter),
            }
        }
        assert_sound(&url::from_query(&link.into_iter().collect::<String>()).0)?;
    }
}

/// A value of JSON, in a value, in a value.
fn anything() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        value().prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(Value::from),
            vec((key(), inner), 0..4).prop_map(|pairs| Value::Object(pairs.into_iter().collect())),
        ]
    })
}

/// Messages that are nearly right.
fn message() -> impl Strategy<Value = Value> {
    let kinds = ["set", "train", "pause", "step", "reset", "seek", "get", "explode"];
    let extra = select(vec!["settings", "at", "id", "type", "version", "x"]);
    (select(kinds.to_vec()), vec((key(), anything()), 0..6), vec((extra, anything()), 0..3)).prop_map(
        |(kind, settings, extra)| {
            let settings: Map<String, Value> = settings.into_iter().collect();
            let mut message = json!({ "to": NAME, "version": 1, "type": kind });
            if kind == "set" {
                message["settings"] = settings.into();
            }
            for (key, value) in extra {
                message[key] = value;
            }
            message
        },
    )
}

proptest! {
    #![proptest_config(cases(20_000))]

    #[test]
    fn any_message_is_read(message in prop_oneof![3 => message(), 1 => anything()]) {
        let Some(heard) = ask::read(&message.to_string()) else { return Ok(()) };
        if let Ok(Ask::Set { settings }) = heard.ask
            && let Ok((changed, _)) = ask::set(&Settings::default(), &settings)
        {
            assert_sound(&changed)?;
        }
    }

    #[test]
    fn any_text_is_no_message(text in any::<String>()) {
        prop_assert!(ask::read(&text).is_none());
    }
}
