//! The data set that all chapters share: which, and what it can be told.

mod board;
mod ready;
mod strokes;

use super::choice::Choice;
use super::number::NumberSlider;
use crate::settings::range::DATA;
use crate::settings::{DataSet, DataSettings, Settings};
use crate::ui::store::Store;
use board::Board;
use leptos::prelude::*;

pub const DATA_SETS: &[(DataSet, &str)] = &[
    (DataSet::TwoMoons, "Two moons"),
    (DataSet::Circles, "Two circles"),
    (DataSet::EightGaussians, "Eight Gaussians"),
    (DataSet::Pinwheel, "Pinwheel"),
    (DataSet::Spirals, "Two spirals"),
    (DataSet::Checkerboard, "Checkerboard"),
    (DataSet::SwissRoll, "Swiss roll"),
    (DataSet::Drawn, "Your drawing"),
];

/// Back to the two moons; what has been drawn is kept, for it cannot be had again.
pub fn take_default(settings: &mut Settings) {
    let drawing = std::mem::take(&mut settings.data.drawing);
    settings.data = DataSettings { drawing, ..DataSettings::default() };
}

/// A choice of the data set and, under it, what that can be told. Its blur σ is a number of each chapter.
#[component]
pub fn DataSetControl() -> impl IntoView {
    let set = Store::get().part(|data: &DataSettings| data.set);
    view! {
        <Choice id="set-data_set" label="Data set" options=DATA_SETS of=|settings| &mut settings.data.set
            help="What all chapters are about: its density is known exactly, so whatever is learned can be judged."/>
        {move || match set.get() {
            DataSet::TwoMoons => DATA.iter().map(|number| view! { <NumberSlider number/> }).collect_view().into_any(),
            DataSet::Drawn => view! { <Board/> }.into_any(),
            _ => ().into_any(),
        }}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_data_set_is_on_offer() {
        assert_eq!(DATA_SETS.iter().map(|(set, _)| *set).collect::<Vec<_>>(), DataSet::ALL);
    }
}
