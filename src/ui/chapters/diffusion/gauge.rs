//! How much signal is left where sampling starts: if the last noise level is not noise, it starts wrong.

use super::lane::LaneModel;
use super::model::Model;
use super::reading::Reading;
use crate::settings::DiffusionSettings;
use crate::ui::chapter::live::Live;
use crate::ui::store::Store;
use crate::ui::words::diffusion as names;
use crate::ui::words::format;
use crate::ui::words::language::say;
use leptos::prelude::*;

#[component]
pub fn SignalGauge() -> impl IntoView {
    let two_schedules = Store::get().part(names::differ_in_levels);
    let wrong = Live::<Model>::get().memo(|now| now.lanes.iter().any(LaneModel::starts_wrong));
    let is_stochastic =
        Store::get().part(|own: &DiffusionSettings| own.sampler_in_use().is_stochastic(own.eta));
    let believe = move || wrong.get().then(|| shows(is_stochastic.get()));
    view! {
        <section class="panel gauge">
            <h3>{say("diffusion.gauge")}</h3>
            <Bar lane=0 id="signal-gauge"/>
            <Show when=move || two_schedules.get()>
                <Bar lane=1 id="signal-gauge-1"/>
            </Show>
            <small>
                "KL from x"<sub>"T"</sub>" to noise "
                <Reading id="prior-kl" value=|now| Some(f64::from(now.first()?.reference()?.prior_kl)) show=format::small/>
                " nats"{believe}
            </small>
        </section>
    }
}

/// What the samples show of a start that is wrong: the gauge and the picture can seem to disagree.
fn shows(is_stochastic: bool) -> &'static str {
    if is_stochastic {
        ". Believe the gauge, even if the samples look right: the noise that this sampler adds at every step hides some of the \
         wrong start. DDIM with few noise levels shows it."
    } else {
        ". This sampler adds no noise that could hide the wrong start: the more signal is left, the more its samples are off."
    }
}

/// The signal left at the last level of a lane, from 0 to 1, and whether that is little enough.
#[component]
fn Bar(lane: usize, id: &'static str) -> impl IntoView {
    let live = Live::<Model>::get();
    let signal = live.memo(move |now| now.lanes.get(lane).and_then(LaneModel::signal_last));
    let wrong = live.memo(move |now| now.lanes.get(lane).is_some_and(LaneModel::starts_wrong));
    let name = live.memo(move |now| now.names.get(lane).copied());
    let verdict = move || match signal.get() {
        None => "",
        Some(_) if wrong.get() => "✗ sampling starts wrong",
        Some(_) => "✓ noise",
    };
    let width = move || format!("width: {}%", 100.0 * signal.get().unwrap_or_default().min(1.0));
    view! {
        <p class="signal" class:wrong=wrong data-testid=id
            data-value=move || signal.get().map(|signal| signal.to_string())
            data-verdict=move || if wrong.get() { "wrong" } else { "fine" }>
            <span>
                <Show when=move || lane == 1>{move || name.get()}": "</Show>
                "signal left √ᾱ"<sub>"T"</sub>" = "
                <b class="num">{move || signal.get().map_or("–".into(), format::small)}</b>
            </span>
            <b class="verdict">{verdict}</b>
            <span class="signal-bar" aria-hidden="true"><i style=width></i></span>
        </p>
    }
}
