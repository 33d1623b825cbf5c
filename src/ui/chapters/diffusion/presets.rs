//! Things to try: some known to work and some known to fail, each with its reason.

use crate::settings::{DiffusionSettings, Network, ScheduleKind, Spacing};
use crate::ui::store::Store;
use leptos::prelude::*;

struct Preset {
    key: &'static str,
    title: &'static str,
    works: bool,
    why: &'static str,
    /// What it changes of the defaults.
    change: fn(&mut DiffusionSettings),
}

const PRESETS: &[Preset] = &[
    Preset {
        key: "rescaled",
        title: "Linear noise, rescaled",
        works: true,
        why: "β is scaled by 1000 / T, so the last level is pure noise although T is only 100. Its least loss is \
              near 0.22, not 0.39: only the distance to the dashed line says how well a network does.",
        change: |settings| settings.schedule = ScheduleKind::RescaledLinear,
    },
    Preset {
        key: "ancestral",
        title: "All the noise, all the steps",
        works: true,
        why: "100 DDIM steps with η = 1 put fresh noise into every step, as the first diffusion models did. The \
              trails turn ragged; the moons stay the same.",
        change: |settings| {
            settings.sampler_steps = 100;
            settings.eta = 1.0;
        },
    },
    Preset {
        key: "linear",
        title: "Linear noise, made for T = 1000",
        works: false,
        why: "At T = 100 it leaves ᾱ = 0.364 at the last level: more than a third of the data's variance is still \
              there, yet sampling starts from pure noise, which training never showed. It learns fast and then stops \
              short: before you train, see that not even the ideal denoiser gets its distance down to nothing.",
        change: |settings| settings.schedule = ScheduleKind::Linear,
    },
    Preset {
        key: "no-clip",
        title: "Cosine without clipping",
        works: false,
        why: "At t = T the cosine leaves almost no signal, so x̂₀ divides the network's error by a tiny √ᾱ: it grows \
              up to 2,000 times, and DDIM's first step throws the points away. The ideal denoiser has no error to grow.",
        change: |settings| settings.clip = false,
    },
    Preset {
        key: "five-steps",
        title: "Five steps only",
        works: false,
        why: "The ways from noise to data are curved, and five straight strides cut the corners: even the ideal \
              denoiser leaves the band of real data. This one strides with leading spacing, which skips the noisiest \
              levels. Switch to trailing under “More”, live: it includes them, and with so few steps that is worse.",
        change: |settings| {
            settings.sampler_steps = 5;
            settings.spacing = Spacing::Leading;
        },
    },
    Preset {
        key: "tiny",
        title: "A network too small",
        works: false,
        why: "One hidden layer of four units cannot bend the plane into two moons. The loss settles early, well above \
              the dashed line: flat is not the same as finished.",
        change: |settings| {
            settings.network = Network::Mlp;
            settings.width = 4;
            settings.depth = 1;
        },
    },
    Preset {
        key: "hot",
        title: "Learning rate 0.1",
        works: false,
        why: "Far too large: each step overshoots, and the loss jumps instead of falling. The slider acts \
              live, so turn it down while it trains and watch the run recover, or not.",
        change: |settings| settings.learning_rate = 0.1,
    },
];

#[component]
pub fn TryThis() -> impl IntoView {
    view! {
        <section class="try">
            <h2>"Try this"</h2>
            <p class="hint">"Each sets the settings and starts a new run."</p>
            <ul>{PRESETS.iter().map(|preset| view! { <Card preset/> }).collect_view()}</ul>
        </section>
    }
}

#[component]
fn Card(preset: &'static Preset) -> impl IntoView {
    let store = Store::get();
    let wanted = || {
        let mut settings = DiffusionSettings::default();
        (preset.change)(&mut settings);
        settings
    };
    let chosen = store.diffusion(move |settings| *settings == wanted());
    let choose = move |_| {
        store.notice.set(String::new());
        store.settings.update(|settings| settings.diffusion = wanted());
        store.act(|session| {
            store.settings.with_untracked(|settings| session.client.restart(settings));
            session.carry_out(&store);
        });
    };
    view! {
        <li class="card" class:chosen=chosen>
            <h3>
                {preset.title}
                <span class="verdict" class:works=preset.works>
                    {if preset.works { "✓ works" } else { "✗ fails" }}
                </span>
            </h3>
            <p>{preset.why}</p>
            <button type="button" data-testid=format!("preset-{}", preset.key) on:click=choose
                aria-label=format!("Try: {}", preset.title)>"Try it"</button>
        </li>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_preset_changes_something_and_no_two_are_the_same() {
        let all: Vec<_> = PRESETS
            .iter()
            .map(|preset| {
                let mut settings = DiffusionSettings::default();
                (preset.change)(&mut settings);
                settings
            })
            .collect();
        for (index, settings) in all.iter().enumerate() {
            assert_ne!(*settings, DiffusionSettings::default(), "{}", PRESETS[index].key);
            assert!(!all[..index].contains(settings), "{}", PRESETS[index].key);
        }
    }
}
