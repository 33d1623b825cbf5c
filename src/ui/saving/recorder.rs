//! Films the stages: draws them side by side on a canvas of its own with every frame of the page, which the browser
//! encodes beside it.

use super::{file_name, montage::Montage};
use crate::settings::Chapter;
use crate::ui::chapter::keeps::Keeps;
use crate::ui::plot::palette::Palette;
use crate::ui::plot::surface::hidden_canvas;
use crate::ui::save;
use crate::ui::store::Store;
use js_sys::Reflect;
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use web_sys::{BlobEvent, MediaRecorder, MediaRecorderOptions, MediaStream, MediaStreamTrack};

/// Pixels across at most: more cannot be encoded while a model trains.
const WIDEST: f64 = 1440.0;
const FRAMES_A_SECOND: f64 = 30.0;
const BITS_A_SECOND: u32 = 6_000_000;
/// Seconds that the end of a timeline is shown, and those after which a film ends wherever the timeline is.
const REST: f64 = 1.0;
const LONGEST: f64 = 60.0;

/// Kinds of film with the ending of their names, in the order of preference.
const KINDS: [(&str, &str); 2] = [("video/webm", "webm"), ("video/mp4", "mp4")];

/// When a film is over.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Length {
    Seconds(f64),
    /// Once the timeline has gone from its start to its end.
    Timeline,
}

impl Length {
    /// How much of the film there is after `seconds`, 1 for all, with the timeline at a share of its way; and how long its
    /// end has been shown.
    fn done(self, seconds: f64, timeline: f64, rested: f64) -> f64 {
        match self {
            Self::Seconds(length) => seconds / length,
            Self::Timeline if seconds > LONGEST => 1.0,
            Self::Timeline => 0.9 * timeline + 0.1 * (rested / REST),
        }
        .min(1.0)
    }
}

/// What this browser can record; none where it cannot.
pub fn kind() -> Option<(&'static str, &'static str)> {
    let has = |of: &JsValue, name: &str| Reflect::has(of, &name.into()).unwrap_or(false);
    let canvas = hidden_canvas(1, 1).ok()?;
    let can = has(&js_sys::global(), "MediaRecorder") && has(&canvas, "captureStream");
    KINDS.into_iter().find(|(kind, _)| can && MediaRecorder::is_type_supported(kind))
}

/// At most one film at a time.
#[derive(Default)]
pub struct Recorder(Option<Film>);

struct Film {
    montage: Montage,
    stream: MediaStream,
    media: MediaRecorder,
    length: Length,
    /// When its first frame was drawn, and when the timeline was first seen at its end: ms of the page's clock.
    began: Option<f64>,
    arrived: Option<f64>,
    /// Whether the timeline was moving before.
    played: bool,
    /// Of it, for the reader; none once it is over.
    progress: RwSignal<Option<f64>>,
}

impl Recorder {
    /// Begins a film of a chapter; it is offered as a download once it is over.
    ///
    /// # Errors
    /// What the browser reports.
    pub fn start(
        &mut self,
        chapter: Chapter,
        of: &mut dyn Keeps,
        length: Length,
        progress: RwSignal<Option<f64>>,
        store: Store,
    ) -> Result<(), JsValue> {
        self.cancel(of);
        let (kind, ending) = kind().ok_or("this browser cannot record")?;
        let montage = Montage::new(&of.shots(), WIDEST)?;
        let stream = montage.canvas().capture_stream_with_frame_request_rate(FRAMES_A_SECOND)?;
        let options = MediaRecorderOptions::new();
        options.set_mime_type(kind);
        options.set_video_bits_per_second(BITS_A_SECOND);
        let media = MediaRecorder::new_with_media_stream_and_media_recorder_options(&stream, &options)?;
        let name = file_name(chapter, &format!("animation.{ending}"));
        // Without slices of time all of it comes at once, when recording stops.
        let offer = Closure::once_into_js(move |event: BlobEvent| {
            let film =
                event.data().filter(|film| film.size() > 0.0).ok_or_else(|| "nothing was recorded".into());
            save::tell(&store, film.and_then(|film| save::blob(&name, &film)));
        });
        media.set_ondataavailable(Some(offer.unchecked_ref()));
        media.start()?;
        let played = of.timeline().is_some_and(|timeline| {
            let played = timeline.playing();
            if length == Length::Timeline {
                timeline.set_off();
            }
            played
        });
        progress.set(Some(0.0));
        let film = Film { montage, stream, media, length, began: None, arrived: None, played, progress };
        self.0 = Some(film);
        Ok(())
    }

    /// One animation frame, after the stages are drawn, at `now` in ms of the page's clock.
    ///
    /// # Errors
    /// What the browser's drawing functions report.
    pub fn frame(&mut self, now: f64, of: &mut dyn Keeps, dark: bool) -> Result<(), JsValue> {
        let Some(film) = &mut self.0 else { return Ok(()) };
        film.montage.draw(&of.shots(), &Palette::new(dark))?;
        let timeline = of.timeline().map_or(1.0, |timeline| timeline.share());
        if timeline >= 1.0 {
            film.arrived.get_or_insert(now);
        }
        let since = |start: f64| (now - start) / 1000.0;
        let rested = film.arrived.map_or(0.0, since);
        let done = film.length.done(since(*film.began.get_or_insert(now)), timeline, rested);
        // Whole per cents: the page has better things to do than to follow every frame.
        let shown = (100.0 * done).floor() / 100.0;
        if film.progress.try_get_untracked().flatten() != Some(shown) {
            film.progress.try_set(Some(shown));
        }
        if done >= 1.0 {
            self.end(of);
        }
        Ok(())
    }

    /// Ends the film; nothing of it is kept.
    pub fn cancel(&mut self, of: &mut dyn Keeps) {
        if let Some(film) = &self.0 {
            film.media.set_ondataavailable(None);
        }
        self.end(of);
    }

    fn end(&mut self, of: &mut dyn Keeps) {
        let Some(film) = self.0.take() else { return };
        // Refused only where the browser has stopped by itself.
        let _ = film.media.stop();
        for track in film.stream.get_tracks() {
            track.unchecked_into::<MediaStreamTrack>().stop();
        }
        if let Some(timeline) = of.timeline().filter(|_| film.length == Length::Timeline && !film.played) {
            timeline.stand();
        }
        film.progress.try_set(None);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_film_ends_with_its_time_or_a_while_after_its_timeline() {
        let done = |length: Length, seconds, timeline, rested| length.done(seconds, timeline, rested);
        assert_eq!(done(Length::Seconds(6.0), 3.0, 1.0, 9.0), 0.5);
        assert_eq!(done(Length::Seconds(6.0), 7.0, 0.0, 0.0), 1.0);
        assert_eq!(done(Length::Timeline, 3.0, 0.5, 0.0), 0.45);
        assert!(done(Length::Timeline, 6.0, 1.0, 0.5 * REST) < 1.0);
        assert_eq!(done(Length::Timeline, 7.0, 1.0, REST), 1.0);
        // The reader holds it at noise.
        assert_eq!(done(Length::Timeline, LONGEST + 1.0, 0.0, 0.0), 1.0);
    }
}
