//! Words that a reader reads and more than one chapter uses: names of choices, of the data and their parts, and numbers.

pub mod compare;
pub mod controls;
pub mod data_words;
pub mod diffusion;
pub mod ebm;
pub mod format;
pub mod glossary;
pub mod language;
pub mod mcmc;
pub mod names;
