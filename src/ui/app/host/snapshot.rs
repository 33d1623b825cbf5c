//! What a host page is told of the chapter shown.

use crate::protocol::Backend;
use crate::settings::{Settings, url};
use crate::ui::chapter::shown::Chapters;
use crate::ui::metrics::Metrics;
use crate::ui::store::Phase;
use serde_json::{Map, Value, json};

/// The chapter shown, as a host page is told of it.
pub struct Snapshot {
    phase: Phase,
    step: u32,
    /// Where its timeline is, if it has one.
    at: Option<f64>,
    backend: Option<Backend>,
    rate: Option<f32>,
    metrics: Metrics,
}

impl Snapshot {
    pub fn of(chapters: Chapters) -> Self {
        chapters.shown().act(|shown| Self {
            phase: shown.client().phase().clone(),
            step: shown.client().trained().0,
            at: shown.timeline().map(|playhead| rounded(playhead.share())),
            backend: shown.client().info().backend,
            rate: shown.rate(),
            metrics: shown.metrics(),
        })
    }

    pub fn state(&self, settings: &Settings) -> Value {
        let engine = self.backend.map(|backend| match backend {
            Backend::Cpu => "cpu",
            Backend::Gpu => "gpu",
        });
        let differences = url::differences(settings).into_iter().map(|(key, value)| (key, value.into()));
        json!({
            "phase": self.phase.name(), "chapter": url::name_of(&settings.chapter), "step": self.step, "at": self.at,
            "engine": engine, "query": url::to_query(settings), "settings": object(differences),
        })
    }

    pub fn numbers(&self, settings: &Settings) -> Value {
        let values = self.metrics.iter().map(|(name, value)| (name, value.into()));
        json!({
            "chapter": url::name_of(&settings.chapter), "step": self.step, "rate": self.rate, "values": object(values),
        })
    }
}

/// Filled value by value: what collects them sorts them first.
fn object<'a>(values: impl Iterator<Item = (&'a str, Value)>) -> Value {
    let mut object = Map::new();
    for (name, value) in values {
        object.insert(name.to_owned(), value);
    }
    Value::Object(object)
}

fn rounded(share: f64) -> f64 {
    (share * 1e3).round() / 1e3
}
