//! Messages that wait for their turn: however many come at once, a frame does a bounded part of them. Pure.

use super::ask::{Ask, Heard};
use crate::ui::weights_file::MOST_BYTES;
use std::collections::VecDeque;
use std::mem::discriminant;

/// Messages in one turn.
pub const TURN: usize = 100;
/// Bytes of messages that may wait: some ten thousand, as hosts write them, and the largest file. Of more the oldest are
/// refused.
const WAITING: usize = (4 << 20) + MOST_BYTES;

#[derive(Default)]
pub struct Queue {
    waiting: VecDeque<Heard>,
    size: usize,
}

impl Queue {
    /// Takes a message; gives those that have waited longest, where too much waits.
    pub fn push(&mut self, heard: Heard) -> Vec<Heard> {
        self.size += heard.size;
        self.waiting.push_back(heard);
        let mut refused = Vec::new();
        while self.size > WAITING {
            refused.extend(self.pop());
        }
        refused
    }

    fn pop(&mut self) -> Option<Heard> {
        let heard = self.waiting.pop_front()?;
        self.size -= heard.size;
        Some(heard)
    }

    /// The next messages, in their order.
    pub fn turn(&mut self) -> Vec<Heard> {
        (0..TURN).map_while(|_| self.pop()).collect()
    }

    pub fn is_empty(&self) -> bool {
        self.waiting.is_empty()
    }
}

/// Of the messages of a turn those that need not be done: a later one of their kind does it. Settings add up, and so do steps.
pub fn superseded(turn: &[Heard], index: usize) -> bool {
    use Ask::{Load, Pause, Reset, Seek, Train};
    let Ok(ask @ (Train {} | Pause {} | Reset {} | Seek { .. } | Load {})) = &turn[index].ask else {
        return false;
    };
    let is_like_it =
        |later: &Heard| later.ask.as_ref().is_ok_and(|later| discriminant(later) == discriminant(ask));
    turn[index + 1..].iter().any(is_like_it)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heard(ask: Ask, size: usize) -> Heard {
        Heard { id: None, ask: Ok(ask), file: Vec::new(), size }
    }

    #[test]
    fn ten_thousand_at_once_are_done_a_hundred_at_a_time_in_their_order() {
        let mut queue = Queue::default();
        for at in 0..10_000 {
            assert!(queue.push(heard(Ask::Seek { at: f64::from(at) }, 150)).is_empty());
        }
        let turns: Vec<_> =
            std::iter::from_fn(|| Some(queue.turn()).filter(|turn| !turn.is_empty())).collect();
        assert!(turns.len() == 100 && turns.iter().all(|turn| turn.len() == TURN));
        assert_eq!(turns[99][99].ask, Ok(Ask::Seek { at: 9999.0 }));
        assert!(queue.is_empty() && queue.size == 0);
    }

    #[test]
    fn what_waits_is_bounded_and_the_newest_stay() {
        let mut queue = Queue::default();
        let refused: usize = (0..400).map(|_| queue.push(heard(Ask::Get {}, 60_000)).len()).sum();
        assert_eq!((refused, queue.waiting.len()), (51, 349));
        assert!(queue.size <= WAITING);
        assert_eq!(Queue::default().push(heard(Ask::Load {}, MOST_BYTES)), [], "the largest file may come");
    }

    #[test]
    fn of_a_command_the_newest_counts_and_settings_and_steps_add_up() {
        let set = || Ask::Set { settings: Default::default() };
        let asks = [Ask::Train {}, set(), Ask::Pause {}, Ask::Step {}, Ask::Train {}, set(), Ask::Step {}];
        let turn = asks.map(|ask| heard(ask, 1));
        let done: Vec<_> = (0..turn.len()).filter(|&index| !superseded(&turn, index)).collect();
        assert_eq!(done, [1, 2, 3, 4, 5, 6]);
    }
}
