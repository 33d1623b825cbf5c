//! What a host page has asked for and only the engine can give: it is answered when that comes.

use super::say::{message, to_js};
use crate::protocol::RunId;
use crate::protocol::draws::LaneDraws;
use crate::settings::{Chapter, url};
use crate::ui::chapter::shown::Chapters;
use crate::ui::store::Store;
use crate::ui::weights_file;
use js_sys::{Array, Float32Array, Reflect, Uint8Array};
use leptos::prelude::*;
use serde_json::json;
use wasm_bindgen::JsValue;

#[derive(Clone, Copy, PartialEq)]
pub enum Wanted {
    Weights,
    Draws,
}

struct Asked {
    wanted: Wanted,
    id: Option<String>,
    /// Of which run.
    run: (Chapter, RunId),
}

#[derive(Default)]
pub struct Awaited(Vec<Asked>);

impl Awaited {
    /// Asks the engine of the chapter shown.
    ///
    /// # Errors
    /// Says in words that it has no such thing.
    pub fn ask(&mut self, wanted: Wanted, id: Option<String>, chapters: Chapters) -> Result<(), String> {
        let run = chapters.shown().act(|shown| {
            let client = shown.client();
            let (step, _, experiment) = client.trained();
            let has_model = weights_file::kind(experiment).is_some();
            match wanted {
                Wanted::Weights if !has_model => return Err("This chapter trains no model of its own."),
                Wanted::Weights if step == 0 => return Err("Nothing is trained yet."),
                Wanted::Draws if client.chapter() != Chapter::Sample => {
                    return Err("Only chapter 1 has Markov chains to hand out.");
                }
                // What has come before is older.
                Wanted::Weights => {
                    client.take_weights();
                    client.export();
                }
                Wanted::Draws => client.draw(),
            }
            Ok((client.chapter(), client.run()))
        })?;
        self.0.push(Asked { wanted, id, run });
        Ok(())
    }

    /// What has come, or words on why it does not, each with the message that it answers.
    pub fn look(
        &mut self,
        chapters: Chapters,
        store: &Store,
    ) -> Vec<(Option<String>, Result<JsValue, String>)> {
        if self.0.is_empty() {
            return Vec::new();
        }
        let (run, weights, draws) = chapters.shown().act(|shown| {
            let client = shown.client();
            let has = |wanted| self.0.iter().any(|asked| asked.wanted == wanted);
            let weights = has(Wanted::Weights).then(|| client.take_weights()).flatten();
            let draws = has(Wanted::Draws).then(|| client.take_draws()).flatten();
            ((client.chapter(), client.run()), weights, draws)
        });
        let weights = weights.map(|weights| {
            let file = store.settings.with_untracked(|settings| weights_file::write(&weights, settings))?;
            let words = to_js(&message("weights", json!({ "name": weights_file::name(&weights) })));
            put(&words, "file", &Uint8Array::from(&*file).buffer());
            Ok(words)
        });
        let draws = draws.map(|draws| {
            let words = to_js(&message("chains", json!({})));
            put(&words, "lanes", &draws.lanes.iter().map(lane).collect::<Array>());
            Ok(words)
        });
        let mut answers = Vec::new();
        self.0.retain_mut(|asked| {
            let found = match asked.wanted {
                _ if asked.run != run => Some(Err("The run has ended.".to_owned())),
                Wanted::Weights => weights.clone(),
                Wanted::Draws => draws.clone(),
            };
            let waits = found.is_none();
            answers.extend(found.map(|found| (asked.id.take(), found)));
            waits
        });
        answers
    }
}

fn lane(lane: &LaneDraws) -> JsValue {
    let draws = lane.log_density.len() / lane.chains.max(1) as usize;
    let words = to_js(&json!({
        "sampler": url::name_of(&lane.sampler), "chains": lane.chains, "draws": draws, "stride": lane.stride,
    }));
    put(&words, "points", &Float32Array::from(&*lane.points));
    put(&words, "log_density", &Float32Array::from(&*lane.log_density));
    words
}

fn put(object: &JsValue, key: &str, value: &JsValue) {
    // It was made here and takes any property.
    let _ = Reflect::set(object, &key.into(), value);
}
