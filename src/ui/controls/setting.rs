//! The control of a setting, as its row in the table says.

use super::drop_down::DropDown;
use super::framed::Framed;
use super::slider::Slider;
use super::terms;
use super::tick::Tick;
use super::{data_set, seed, speed};
use crate::settings::setting::{Kind, Setting};
use crate::ui::store::Store;
use leptos::prelude::*;

/// What stands under a control, by the key of its setting.
pub type Remarks = fn(&'static str) -> Option<AnyView>;

/// A control that is there while its setting does something, with what stands under it.
pub fn control(setting: &'static Setting, remarks: Remarks) -> AnyView {
    let Some(shown) = setting.shown else { return always(setting, remarks) };
    let settings = Store::get().settings;
    let shown = Memo::new(move |_| settings.with(shown));
    (move || shown.get().then(|| always(setting, remarks))).into_any()
}

fn always(setting: &'static Setting, remarks: Remarks) -> AnyView {
    if Framed::of(setting) == Framed::Hidden {
        return ().into_any();
    }
    let control = match (setting.key, &setting.kind) {
        ("seed", _) => seed::Seed().into_any(),
        ("speed", _) => speed::Speed().into_any(),
        ("drawing", _) => data_set::Board().into_any(),
        (_, Kind::Number(_)) => view! { <Slider setting/> }.into_any(),
        (_, Kind::Choice(choice)) => view! { <DropDown setting choice/> }.into_any(),
        (_, Kind::Switch { .. }) => view! { <Tick setting/> }.into_any(),
        (key, Kind::Names { .. } | Kind::Text { .. }) => unreachable!("{key} has a control of its own"),
    };
    (control, terms::of_label(setting.label), remarks(setting.key)).into_any()
}
