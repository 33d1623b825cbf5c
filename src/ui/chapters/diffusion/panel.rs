//! The settings: the few that matter now, and the rest behind “More”.

use crate::settings::range::DIFFUSION;
use crate::settings::{DiffusionSettings, LearningRateSchedule, MoonsLayout, Network, ScheduleKind, Spacing};
use crate::ui::controls::choice::Choice;
use crate::ui::controls::number::NumberSlider;
use crate::ui::controls::seed::Seed;
use crate::ui::controls::switch::Switch;
use crate::ui::controls::{Restarts, wide};
use crate::ui::store::Store;
use leptos::prelude::*;

/// Numbers that are always in sight.
const FIRST: [&str; 3] = ["learning_rate", "batch_size", "sampler_steps"];

const NETWORKS: &[(Network, &str)] = &[(Network::ResidualMlp, "Residual MLP"), (Network::Mlp, "MLP")];
const SCHEDULES: &[(ScheduleKind, &str)] = &[
    (ScheduleKind::Cosine, "Cosine"),
    (ScheduleKind::RescaledLinear, "Linear, rescaled to T"),
    (ScheduleKind::Linear, "Linear (for T = 1000)"),
];
const RATES: &[(LearningRateSchedule, &str)] =
    &[(LearningRateSchedule::Cosine, "Falls to 0 (cosine)"), (LearningRateSchedule::Constant, "Constant")];
const LAYOUTS: &[(MoonsLayout, &str)] =
    &[(MoonsLayout::Independent, "Independent draws"), (MoonsLayout::Grid, "Even grid (make_moons)")];
const SPACINGS: &[(Spacing, &str)] = &[(Spacing::Trailing, "Trailing"), (Spacing::Leading, "Leading")];

#[component]
pub fn Panel() -> impl IntoView {
    let store = Store::get();
    let numbers = |first: bool| {
        let chosen = DIFFUSION.iter().filter(move |number| FIRST.contains(&number.key) == first);
        chosen.map(|number| view! { <NumberSlider number/> }).collect_view()
    };
    let defaults =
        move |_| store.settings.update(|settings| settings.diffusion = DiffusionSettings::default());
    view! {
        <details class="panel" open=wide()>
            <summary>"Settings"</summary>
            <div class="controls">
                <Choice id="set-network" label="Network" options=NETWORKS of=|settings| &mut settings.diffusion.network
                    help="Predicts the noise in a point from the point and the noise level."/>
                <Choice id="set-schedule" label="Schedule" options=SCHEDULES of=|settings| &mut settings.diffusion.schedule
                    help="How much noise each level adds. Losses of two schedules cannot be compared."/>
                {numbers(true)}
                <Seed/>
            </div>
            <details class="more">
                <summary>"More"</summary>
                <div class="controls">
                    {numbers(false)}
                    <Choice id="set-learning_rate_schedule" label="Rate over time" options=RATES
                        of=|settings| &mut settings.diffusion.learning_rate_schedule live=true
                        help="A rate that falls over the planned steps lets the last ones settle; a constant one keeps jittering."/>
                    <Choice id="set-layout" label="Data points" options=LAYOUTS of=|settings| &mut settings.diffusion.layout
                        help="scikit-learn's make_moons spreads its points evenly; independent draws are a fair sample."/>
                    <Choice id="set-spacing" label="DDIM spacing" options=SPACINGS of=|settings| &mut settings.diffusion.spacing
                        live=true help="Leading leaves the noisiest level out; trailing starts from it."/>
                    <Switch id="set-clip" label="Clip the predicted x₀ to the range of the data"
                        help="Where little signal is left, a small error of the network is multiplied up to 2,000 times."
                        of=|settings| &mut settings.diffusion.clip/>
                </div>
            </details>
            <p class="panel-foot">
                <span><Restarts/>" starts a new run; the others act at once."</span>
                <button type="button" class="quiet" data-testid="defaults" on:click=defaults>"Defaults"</button>
            </p>
        </details>
    }
}
