//! What is to be said of some settings.

use crate::settings::{Beside, EbmSettings};
use crate::ui::store::Store;
use crate::ui::words::ebm as names;
use leptos::prelude::*;

/// What is to be said beside what stands beside.
fn about_beside(settings: &EbmSettings) -> &'static str {
    match settings.beside {
        Beside::Nothing => "",
        Beside::Exact => "Walkers of the same kind on the exact density. No learned energy can do better.",
        Beside::Rival if settings.rival == settings.objective => {
            "Both are trained on the same objective. Choose another to compare."
        }
        Beside::Rival => "A second network from the same weights and data.",
    }
}

/// A line under a control that changes with the settings.
#[component]
fn Remark(id: &'static str, of: fn(&EbmSettings) -> &'static str) -> impl IntoView {
    let words = Store::get().part(of);
    view! { <p class="remark" data-testid=id>{words}</p> }
}

pub fn remarks(key: &str) -> Option<AnyView> {
    let remark = |id, of: fn(&EbmSettings) -> &'static str| Some(view! { <Remark id of/> }.into_any());
    match key {
        "objective" => remark("about-objective", |settings| names::about_objective(settings.objective)),
        "beside" => remark("about-beside", about_beside),
        "noise_scale" => remark("temperature", |settings| names::temperature(settings.noise_scale)),
        "walk" => remark("about-walk", |settings| names::about_walk(settings.walk)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::Objective;

    #[test]
    fn a_rival_on_the_same_objective_is_called_out() {
        let settings = EbmSettings { beside: Beside::Rival, rival: Objective::Cd, ..EbmSettings::default() };
        assert!(about_beside(&settings).contains("same objective"));
        assert_eq!(about_beside(&EbmSettings::default()), "");
    }
}
