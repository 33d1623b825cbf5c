//! Choices and what they are called on the page.

/// What a choice is called; nothing where it is not on offer.
pub fn name<T: PartialEq>(of: &[(T, &'static str)], wanted: &T) -> &'static str {
    of.iter().find(|(other, _)| other == wanted).map_or("", |(_, name)| name)
}
