//! The table of all settings.

use super::embed::PARTS;
use super::setting::Setting;
use super::{compare, data, diffusion, ebm, mcmc, page, table, view};

/// Every setting, in the order in which a link, a panel and a list for teachers have them.
pub fn all() -> impl Iterator<Item = &'static Setting> {
    let tables = [
        page::ROWS,
        view::ROWS,
        data::ROWS,
        mcmc::ROWS,
        ebm::ROWS,
        diffusion::ROWS,
        compare::ROWS,
        table::ROWS,
    ];
    tables.into_iter().flatten()
}

/// The setting of this key.
pub fn find(key: &str) -> Option<&'static Setting> {
    all().find(|setting| setting.key == key)
}

/// A name that an embed's list may hold: of a part of the page, or the key of a setting.
pub fn known(name: &str) -> Option<&'static str> {
    let part = PARTS.iter().map(|part| part.name).find(|part| *part == name);
    part.or_else(|| find(name).map(|setting| setting.key))
}
