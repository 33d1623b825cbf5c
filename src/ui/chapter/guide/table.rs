//! Tables of situations: the state of a run, what its advice must say, and what it must not. `tests/guide` holds real runs to them
//! as well.

use super::{Advice, Is, Settings, url};

/// A row of a table of situations: what the advice must say, and what it must not, in any of its sentences.
pub struct Row {
    pub state: &'static str,
    pub advice: Advice,
    pub is: Is,
    pub says: &'static [&'static str],
    pub never: &'static [&'static str],
}

pub fn assert_table(rows: &[Row]) {
    for Row { state, advice, is, says, never } in rows {
        let whole = format!("{} {} {}", advice.verdict, advice.why, advice.details.join(" "));
        assert_eq!(advice.is, *is, "{state}: {whole}");
        let head = format!("{} {}", advice.verdict, advice.why);
        for words in *says {
            assert!(head.contains(words), "{state} must say “{words}”: {head}");
        }
        for words in never.iter().chain(&["NaN", "inf ", " 1 steps", " 1 transitions"]) {
            assert!(!whole.contains(words), "{state} must not say “{words}”: {whole}");
        }
        let length = advice.verdict.split_whitespace().count();
        assert!((1..=12).contains(&length) && !advice.why.is_empty(), "{state}: {}", advice.verdict);
        if let Some(next) = &advice.next {
            let pairs = || next.changes.split('&').filter(|pair| !pair.is_empty());
            assert!(pairs().all(|pair| pair.contains('=')), "{state}: a key and a value");
            let (_, troubles) = url::from_changes(Settings::default(), next.changes);
            assert!(troubles.is_empty(), "{state}: {troubles:?}");
        }
    }
}
