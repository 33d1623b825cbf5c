//! Where between noise and data the stage stands, and how it moves: pure, moved by the frame loop.
//!
//! Positions count states of a cloud: 0 is x_T, `states − 1` is x_0; between two states they are fractional.

/// Seconds from noise to data.
const SWEEP: f64 = 5.0;
/// Seconds of rest on the finished moons, and on the noise.
const REST_AT_DATA: f64 = 1.6;
const REST_AT_NOISE: f64 = 0.5;

#[derive(Clone, Debug, PartialEq)]
pub struct Playhead {
    /// Share of the way from noise (0) to data (1).
    share: f64,
    states: usize,
    playing: bool,
    /// Held by the reader's pointer: playing waits.
    held: bool,
    /// Seconds of rest still to come before it moves on.
    rest: f64,
    /// The reader has moved it or pressed play: nothing else moves it to another place any more.
    by_reader: bool,
}

impl Default for Playhead {
    fn default() -> Self {
        Self { share: 0.0, states: 2, playing: false, held: false, rest: REST_AT_NOISE, by_reader: false }
    }
}

impl Playhead {
    /// Where a link has put it, if it has.
    pub fn put_at(share: Option<f64>) -> Self {
        let mut playhead = Self::default();
        if let Some(share) = share {
            playhead.seek(share);
        }
        playhead
    }

    /// A cloud of another number of states is shown: the share of the way stays.
    pub fn set_states(&mut self, states: usize) {
        self.states = states.max(2);
    }

    /// Position in states.
    pub fn position(&self) -> f64 {
        self.share * (self.states - 1) as f64
    }

    /// Share of the way from noise (0) to data (1).
    pub fn share(&self) -> f64 {
        self.share
    }

    /// Where the reader has put it and left it; none while it plays, or where nobody has moved it.
    pub fn put(&self) -> Option<f64> {
        // As many digits as a link needs: a thousandth of the way is less than a step of any sampler.
        (self.by_reader && !self.playing).then(|| (self.share * 1e3).round() / 1e3)
    }

    /// Puts it at a share of the way, as the reader would.
    pub fn seek(&mut self, share: f64) {
        self.held = false;
        self.scrub(share * (self.states - 1) as f64);
    }

    pub fn states(&self) -> usize {
        self.states
    }

    pub fn playing(&self) -> bool {
        self.playing
    }

    /// Whether the reader has chosen where it stands or that it plays.
    pub fn by_reader(&self) -> bool {
        self.by_reader
    }

    /// The reader moves it: by pointer it goes on playing afterwards, otherwise it stays.
    pub fn scrub(&mut self, position: f64) {
        if position.is_finite() {
            self.share = (position / (self.states - 1) as f64).clamp(0.0, 1.0);
        }
        self.by_reader = true;
        self.rest = 0.0;
        self.playing &= self.held;
    }

    /// One state towards data (+1) or noise (−1), onto a whole state.
    pub fn nudge(&mut self, states: i32) {
        let here = self.position();
        let next = if states > 0 { (here + 1e-9).floor() } else { (here - 1e-9).ceil() } + f64::from(states);
        self.scrub(next);
    }

    pub fn hold(&mut self) {
        self.held = true;
    }

    pub fn release(&mut self) {
        self.held = false;
    }

    /// The reader's play button.
    pub fn toggle(&mut self) {
        self.by_reader = true;
        self.play(!self.playing);
    }

    /// The reader looks closely at where it is.
    pub fn stand(&mut self) {
        self.by_reader = true;
        self.play(false);
    }

    /// The reader wants to see the whole way, from noise.
    pub fn set_off(&mut self) {
        self.by_reader = true;
        (self.share, self.rest, self.playing) = (0.0, REST_AT_NOISE, true);
    }

    /// Starts or stops the loop without the reader's doing.
    pub fn play(&mut self, playing: bool) {
        self.playing = playing;
        if playing && self.share >= 1.0 {
            self.share = 0.0;
            self.rest = REST_AT_NOISE;
        }
    }

    /// To the data end, unless the reader has chosen another place.
    pub fn show_samples(&mut self) {
        if !self.by_reader {
            self.playing = false;
            self.share = 1.0;
        }
    }

    /// Lets `seconds` pass. True if it moved.
    pub fn advance(&mut self, seconds: f64) -> bool {
        if !self.playing || self.held {
            return false;
        }
        if self.rest > 0.0 {
            self.rest -= seconds;
            return false;
        }
        if self.share >= 1.0 {
            self.share = 0.0;
            self.rest = REST_AT_NOISE;
            return true;
        }
        self.share = (self.share + seconds / SWEEP).min(1.0);
        if self.share >= 1.0 {
            self.rest = REST_AT_DATA;
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn playing() -> Playhead {
        let mut head = Playhead::default();
        head.set_states(51);
        head.play(true);
        head
    }

    fn pass(head: &mut Playhead, seconds: f64) {
        for _ in 0..(seconds * 60.0) as usize {
            head.advance(1.0 / 60.0);
        }
    }

    #[test]
    fn it_sweeps_to_the_data_rests_and_starts_again() {
        let mut head = playing();
        pass(&mut head, REST_AT_NOISE + SWEEP + 0.5);
        assert_eq!(head.position(), 50.0);
        pass(&mut head, REST_AT_DATA + REST_AT_NOISE + SWEEP / 2.0);
        assert!(head.position() > 10.0 && head.position() < 40.0, "{}", head.position());
    }

    #[test]
    fn it_sets_off_from_noise_wherever_it_was() {
        let mut head = Playhead::default();
        head.show_samples();
        head.set_off();
        assert_eq!((head.share(), head.playing(), head.by_reader()), (0.0, true, true));
        pass(&mut head, REST_AT_NOISE + SWEEP + 0.5);
        assert_eq!(head.share(), 1.0);
    }

    #[test]
    fn a_hand_on_it_stops_it_and_letting_go_resumes() {
        let mut head = playing();
        head.hold();
        head.scrub(10.0);
        pass(&mut head, 1.0);
        assert_eq!(head.position(), 10.0);
        head.release();
        pass(&mut head, 1.0);
        assert!(head.position() > 15.0);
    }

    #[test]
    fn a_scrub_without_a_hand_stays_where_it_was_put() {
        let mut head = playing();
        head.scrub(20.0);
        pass(&mut head, 1.0);
        assert_eq!((head.position(), head.playing()), (20.0, false));
        head.scrub(f64::NAN);
        assert_eq!(head.position(), 20.0);
    }

    #[test]
    fn nudges_land_on_whole_states_and_stop_at_the_ends() {
        let mut head = playing();
        head.scrub(10.4);
        head.nudge(1);
        assert!((head.position() - 11.0).abs() < 1e-9);
        head.nudge(-1);
        assert!((head.position() - 10.0).abs() < 1e-9);
        head.scrub(10.4);
        head.nudge(-1);
        assert!((head.position() - 10.0).abs() < 1e-9);
        head.scrub(50.0);
        head.nudge(1);
        assert_eq!(head.position(), 50.0);
    }

    #[test]
    fn training_shows_the_samples_unless_the_reader_looks_elsewhere() {
        let mut head = playing();
        head.show_samples();
        assert_eq!((head.position(), head.playing()), (50.0, false));
        head.scrub(3.0);
        head.show_samples();
        assert_eq!(head.position(), 3.0);
    }

    #[test]
    fn another_number_of_states_keeps_the_share() {
        let mut head = playing();
        head.scrub(25.0);
        head.set_states(11);
        assert_eq!(head.position(), 5.0);
    }
}
