//! The difficulty dial and what the comparison costs.

use crate::settings::CompareSettings;
use crate::settings::range::COMPARE;
use crate::ui::controls::data_set::DataSetControl;
use crate::ui::controls::number::NumberSlider;
use crate::ui::controls::seed::Seed;
use crate::ui::controls::settings_panel::{More, SettingsPanel};
use leptos::prelude::*;

/// Beside the data set that it blurs.
const SIGMA: &str = "compare_sigma";
const FIRST: [&str; 2] = ["compare_steps", "budget"];

#[component]
pub fn Panel() -> impl IntoView {
    let numbers = |chosen: fn(&str) -> bool| {
        let chosen = COMPARE.iter().filter(move |number| chosen(number.key));
        chosen.map(|number| view! { <NumberSlider number/> }).collect_view()
    };
    view! {
        <SettingsPanel reset=|settings| settings.compare = CompareSettings::default()>
            <div class="controls">
                <DataSetControl/>
                {numbers(|key| key == SIGMA)}
                {numbers(|key| FIRST.contains(&key))}
                <Seed/>
            </div>
            <More>
                <div class="controls">{numbers(|key| key != SIGMA && !FIRST.contains(&key))}</div>
                <p class="hint">
                    "Everything else is as set in the families' own chapters: step sizes and leapfrog steps in 1, objective and \
                     chains in 2, network, schedule and sampler steps in 3."
                </p>
            </More>
        </SettingsPanel>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_groups_name_numbers_of_the_table() {
        let known = |key: &&str| COMPARE.iter().any(|number| number.key == *key);
        assert!(FIRST.iter().chain(&[SIGMA]).all(known));
    }
}
