//! A setting in one line: the field that holds it, its default, and its row in the table.

/// An enum of choices, in the order of the page, each with the name that the page calls it by.
macro_rules! choices {
    ($(#[$about:meta])* pub enum $name:ident { $($(#[$each:meta])* $choice:ident => $words:literal),+ $(,)? }) => {
        $(#[$about])*
        pub enum $name { $($(#[$each])* $choice),+ }

        impl $name {
            pub const ALL: [Self; [$(Self::$choice),+].len()] = [$(Self::$choice),+];

            /// Each with its name.
            pub const NAMES: [(Self, &'static str); Self::ALL.len()] = [$((Self::$choice, $words)),+];

            pub const fn name(self) -> &'static str {
                match self { $(Self::$choice => $words),+ }
            }
        }
    };
}

/// The row of the setting that lies at a path of `Settings`.
macro_rules! row {
    (number($label:expr, $help:expr, $range:expr, $step:expr; $scale:ident), $type:ty, $($path:ident).+) => {
        row!(@ $label, $help, Number(Number {
            min: *$range.start(),
            max: *$range.end(),
            step: $step,
            scale: Scale::$scale,
            get: |all| all.$($path).+ as f64,
            set: |all, value| all.$($path).+ = value as $type,
        }), $($path).+)
    };
    (choice($label:expr, $help:expr, $options:expr), $type:ty, $($path:ident).+) => {
        row!(@ $label, $help, Choice(Choice {
            options: || $options.iter().map(|(value, words)| (name_of(value), *words)).collect(),
            get: |all| name_of(&all.$($path).+),
            set: |all, name| assign(&mut all.$($path).+, named(name)),
        }), $($path).+)
    };
    (switch($label:expr, $help:expr), $type:ty, $($path:ident).+) => {
        row!(@ $label, $help, Switch {
            get: |all| all.$($path).+,
            set: |all, on| all.$($path).+ = on,
        }, $($path).+)
    };
    (list($label:expr, $help:expr, $get:expr, $set:expr), $type:ty, $($path:ident).+) => {
        row!(@ $label, $help, Names { get: $get, set: $set }, $($path).+)
    };
    (own($label:expr, $help:expr, $get:expr, $set:expr), $type:ty, $($path:ident).+) => {
        row!(@ $label, $help, Text { get: $get, set: $set }, $($path).+)
    };
    // What a text says, where the type can tell.
    (text($label:expr, $help:expr), $type:ty, $($path:ident).+) => {
        row!(@ $label, $help, Text {
            get: |all| all.$($path).+.clone().into(),
            set: |all, text| assign(&mut all.$($path).+, <$type>::try_from(text.to_owned()).ok()),
        }, $($path).+)
    };
    (@ $label:expr, $help:expr, $kind:expr, $($path:ident).+) => {{
        #[allow(unused_imports, reason = "no chapter has settings of every kind")]
        use crate::settings::{
            setting::{Choice, Kind::*, Number, Scale, Setting},
            text::{assign, name_of, named},
        };
        Setting::new(row!(@last $($path).+), $label, $help, $kind)
    }};
    (@last $last:ident) => { stringify!($last) };
    (@last $first:ident . $($rest:ident).+) => { row!(@last $($rest).+) };
}

/// Settings of one part of the page: a struct, its defaults, and its rows in the table.
///
/// Each line is `field: type = default, when it acts, place, kind(label, help, …)`. It acts `live`, or a change `restarts`
/// what runs, or does so `sometimes`.
macro_rules! settings {
    ($(#[$about:meta])* $name:ident, $part:ident, $chapters:expr, {
        $($(#[$doc:meta])* $field:ident: $type:ty = $default:expr, $when:ident $place:ident,
          $kind:ident($label:expr, $help:expr $(, $more:expr)* $(; $scale:ident)?) $(. $method:ident($($argument:expr),*))*;)*
    }) => {
        $(#[$about])*
        #[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
        pub struct $name {
            $(#[doc = $help] $(#[$doc])* pub $field: $type,)*
        }

        impl Default for $name {
            fn default() -> Self {
                Self { $($field: $default,)* }
            }
        }

        impl $name {
            /// Whether `other` differs in what a run begins with.
            #[allow(dead_code, unused_variables, reason = "nothing runs on some settings")]
            pub(super) fn begins_otherwise(&self, other: &Self) -> bool {
                false $(|| settings!(@differs $when, self.$field, other.$field))*
            }
        }

        pub const ROWS: &[crate::settings::setting::Setting] = &[$(
            row!($kind($label, $help $(, $more)* $(; $scale)?), $type, $part.$field)
                .at($chapters, crate::settings::setting::Place::$place)
                .live(settings!(@live $when))
                $(.$method($($argument),*))*,
        )*];
    };
    (@live live) => { true };
    (@live $other:ident) => { false };
    (@differs restarts, $one:expr, $other:expr) => { $one != $other };
    (@differs $when:ident, $one:expr, $other:expr) => { false };
}
