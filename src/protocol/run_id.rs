/// Counts the runs a page has started.
pub type RunId = u32;
