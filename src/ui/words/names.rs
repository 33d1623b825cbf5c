//! Choices and what they are called on the page.

/// What a choice is called; nothing where it is not on offer.
pub fn name<T: PartialEq>(of: &[(T, &'static str)], wanted: &T) -> &'static str {
    of.iter().find(|(other, _)| other == wanted).map_or("", |(_, name)| name)
}

/// Every choice has a name of its own.
#[cfg(test)]
pub fn assert_distinct<T: PartialEq>(of: &[(T, &'static str)]) {
    let mut names: Vec<_> = of.iter().map(|(choice, _)| name(of, choice)).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), of.len());
}
