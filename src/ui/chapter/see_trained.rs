//! The trained model that comes with the page, one for each chapter that trains a network: `cargo xtask weights` makes them.

use super::shown::Chapters;
use super::take_weights::take;
use crate::protocol::weights::Weights;
use crate::settings::{Experiment, Settings};
use crate::ui::store::{Replaced, Store};
use crate::ui::weights_file;
use crate::ui::words::format;
use crate::ui::words::language::{say, say_with};
use js_sys::{Function, Promise, Reflect, Uint8Array};
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::Response;

/// The button that takes it, there while nothing is trained.
#[component]
pub fn SeeTrained(
    /// The name of its file.
    model: &'static str,
    untrained: Memo<bool>,
) -> impl IntoView {
    let (store, chapters) = (Store::get(), Chapters::get());
    let on_its_way = RwSignal::new(false);
    let see = move |_| {
        on_its_way.set(true);
        leptos::task::spawn_local(async move {
            let weights = trained(model).await;
            // Gone with its chapter, or training has begun meanwhile: then it is not wanted any more.
            if on_its_way.try_set(false).is_some() || untrained.try_get_untracked() != Some(true) {
                return;
            }
            let settings = store.settings.get_untracked();
            let taken = weights.and_then(|weights| {
                let Loaded { weights, words, replaces } = Loaded::under(weights, &settings);
                take(weights, words, &store, chapters).map(|()| replaces)
            });
            match taken {
                Ok(false) => {}
                // Nothing was trained with them, but the reader has chosen them.
                Ok(true) => store.replaced.set(Replaced {
                    chapter: settings.chapter,
                    settings: Some(Box::new(settings)),
                    ..Replaced::default()
                }),
                Err(why) => store.notice.set(say_with("trained.failed", "why", why)),
            }
        });
    };
    view! {
        <Show when=move || untrained.get()>
            <button type="button" data-testid="see-trained" disabled=on_its_way on:click=see
                title=say("trained.help")>
                {move || say(if on_its_way.get() { "trained.loading" } else { "trained.see" })}
            </button>
        </Show>
    }
}

/// The trained model of this name, as it comes with the page.
///
/// # Errors
/// Says in words why there is none.
pub async fn trained(model: &str) -> Result<Weights, String> {
    fetch(model).await.and_then(|bytes| weights_file::read(&bytes))
}

/// The trained model, and what is said of it.
struct Loaded {
    weights: Weights,
    words: String,
    /// It comes with settings in place of the reader's.
    replaces: bool,
}

impl Loaded {
    /// With the reader's settings, where a run of them can go on from these weights. What is drawn stays in any case.
    fn under(mut weights: Weights, settings: &Settings) -> Self {
        weights.data.drawing = settings.data.drawing.clone();
        let own = Experiment::of(settings.chapter, settings);
        let replaces = weights.check_for(&settings.data, &own).is_err();
        let then = match replaces {
            false => ". Train continues from it.",
            true if own.networks().len() > 1 => {
                ", with the settings it was trained with instead of yours: it is one model, so the comparison of two \
                 has ended."
            }
            true => ", with the settings it was trained with instead of yours.",
        };
        let steps = format::count(f64::from(weights.step));
        let words = format!("The trained model is loaded, after {steps} training steps{then}");
        if !replaces {
            weights.experiment = own;
        }
        Self { weights, words, replaces }
    }
}

/// The file: carried by a page that is one file (`assets/single_file.js`), or else beside the page.
async fn fetch(model: &str) -> Result<Vec<u8>, String> {
    let carried = Reflect::get(&js_sys::global(), &"mcmcTrained".into());
    let bytes = match carried.ok().and_then(|carried| carried.dyn_into::<Function>().ok()) {
        Some(carried) => {
            let unpacked = carried.call1(&JsValue::NULL, &model.into()).map(|bytes| Promise::resolve(&bytes));
            of(unpacked).await.map_err(|_| "this browser cannot unpack it".to_owned())?
        }
        None => {
            let window = web_sys::window().ok_or("there is no window")?;
            let asked = window.fetch_with_str(&format!("./trained/{model}.safetensors"));
            let response =
                JsFuture::from(asked).await.map_err(|_| "it could not be fetched; is there a network?")?;
            let response: Response = response.unchecked_into();
            if !response.ok() {
                return Err(format!("this copy of the page comes without it ({})", response.status()));
            }
            of(response.array_buffer()).await.map_err(|_| "it arrived incomplete".to_owned())?
        }
    };
    Ok(Uint8Array::new(&bytes).to_vec())
}

async fn of(promise: Result<Promise, JsValue>) -> Result<JsValue, JsValue> {
    JsFuture::from(promise?).await
}

#[cfg(test)]
mod tests {
    use super::Loaded;
    use crate::protocol::weights::{NetworkWeights, Weights};
    use crate::settings::{
        Chapter, DataSet, DiffusionBeside, DiffusionBug, DiffusionSampler, Experiment, Settings, layers,
    };

    fn of_defaults() -> Weights {
        let settings = Settings::default();
        let own = Weights::of_defaults(0, Chapter::Denoise, 4000);
        let count = layers::count(&settings.diffusion.layers());
        Weights { networks: vec![NetworkWeights { values: vec![0.5; count], training: Vec::new() }], ..*own }
    }

    #[test]
    fn what_acts_live_stays_the_readers_and_what_it_was_not_trained_under_gives_way() {
        let mut readers = Settings { chapter: Chapter::Denoise, ..Settings::default() };
        readers.diffusion.sampler = DiffusionSampler::Ddim;
        readers.diffusion.bug = DiffusionBug::Hidden;
        let Loaded { weights, words, replaces } = Loaded::under(of_defaults(), &readers);
        assert_eq!((weights.experiment, replaces), (Experiment::of(Chapter::Denoise, &readers), false));
        assert!(words.contains("4,000 training steps") && !words.contains("instead of yours"), "{words}");

        let mut wider = readers.clone();
        wider.diffusion.width = 65;
        let mut circles = readers.clone();
        circles.data.set = DataSet::Circles;
        let mut fork = readers;
        fork.diffusion.beside = DiffusionBeside::Fork;
        for (other, ends) in [(wider, false), (circles, false), (fork, true)] {
            let Loaded { weights, words, replaces } = Loaded::under(of_defaults(), &other);
            assert!(replaces && words.contains("instead of yours"), "{words}");
            assert_eq!(words.contains("comparison of two has ended"), ends, "{words}");
            assert_eq!((weights.experiment, weights.data), (of_defaults().experiment, of_defaults().data));
        }
    }
}
