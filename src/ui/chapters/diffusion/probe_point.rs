//! A point of the stage in the reader's hand, and what the engine is asked about it.

#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ProbePoint {
    /// In data units; none while nothing is held.
    at: Option<[f32; 2]>,
    asked: Option<Question>,
}

/// Everything that the denoisers' answer depends on.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Question {
    at: [f32; 2],
    /// Noise level.
    t: f32,
    /// Training steps behind the network shown.
    step: Option<u32>,
}

impl ProbePoint {
    pub fn at(&self) -> Option<[f32; 2]> {
        self.at
    }

    pub fn put(&mut self, at: [f32; 2]) {
        self.at = Some(at);
    }

    pub fn let_go(&mut self) {
        *self = Self::default();
    }

    /// A new run has been told nothing yet.
    pub fn ask_again(&mut self) {
        self.asked = None;
    }

    /// The point to ask about, where the answer will be another than the last one.
    pub fn ask(&mut self, t: f32, step: Option<u32>) -> Option<[f32; 2]> {
        let at = self.at?;
        let question = Some(Question { at, t, step });
        (std::mem::replace(&mut self.asked, question) != question).then_some(at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_is_asked_once() {
        let mut probe_point = ProbePoint::default();
        assert_eq!(probe_point.ask(50.0, None), None);
        probe_point.put([1.0, 2.0]);
        assert_eq!((probe_point.ask(50.0, None), probe_point.ask(50.0, None)), (Some([1.0, 2.0]), None));
        assert_eq!(probe_point.ask(40.0, None), Some([1.0, 2.0]), "another noise level");
        assert_eq!(probe_point.ask(40.0, Some(100)), Some([1.0, 2.0]), "another network");
        probe_point.put([0.0, 0.0]);
        assert_eq!(probe_point.ask(40.0, Some(100)), Some([0.0, 0.0]), "another place");
        probe_point.ask_again();
        assert_eq!(probe_point.ask(40.0, Some(100)), Some([0.0, 0.0]), "another run");
        probe_point.let_go();
        assert_eq!((probe_point.at(), probe_point.ask(40.0, Some(100))), (None, None));
    }
}
