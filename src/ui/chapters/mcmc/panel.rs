//! What stands under settings: the step sizes that tuning has come to, the mass under the density, and the museum of bugs.

use super::model::Model;
use super::museum::Museum;
use crate::settings::{McmcSettings, Sampler};
use crate::ui::chapter::live::Live;
use crate::ui::store::Store;
use crate::ui::words::format;
use leptos::prelude::*;

/// The step that tuning has come to, of the first lane that is tuned and has this setting.
fn tuned(key: &str, settings: &McmcSettings, now: &Model) -> Option<String> {
    let has = |sampler: Sampler| sampler.step_key() == key && settings.target_acceptance(sampler).is_some();
    let lane = now.lanes.iter().find(|lane| has(lane.lane.sampler)).filter(|_| settings.tune)?;
    Some(match lane.diagnostics.as_deref() {
        Some(now) if !now.warming_up => format!("tuned: {}", format::decimals(now.step_size)),
        _ => "tuning …".into(),
    })
}

/// Beside a step size that is tuned: the step in use.
#[component]
fn InUse(key: &'static str) -> impl IntoView {
    let settings = Store::get().settings;
    let words = Live::<Model>::get()
        .memo(move |model| settings.with(|settings| tuned(key, &settings.mcmc, model)).unwrap_or_default());
    view! { <p class="in-use num" data-testid=format!("tuned-{key}")>{words}</p> }
}

/// What the mass under the density comes to, where it is estimated.
#[component]
fn LogZ() -> impl IntoView {
    let settings = Store::get().settings;
    let words = Live::<Model>::get().memo(move |model| {
        let is_asked = settings.with(|settings| settings.mcmc.weighs());
        if is_asked { format!("{}.", model.describe_log_z()) } else { String::new() }
    });
    view! { <p class="remark" data-testid="about-log-z">{words}</p> }
}

pub fn remarks(key: &'static str) -> Option<AnyView> {
    let is_step = Sampler::ALL.iter().any(|sampler| sampler.step_key() == key);
    match key {
        "log_z" => Some(view! { <LogZ/> }.into_any()),
        "bug" => Some(view! { <Museum/> }.into_any()),
        _ => is_step.then(|| view! { <InUse key/> }.into_any()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::mcmc::Diagnostics;
    use crate::ui::chapter::chains::LaneModel;

    #[test]
    fn the_step_in_use_is_told_where_it_is_tuned() {
        let settings = McmcSettings { tune: true, ..McmcSettings::default() };
        let measured = Diagnostics { step_size: 0.183, ..Diagnostics::default() };
        let warming = Diagnostics { warming_up: true, ..measured.clone() };
        let says = |settings: &McmcSettings, sampler, diagnostics| {
            tuned("step_langevin", settings, &Model::of_two_modes([LaneModel::of(sampler, diagnostics)]))
        };
        assert_eq!(says(&settings, Sampler::Mala, measured.clone()).as_deref(), Some("tuned: 0.183"));
        assert_eq!(says(&settings, Sampler::Mala, warming).as_deref(), Some("tuning …"));
        assert_eq!(says(&settings, Sampler::Ula, measured.clone()), None, "ULA has nothing to be tuned to");
        assert_eq!(says(&McmcSettings::default(), Sampler::Mala, measured), None);
    }
}
