//! The field's words, each explained once: for the page, and for `docs/glossary.md`.

/// A term and its explanation.
#[derive(Debug, PartialEq, Eq)]
pub struct Entry {
    pub key: &'static str,
    pub term: &'static str,
    /// Other ways in which it is written.
    pub forms: &'static [&'static str],
    pub words: &'static str,
}

impl Entry {
    /// What its name follows in a question.
    pub fn question(&self) -> &'static str {
        match self.key {
            "negatives" | "prediction" => "What are",
            "leapfrog" | "score" => "What is the",
            "schedule" => "What is a",
            _ => "What is",
        }
    }
}

macro_rules! entries {
    ($($key:literal, $term:literal, [$($form:literal),*], $words:literal;)*) => {
        pub const GLOSSARY: &[Entry] =
            &[$(Entry { key: $key, term: $term, forms: &[$($form),*], words: $words }),*];
    };
}

entries! {
    "acceptance", "acceptance", ["Acceptance"],
        "The share of proposed moves that a chain makes. A refused proposal leaves the chain where it is.";
    "accept-test", "accept test", [],
        "The Metropolis test: a proposal is taken with a probability that makes the chain's law the density, whatever the proposal was.";
    "alpha-bar", "ᾱ", [],
        "The share of the data's variance that is left at a noise level. It falls from 1 to almost 0; its square root is the signal left.";
    "cd", "CD-k", ["CD-10", "CD-1", "contrastive divergence", "Contrastive divergence"],
        "Contrastive divergence lowers the energy of data and raises it where k Langevin steps from the data end.";
    "ddim", "DDIM", [],
        "A sampler that removes noise without adding new noise. It needs fewer steps than DDPM.";
    "ddpm", "DDPM", [],
        "A sampler that removes a little noise and adds a little new noise in each step.";
    "ema", "EMA", [],
        "An exponential moving average of the weights. It is smoother than the newest weights, and samples are drawn with it.";
    "energy", "energy", ["Energy"],
        "A number for each point, low where points are likely: p(x) is proportional to e^(−E(x)).";
    "ess", "ESS", ["effective samples"],
        "The effective sample size: how many independent samples would give the same error as these dependent ones.";
    "hmc", "HMC", [],
        "Hamiltonian Monte Carlo gives the chain a random push and lets it glide over the density, so that one move leads far.";
    "kl", "KL", [],
        "The Kullback–Leibler divergence from one density to another, in nats. It is 0 only where both are the same.";
    "langevin", "Langevin", [],
        "A step uphill along the gradient of log p, plus random noise.";
    "leapfrog", "leapfrog", ["Leapfrog"],
        "The way HMC moves: half a push, a step, and half a push. It nearly keeps the total energy.";
    "mala", "MALA", [],
        "A Langevin step that is accepted or refused, so that the samples have exactly the right density.";
    "mmd2", "MMD²", [],
        "The squared distance between two sets of points, as a kernel sees it. The unbiased estimate can be a little below 0 for equal sets.";
    "nats", "nats", [],
        "The unit of a natural logarithm: 1 nat less log density means 2.7 times less likely.";
    "schedule", "noise schedule", ["Noise schedule", "Schedule", "schedule"],
        "The plan that says how much noise each level adds.";
    "negatives", "negatives", ["Negatives"],
        "Points that the model draws itself. Training raises their energy and lowers that of the data.";
    "nuts", "NUTS", [],
        "The No-U-Turn Sampler: HMC that chooses the length of each path itself.";
    "pcd", "persistent CD", ["PCD"],
        "Contrastive divergence whose chains go on from where they were, instead of starting from the data each time.";
    "prediction", "ε, x₀ and v", ["Prediction", "predicts"],
        "What the network is asked for: the noise ε, the clean point x₀, or v, a mix of both. Each can be computed from the others.";
    "r-hat", "R-hat", [],
        "Compares the spread between chains with the spread within them. Close to 1 means that they agree, not that they are right.";
    "score", "score", ["scores"],
        "The gradient of log p: the direction in which a point gets more likely. A scoreboard uses the word for a mark instead.";
    "ula", "ULA", [],
        "Langevin steps that are always accepted. Its samples are a little wrong, more so with a longer step.";
}

/// A stretch of a text.
#[derive(Clone, Debug, PartialEq)]
pub enum Part {
    Words(String),
    /// As it is written there, with its explanation.
    Term(String, &'static Entry),
}

/// The first place of a form in a text where it stands as a word of its own.
fn find(text: &str, form: &str) -> Option<usize> {
    let is_word =
        |letter: Option<char>| letter.is_some_and(|letter| letter.is_alphanumeric() || letter == '-');
    text.match_indices(form).map(|(at, _)| at).find(|&at| {
        !is_word(text[..at].chars().next_back()) && !is_word(text[at + form.len()..].chars().next())
    })
}

/// A text with the first place of each term marked. The plain words put together again are the text.
pub fn split(text: &str) -> Vec<Part> {
    let forms = |entry: &'static Entry| [entry.term].into_iter().chain(entry.forms.iter().copied());
    let first = |entry: &'static Entry| {
        forms(entry)
            .filter_map(|form| find(text, form).map(|at| (at, form.len(), entry)))
            .min_by_key(|found| found.0)
    };
    let mut found: Vec<_> = GLOSSARY.iter().filter_map(first).collect();
    found.sort_by_key(|&(at, length, _)| (at, std::cmp::Reverse(length)));
    let (mut parts, mut done) = (Vec::new(), 0);
    for (at, length, entry) in found {
        if at < done {
            continue;
        }
        if at > done {
            parts.push(Part::Words(text[done..at].to_owned()));
        }
        done = at + length;
        parts.push(Part::Term(text[at..done].to_owned(), entry));
    }
    if done < text.len() {
        parts.push(Part::Words(text[done..].to_owned()));
    }
    parts
}

/// The terms of a text, in its order.
pub fn terms_in(text: &str) -> impl Iterator<Item = &'static Entry> {
    split(text).into_iter().filter_map(|part| match part {
        Part::Words(_) => None,
        Part::Term(_, entry) => Some(entry),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_are_marked_once_and_the_text_is_kept() {
        let text = "MALA and HMC: MALA has R-hat 1.3, CD-10 an energy; energies and MALAs are none.";
        let parts = split(text);
        let (terms, whole): (Vec<_>, Vec<_>) = parts
            .iter()
            .map(|part| match part {
                Part::Words(words) => (None, words.as_str()),
                Part::Term(words, entry) => (Some(entry.key), words.as_str()),
            })
            .unzip();
        assert_eq!(whole.concat(), text);
        assert_eq!(terms.into_iter().flatten().collect::<Vec<_>>(), ["mala", "hmc", "r-hat", "cd", "energy"]);
        assert_eq!(split("Nothing here"), [Part::Words("Nothing here".into())]);
        assert!(split("").is_empty());
    }

    #[test]
    fn a_label_asks_for_each_of_its_terms_by_name() {
        let questions = |label| {
            let all = terms_in(label).map(|entry| format!("{} {}?", entry.question(), entry.term));
            all.collect::<Vec<_>>().join(" ")
        };
        assert_eq!(questions("Leapfrog step ε, HMC"), "What is the leapfrog? What is HMC?");
        assert_eq!(questions("Target acceptance, MALA"), "What is acceptance? What is MALA?");
        assert_eq!(questions("Prediction"), "What are ε, x₀ and v?");
        assert_eq!(questions("Width"), "");
    }

    #[test]
    fn every_term_has_a_key_of_its_own_and_one_or_two_sentences() {
        let mut keys: Vec<_> = GLOSSARY.iter().map(|entry| entry.key).collect();
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), GLOSSARY.len());
        for Entry { term, words, .. } in GLOSSARY {
            let sentences = words.matches(". ").count() + 1;
            assert!(words.ends_with('.') && sentences <= 2, "{term}: {words}");
            assert!(matches!(&split(term)[..], [Part::Term(..)]), "{term} is not found in itself");
        }
    }

    #[test]
    fn the_page_of_the_docs_has_every_term() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/glossary.md");
        let entries: String =
            GLOSSARY.iter().map(|entry| format!("\n**{}**. {}\n", entry.term, entry.words)).collect();
        let wanted = format!(
            "# Glossary\n\nThe terms that the page explains where they stand. Written by \
             `UPDATE_GUIDE=1 cargo test --lib glossary`.\n{entries}"
        );
        if std::env::var_os("UPDATE_GUIDE").is_some() {
            std::fs::write(path, wanted).expect("the page can be written");
        } else {
            assert!(
                std::fs::read_to_string(path).is_ok_and(|page| page == wanted),
                "docs/glossary.md is old"
            );
        }
    }
}
