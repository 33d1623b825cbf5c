//! The data set that all chapters share: what the reader draws, and the way back to the two moons.

mod board;
mod ready;
mod strokes;

pub use board::Board;

#[cfg(test)]
mod tests {
    use crate::settings::DataSet;
    use crate::settings::data::DATA_SETS;

    #[test]
    fn every_data_set_is_on_offer() {
        assert_eq!(DATA_SETS.iter().map(|(set, _)| *set).collect::<Vec<_>>(), DataSet::ALL);
    }
}
