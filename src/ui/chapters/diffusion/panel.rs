//! The settings: the few that matter now, and the rest behind “More”.

use crate::settings::range::DIFFUSION;
use crate::settings::{DiffusionSettings, LearningRateSchedule, MoonsLayout, Network, ScheduleKind, Spacing};
use crate::ui::controls::Restarts;
use crate::ui::controls::choice::Choice;
use crate::ui::controls::number::NumberSlider;
use crate::ui::controls::switch::Switch;
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
                <Choice id="set-network" label="Network" options=NETWORKS of=|settings| &mut settings.network
                    help="Predicts the noise in a point from the point and the noise level."/>
                <Choice id="set-schedule" label="Schedule" options=SCHEDULES of=|settings| &mut settings.schedule
                    help="How much noise each level adds. Losses of two schedules cannot be compared."/>
                {numbers(true)}
                <Seed/>
            </div>
            <details class="more">
                <summary>"More"</summary>
                <div class="controls">
                    {numbers(false)}
                    <Choice id="set-learning_rate_schedule" label="Rate over time" options=RATES
                        of=|settings| &mut settings.learning_rate_schedule live=true
                        help="A rate that falls over the planned steps lets the last ones settle; a constant one keeps jittering."/>
                    <Choice id="set-layout" label="Data points" options=LAYOUTS of=|settings| &mut settings.layout
                        help="scikit-learn's make_moons spreads its points evenly; independent draws are a fair sample."/>
                    <Choice id="set-spacing" label="DDIM spacing" options=SPACINGS of=|settings| &mut settings.spacing
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

/// Open beside the stage; folded on a phone.
fn wide() -> bool {
    let width =
        web_sys::window().and_then(|window| window.inner_width().ok()).and_then(|width| width.as_f64());
    width.is_none_or(|width| width >= 900.0)
}

#[component]
fn Seed() -> impl IntoView {
    let store = Store::get();
    let seed = Memo::new(move |_| store.settings.with(|settings| settings.seed));
    let set = move |event: leptos::ev::Targeted<web_sys::Event, web_sys::HtmlInputElement>| match event
        .target()
        .value()
        .trim()
        .parse()
    {
        Ok(seed) => store.settings.update(|settings| settings.seed = seed),
        Err(_) => {
            store.notice.set(format!(
                "A seed is a whole number from 0 to {}; it stays {}.",
                u32::MAX,
                seed.get_untracked()
            ));
            event.target().set_value(&seed.get_untracked().to_string());
        }
    };
    let dice = move |_| match getrandom::u32() {
        // Short enough to read out in a classroom.
        Ok(number) => store.settings.update(|settings| settings.seed = number % 10_000),
        Err(why) => store.notice.set(format!("The browser gives no random numbers: {why}.")),
    };
    view! {
        <div class="control seed">
            <label for="seed" title="Decides everything random in a run: the same seed gives the same run.">
                "Seed"<Restarts/>
            </label>
            <span>
                <input id="seed" type="number" inputmode="numeric" min="0" max=u32::MAX.to_string() step="1"
                    data-testid="seed" prop:value=move || seed.get().to_string() on:change:target=set/>
                <button type="button" data-testid="dice" aria-label="Another random seed" title="Another random seed"
                    on:click=dice>"⚄"</button>
            </span>
        </div>
    }
}
