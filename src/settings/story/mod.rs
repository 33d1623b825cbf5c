//! The story: where the reader is in it, what has been answered, and which steps are homework.

mod answers;
mod homework;
mod steps;

pub use answers::{Answer, Answers, Measured};
pub use homework::Homework;
pub use steps::{LAST, STEPS, StepState, TABLE, place_of, state_of};

/// Where the reader is in the story.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StorySettings {
    /// 1 to [`LAST`]; 0 while the story is closed.
    pub step: u8,
    pub answers: Answers,
    /// Where there is some, the way leads through its steps alone.
    pub homework: Homework,
}

impl StorySettings {
    pub fn is_open(&self) -> bool {
        self.step > 0
    }

    /// The numbers that the way leads through, the table among them.
    fn way(&self) -> Vec<u8> {
        match self.homework.is_empty() {
            true => (1..=LAST).collect(),
            false => self.homework.iter().chain([TABLE]).collect(),
        }
    }

    /// The stretch of the way that the step shown is on: the steps before the table, or those after it.
    pub fn steps(&self) -> Vec<u8> {
        let way = self.way();
        let mut stretches = way.split(|&step| step == TABLE);
        let before = stretches.next().unwrap_or_default();
        stretches.find(|after| after.contains(&self.step)).unwrap_or(before).to_vec()
    }

    /// What comes after the step shown, if anything does.
    pub fn next(&self) -> Option<u8> {
        let way = self.way();
        match way.iter().position(|&step| step == self.step) {
            Some(place) => way.get(place + 1).copied(),
            // A link may lead to a step that is no homework.
            None => way.into_iter().find(|&other| other > self.step || other == TABLE),
        }
    }

    /// What comes before the step shown, if anything does.
    pub fn back(&self) -> Option<u8> {
        let way = self.way();
        match way.iter().position(|&step| step == self.step) {
            Some(place) => way.get(place.checked_sub(1)?).copied(),
            None => way.into_iter().rfind(|&other| other < self.step && other != TABLE),
        }
    }

    /// Whether a step of the story needs the control of this setting.
    pub fn needs(&self, key: &str) -> bool {
        self.is_open() && STEPS.iter().any(|step| step.needs.contains(&key))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_leads_through_all_steps_or_through_those_of_the_homework() {
        let mut story = StorySettings { step: 3, ..StorySettings::default() };
        assert_eq!((story.steps(), story.back(), story.next()), ((1..TABLE).collect(), Some(2), Some(4)));
        story.homework.take("3,7");
        assert_eq!((story.back(), story.next()), (None, Some(7)));
        story.step = 5;
        assert_eq!((story.back(), story.next()), (Some(3), Some(7)));
        story.step = 7;
        assert_eq!((story.back(), story.next()), (Some(3), Some(TABLE)));
        story.step = TABLE;
        assert_eq!((story.steps(), story.back(), story.next()), (vec![3, 7], Some(7), None));
    }

    #[test]
    fn what_comes_after_the_table_can_be_left_out() {
        let mut story = StorySettings { step: TABLE, ..StorySettings::default() };
        assert_eq!((story.back(), story.next()), (Some(TABLE - 1), Some(TABLE + 1)));
        story.step = LAST;
        assert_eq!((story.steps(), story.next()), ((TABLE + 1..=LAST).collect(), None));
        story.homework.take(&format!("2,{LAST}"));
        assert_eq!((story.steps(), story.back(), story.next()), (vec![2, LAST], Some(2), Some(TABLE)));
    }
}
