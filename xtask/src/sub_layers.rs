//! The layers inside the page: which folder of `src/ui` may import which.

use crate::imports::{Import, Source};

/// Folders and files of `src/ui`, each row of one rank: it imports itself and the rows above, not its neighbours.
const RANKS: [&[&str]; 13] = [
    &["words", "browser", "metrics", "subscribers"],
    &["plot"],
    &["store"],
    &["engine_client", "save"],
    &["weights_file"],
    &["controls"],
    &["chapter"],
    &["saving"],
    &["story"],
    &["homework"],
    &["share"],
    &["chapters"],
    &["app"],
];

/// Where in the page a file stands: its rank, the name of its layer, and its chapter where it is one's.
#[derive(Clone, Copy, PartialEq)]
struct Place<'a> {
    rank: usize,
    layer: &'a str,
    chapter: Option<&'a str>,
}

fn place(name: &str) -> Option<Place<'_>> {
    let mut parts = name.strip_prefix("src/ui/")?.split('/').map(|part| part.trim_end_matches(".rs"));
    let layer = parts.next()?;
    let rank = RANKS.iter().position(|row| row.contains(&layer))?;
    Some(Place { rank, layer, chapter: parts.next().filter(|_| layer == "chapters") })
}

/// Which file breaks which rule, as `file:line: why`.
pub fn broken(sources: &[Source], imports: &[Import]) -> Vec<String> {
    let strangers = sources
        .iter()
        .filter(|source| source.name.starts_with("src/ui/") && source.name != "src/ui/mod.rs")
        .filter(|source| place(&source.name).is_none())
        .map(|source| format!("{}:1: belongs to no layer of the page", source.name));
    let crossings = imports.iter().filter_map(|import| {
        let [from, to] = [import.from, import.to].map(|file| &sources[file].name);
        let why = forbidden(place(from)?, place(to)?)?;
        Some(format!("{from}:{}: {why}: {to}", import.line))
    });
    strangers.chain(crossings).collect()
}

fn forbidden(from: Place, to: Place) -> Option<String> {
    if from.layer == to.layer {
        let another = from.chapter != to.chapter;
        return another.then(|| "a chapter must not import another".into());
    }
    (to.rank >= from.rank).then(|| format!("{} must not import {}", from.layer, to.layer))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::imports::imports;

    fn found(files: &[(&str, &str)]) -> Vec<String> {
        let source = |(name, code): &(&str, &str)| Source { name: (*name).into(), code: (*code).into() };
        let sources: Vec<Source> = files.iter().map(source).collect();
        broken(&sources, &imports(&sources))
    }

    const ROOT: [(&str, &str); 3] =
        [("src/lib.rs", ""), ("src/ui/mod.rs", ""), ("src/ui/chapters/mod.rs", "pub mod ebm;")];
    const STORE: (&str, &str) = ("src/ui/store.rs", "use super::plot::P;");
    const EBM: (&str, &str) = ("src/ui/chapters/ebm/mod.rs", "use crate::ui::{plot::P, store::S};");
    const PLOT: (&str, &str) = ("src/ui/plot/mod.rs", "pub struct P;");

    #[test]
    fn lower_layers_may_be_imported() {
        let app = ("src/ui/app/mod.rs", "use crate::ui::chapters::ebm::E;");
        let own = ("src/ui/chapters/ebm/model.rs", "use super::E;");
        assert_eq!(found(&[ROOT.as_slice(), &[STORE, EBM, PLOT, app, own]].concat()), [""; 0]);
    }

    #[test]
    fn says_which_file_breaks_which_rule() {
        let plot = ("src/ui/plot/mod.rs", "\nuse crate::ui::{chapters::ebm::E, store::S};");
        let mcmc = ("src/ui/chapters/mcmc.rs", "fn f() { crate::ui::chapters::ebm::g(); }");
        let client = ("src/ui/engine_client.rs", "use super::save::A;");
        let save = ("src/ui/save.rs", "");
        assert_eq!(
            found(&[ROOT.as_slice(), &[STORE, EBM, plot, mcmc, client, save]].concat()),
            [
                "src/ui/plot/mod.rs:2: plot must not import store: src/ui/store.rs",
                "src/ui/plot/mod.rs:2: plot must not import chapters: src/ui/chapters/ebm/mod.rs",
                "src/ui/chapters/mcmc.rs:1: a chapter must not import another: src/ui/chapters/ebm/mod.rs",
                "src/ui/engine_client.rs:1: engine_client must not import save: src/ui/save.rs",
            ]
        );
        assert_eq!(found(&[("src/ui/seen.rs", "")]), ["src/ui/seen.rs:1: belongs to no layer of the page"]);
    }
}
