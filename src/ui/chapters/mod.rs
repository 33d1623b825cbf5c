//! One panel a chapter.

pub mod diffusion;
