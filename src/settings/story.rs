//! The story: the state that each of its steps begins with, where the reader is in it, what has been answered, and which steps are
//! homework.

use super::text::Taken;
use std::fmt::Write;

/// What a step of the story begins with.
pub struct StepState {
    /// What it changes of the defaults, as a link has it.
    pub changes: &'static str,
    /// Settings whose controls it needs, also where an embed shows no others.
    pub needs: &'static [&'static str],
}

const fn state(changes: &'static str, needs: &'static [&'static str]) -> StepState {
    StepState { changes, needs }
}

/// In their order: the first step is the first. Those from [`TABLE`] on come after the table, and a reader may leave them out.
pub const STEPS: [StepState; 17] = [
    state("chapter=sample&chains=1&pace=1", &[]),
    state("chapter=sample&chains=8&pace=1000", &[]),
    state("chapter=sample&race=1&pace=1000", &[]),
    state("chapter=sample&race=1&pace=1000", &[]),
    state(
        "chapter=learn-an-energy&data=1&density=0&contours=0&negatives=0&samples=0&trails=0&proposals=0&walk_pace=0&walkers=1",
        &[],
    ),
    state("chapter=learn-an-energy&walk_start=one-moon&walk_pace=0&negatives=0", &[]),
    state(
        "chapter=learn-an-energy&objective=sliced&walk_pace=0&walkers=1&negatives=0&samples=0&trails=0&proposals=0",
        &[],
    ),
    state(
        "chapter=learn-an-energy&objective=denoising&blur=0.05&energy_steps=400&walk_start=one-moon&walk_pace=120&trails=0",
        &["blur"],
    ),
    state("chapter=denoise&t=1&trails=0&density=0", &[]),
    state("chapter=denoise&trails=0&density=0", &[]),
    state("chapter=denoise&diffusion_sampler=ddim&sampler_steps=100&t=1&trails=0", &["sampler_steps"]),
    state("chapter=compare&curves=&compare_start=one-mode", &[]),
    state("chapter=denoise&fate=exact&trails=0&density=0", &[]),
    state(
        "chapter=denoise&points=20&diffusion_beside=copies&data=1&density=0&contours=0&trails=0",
        &["points"],
    ),
    state(
        "chapter=denoise&schedule=rescaled-linear&diffusion_beside=composed&t=1&trails=0&density=0",
        &["corrector"],
    ),
    state(
        "chapter=sample&target=eight-gaussians&sampler=random-walk&step_random_walk=0.12&chains=8&log_z=one-mode&pace=1",
        &["log_z"],
    ),
    state("chapter=sample&race=1&bug=hidden&step_langevin=0.05&pace=1000", &[]),
];

/// The table of the reader's answers has the number after the last step that everybody is led to.
pub const TABLE: u8 = 13;
/// The number of the last step.
pub const LAST: u8 = STEPS.len() as u8 + 1;

/// The place among [`STEPS`] of the step of this number; none of 0, and of the table.
pub fn place_of(step: u8) -> Option<usize> {
    let place = match step {
        0 | TABLE => return None,
        ..TABLE => step - 1,
        _ => step - 2,
    };
    (step <= LAST).then_some(place.into())
}

/// What the step of this number begins with.
pub fn state_of(step: u8) -> Option<&'static StepState> {
    Some(&STEPS[place_of(step)?])
}

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

/// What a reader guessed at a step, and what was measured in the reader's own run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Answer {
    pub step: u8,
    pub guess: f64,
    pub measured: Option<Measured>,
}

/// A number and its standard error; 0 of what is counted without error.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Measured {
    pub value: f64,
    pub error: f64,
}

/// One answer a step, in the order of the steps. In a link: `2:3:0:0,3:10:7.4:0.8`, each a step, a guess, and where it is known
/// what was measured and its error.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answers(Vec<Answer>);

impl Answers {
    pub fn of(&self, step: u8) -> Option<Answer> {
        self.0.iter().copied().find(|answer| answer.step == step)
    }

    /// Takes the place of an earlier answer at that step.
    pub fn set(&mut self, answer: Answer) {
        self.0.retain(|other| other.step != answer.step);
        let place = self.0.partition_point(|other| other.step < answer.step);
        self.0.insert(place, answer);
    }

    pub fn iter(&self) -> impl Iterator<Item = Answer> {
        self.0.iter().copied()
    }

    pub fn text(&self) -> String {
        let mut text = String::new();
        for Answer { step, guess, measured } in self.iter() {
            let comma = if text.is_empty() { "" } else { "," };
            let _ = write!(text, "{comma}{step}:{}", short(guess));
            if let Some(Measured { value, error }) = measured {
                let _ = write!(text, ":{}:{}", short(value), short(error));
            }
        }
        text
    }

    /// Those of a text that can be read, and whether all could.
    pub fn take(&mut self, text: &str) -> Taken {
        let read = |part: &str| {
            let mut numbers = part.split(':');
            let step = numbers.next()?.parse().ok().filter(|&step| place_of(step).is_some())?;
            let numbers: Option<Vec<f64>> =
                numbers.map(|text| text.parse().ok().filter(|value: &f64| value.is_finite())).collect();
            let (guess, measured) = match numbers?[..] {
                [guess] => (guess, None),
                [guess, value, error] if error >= 0.0 => (guess, Some(Measured { value, error })),
                _ => return None,
            };
            Some(Answer { step, guess, measured })
        };
        let mut taken = Taken::AsItStands;
        let mut answers = Self::default();
        for part in text.split(',').filter(|part| !part.is_empty()) {
            match read(part) {
                Some(answer) => answers.set(answer),
                None => taken = Taken::Nearest,
            }
        }
        *self = answers;
        taken
    }
}

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

/// Four digits that say something are more than anybody compares.
fn short(value: f64) -> f64 {
    if value == 0.0 {
        return 0.0;
    }
    let unit = 10_f64.powf(value.abs().log10().floor() - 3.0);
    let rounded = (value / unit).round() * unit;
    // Without the noise of the last bit.
    format!("{rounded:.6}").parse().unwrap_or(rounded)
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

    #[test]
    fn answers_are_read_as_they_are_written() {
        let mut answers = Answers::default();
        let measured = Some(Measured { value: 7.412_34, error: 0.8 });
        answers.set(Answer { step: 3, guess: 10.0, measured });
        answers.set(Answer { step: 2, guess: 3.0, measured: None });
        answers.set(Answer { step: 2, guess: 4.0, measured: None });
        assert_eq!(answers.text(), "2:4,3:10:7.412:0.8");
        let mut read = Answers::default();
        assert_eq!(read.take(&answers.text()), Taken::AsItStands);
        assert_eq!(read.text(), answers.text());
        assert_eq!(
            (read.take("0:1,13:1,99:1,2:x,4:1:2,5:1:2:-1,6:1"), read.text()),
            (Taken::Nearest, "6:1".into())
        );
        assert_eq!((short(-0.000_123_456), short(1e9)), (-0.000_123, 1e9));
    }

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
