//! The difficulty dial and what the comparison costs.

use crate::settings::range::COMPARE;
use crate::settings::{CompareSettings, Settings};
use crate::ui::controls::data_set::{self, DataSetControl};
use crate::ui::controls::number::NumberSlider;
use crate::ui::controls::seed::Seed;
use crate::ui::controls::{Restarts, wide};
use crate::ui::store::Store;
use leptos::prelude::*;

/// Beside the data set that it blurs.
const SIGMA: &str = "compare_sigma";
const FIRST: [&str; 2] = ["compare_steps", "budget"];

#[component]
pub fn Panel() -> impl IntoView {
    let store = Store::get();
    let numbers = |chosen: fn(&str) -> bool| {
        let chosen = COMPARE.iter().filter(move |number| chosen(number.key));
        chosen.map(|number| view! { <NumberSlider number/> }).collect_view()
    };
    let defaults = move |_| {
        store.settings.update(|settings: &mut Settings| {
            settings.compare = CompareSettings::default();
            data_set::take_default(settings);
        });
    };
    view! {
        <details class="panel" open=wide()>
            <summary>"Settings"</summary>
            <div class="controls">
                <DataSetControl/>
                {numbers(|key| key == SIGMA)}
                {numbers(|key| FIRST.contains(&key))}
                <Seed/>
            </div>
            <details class="more">
                <summary>"More"</summary>
                <div class="controls">{numbers(|key| key != SIGMA && !FIRST.contains(&key))}</div>
                <p class="hint">
                    "Everything else is as set in the families' own chapters: step sizes and leapfrog steps in 1, objective and \
                     chains in 2, network, schedule and sampler steps in 3."
                </p>
            </details>
            <p class="panel-foot">
                <span><Restarts/>" starts a new run; the others act at once."</span>
                <button type="button" class="quiet" data-testid="defaults" on:click=defaults>"Defaults"</button>
            </p>
        </details>
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
