//! The difficulty dial and what the comparison costs.

use crate::settings::CompareSettings;
use crate::ui::controls::settings_panel::SettingsPanel;
use leptos::prelude::*;

#[component]
pub fn Panel() -> impl IntoView {
    view! {
        <SettingsPanel reset=|settings| settings.compare = CompareSettings::default() remarks=|key| (key == "repeats").then(elsewhere)/>
    }
}

fn elsewhere() -> AnyView {
    view! {
        <p class="hint">
            "Everything else is as set in the families' own chapters: step sizes and leapfrog steps in 1, objective and chains in \
             2, network, schedule and sampler steps in 3."
        </p>
    }
    .into_any()
}
