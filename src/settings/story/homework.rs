//! Which steps of the story are homework.

use super::steps::place_of;
use crate::settings::text::Taken;

/// The steps that a teacher has chosen: numbers in the order of the story, none twice. In a link: `2,3,7`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Homework(Vec<u8>);

impl Homework {
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn contains(&self, step: u8) -> bool {
        self.0.contains(&step)
    }

    pub fn iter(&self) -> impl DoubleEndedIterator<Item = u8> + ExactSizeIterator {
        self.0.iter().copied()
    }

    /// With a step, or without it.
    pub fn set(&mut self, step: u8, on: bool) {
        self.0.retain(|other| *other != step);
        if on {
            let place = self.0.partition_point(|other| *other < step);
            self.0.insert(place, step);
        }
    }

    pub fn text(&self) -> String {
        self.0.iter().map(u8::to_string).collect::<Vec<_>>().join(",")
    }

    /// Those of a text that are steps, and whether all were.
    pub fn take(&mut self, text: &str) -> Taken {
        let mut taken = Taken::AsItStands;
        *self = Self::default();
        for part in text.split([',', '.']).filter(|part| !part.is_empty()) {
            match part.parse().ok().filter(|&step| place_of(step).is_some()) {
                Some(step) => self.set(step, true),
                None => taken = Taken::Nearest,
            }
        }
        taken
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_in_their_order_and_none_twice() {
        let mut homework = Homework::default();
        assert_eq!(homework.take("7,2,3,2"), Taken::AsItStands);
        assert_eq!(homework.text(), "2,3,7");
        homework.set(3, false);
        assert!(homework.contains(7) && !homework.contains(3));
        assert_eq!((homework.take("0,5,13,x,,300"), homework.text()), (Taken::Nearest, "5".into()));
        assert!(homework.take("") == Taken::AsItStands && homework.is_empty());
    }
}
