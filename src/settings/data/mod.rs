//! The data set that all chapters share.

mod drawing;

pub use drawing::Drawing;

use super::{Chapter, StageSquare, StageWindow};
use serde::{Deserialize, Serialize};

/// What the data look like before a Gaussian blurs them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DataSet {
    /// Two half circles.
    #[default]
    TwoMoons,
    /// Two circles about one centre.
    Circles,
    /// Eight points on a circle.
    EightGaussians,
    /// Five bent arms about an empty centre.
    Pinwheel,
    /// Two spirals about one centre.
    Spirals,
    /// The eight dark squares of a board of sixteen.
    Checkerboard,
    /// One spiral that winds about an empty centre.
    SwissRoll,
    /// What the reader has drawn.
    Drawn,
}

impl DataSet {
    pub const ALL: [Self; 8] = [
        Self::TwoMoons,
        Self::Circles,
        Self::EightGaussians,
        Self::Pinwheel,
        Self::Spirals,
        Self::Checkerboard,
        Self::SwissRoll,
        Self::Drawn,
    ];
}

pub const DATA_SETS: &[(DataSet, &str)] = &[
    (DataSet::TwoMoons, "Two moons"),
    (DataSet::Circles, "Two circles"),
    (DataSet::EightGaussians, "Eight Gaussians"),
    (DataSet::Pinwheel, "Pinwheel"),
    (DataSet::Spirals, "Two spirals"),
    (DataSet::Checkerboard, "Checkerboard"),
    (DataSet::SwissRoll, "Swiss roll"),
    (DataSet::Drawn, "Your drawing"),
];

settings! {
    /// Which data set, and what it can be told. Its blur σ is a number of each chapter.
    DataSettings, data, &Chapter::ALL, {
        set: DataSet = DataSet::TwoMoons, restarts Data, choice("Data set", "What all chapters are about: its density is known exactly, so what is learned can be judged.", DATA_SETS)
            .key("data_set").shown_if(|all| all.uses_data());
        gap: f64 = 0.0, restarts Data, number("Distance of the moons", "By how much the lower moon is farther down than usual, in data units. The farther apart the moons, the harder they are to cross.", -0.4..=1.5, 0.05; Linear)
            .shown_if(|all| all.uses_data() && all.data.set == DataSet::TwoMoons);
        drawing: Drawing = Drawing::default(), restarts Data, text("Your drawing", "What you have drawn. The link contains it.")
            .shown_if(|all| all.uses_data() && all.data.set == DataSet::Drawn);
    }
}

impl DataSettings {
    /// Why a network can be told of no classes of these data; empty where it can.
    pub fn no_classes(&self) -> &'static str {
        match self.modes().len() {
            0 | 1 => "These data are of one piece, so there are no classes.",
            2 => "",
            _ => "These data have more than two parts, but the network can be told only two classes.",
        }
    }

    /// Why nothing can be told of its parts; empty where it has some.
    pub fn no_parts(&self) -> &'static str {
        if self.modes().len() > 1 { "" } else { "These data are of one piece." }
    }

    /// The square that the stage shows, data units: fixed for each data set, so that shapes never jump.
    pub fn stage(&self) -> StageSquare {
        match self.set {
            DataSet::TwoMoons => StageSquare { x: -2.0, y: -2.25 - 0.5 * self.gap, side: 5.0 },
            _ => StageSquare { x: -2.5, y: -2.5, side: 5.0 },
        }
    }

    /// What of that square it shows: the middle, where noise and data are.
    pub fn window(&self) -> StageWindow {
        let square = self.stage();
        match self.set {
            DataSet::TwoMoons => {
                StageWindow { square, shares: [0.88, 0.66 + self.gap.min(1.7) / square.side] }
            }
            _ => StageWindow::whole(square),
        }
    }

    /// What each of its separate parts is called, in the order of their shares; one where there is but one.
    pub fn modes(&self) -> Vec<String> {
        let named = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        let counted = |what: &str, count: usize| (1..=count).map(|part| format!("{what} {part}")).collect();
        match self.set {
            DataSet::TwoMoons => named(&["upper moon", "lower moon"]),
            DataSet::Circles => named(&["outer circle", "inner circle"]),
            DataSet::EightGaussians => named(&[
                "east",
                "north-east",
                "north",
                "north-west",
                "west",
                "south-west",
                "south",
                "south-east",
            ]),
            DataSet::Pinwheel => counted("arm", 5),
            DataSet::Spirals => named(&["first spiral", "second spiral"]),
            DataSet::Checkerboard => named(&["a1", "c1", "b2", "d2", "a3", "c3", "b4", "d4"]),
            DataSet::SwissRoll => named(&["the roll"]),
            DataSet::Drawn => counted("stroke", self.drawing.strokes().len()),
        }
    }

    /// Whether a network can be told which of two parts a point is from.
    pub fn has_two_classes(&self) -> bool {
        self.modes().len() == 2
    }

    /// Whether `other` is the same data: what does not concern the set chosen does not count.
    pub fn is_like(&self, other: &Self) -> bool {
        self.set == other.set
            && (self.set != DataSet::TwoMoons || self.gap == other.gap)
            && (self.set != DataSet::Drawn || self.drawing == other.drawing)
    }
}
