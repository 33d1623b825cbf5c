//! Codes that a teacher pastes, and what they hold.

use super::asked::{self, Asked};
use super::code;
use crate::settings::{Settings, url};
use crate::ui::browser;
use crate::ui::story::filled::{shown, shown_measured};
use crate::ui::words::language::{Told, say, say_with, tell};
use leptos::prelude::*;

/// Who handed a code in, where that stands before it, and what it holds; nothing of one that is damaged.
type Handed = (String, Option<Settings>);

/// The last word of each line is a code.
fn read(pasted: &str) -> Vec<Handed> {
    let lines = pasted.lines().map(str::trim).filter(|line| !line.is_empty());
    lines
        .enumerate()
        .map(|(at, line)| {
            let (who, code) = line.rsplit_once(char::is_whitespace).unwrap_or(("", line));
            let who = who.trim_end_matches([':', ' ', '\t']);
            let who = if who.is_empty() { (at + 1).to_string() } else { who.to_owned() };
            (who, code::read(code))
        })
        .collect()
}

/// Guess, what was measured, and whether they agree, as they are read.
fn words(asked: &Asked, settings: &Settings) -> [String; 3] {
    let (key, guess) = (asked.step.key, asked.guess);
    let Some(answer) = settings.story.answers.of(asked.number) else {
        return ["–".into(), "–".into(), say("homework.check.missing")];
    };
    let verdict = match (answer.measured, guess.holds(&answer)) {
        (None, _) => "homework.check.missing",
        (Some(_), true) => "homework.check.holds",
        (Some(_), false) => "homework.check.off",
    };
    let measured = answer.measured.map_or_else(|| "–".into(), |of| shown_measured(key, guess, of));
    [shown(key, guess, answer.guess), measured, say(verdict)]
}

#[component]
pub fn Check() -> impl IntoView {
    let pasted = RwSignal::new(String::new());
    let handed = Memo::new(move |_| pasted.with(|pasted| read(pasted)));
    let heads = ["homework.check.step", "homework.check.guess", "story.measured", "homework.check.verdict"];
    view! {
        <label class="field">
            <span>{say("homework.check")}</span>
            <textarea rows="3" spellcheck="false" data-testid="homework-pasted"
                on:input:target=move |event| pasted.set(event.target().value())></textarea>
        </label>
        <p class="hint">{say("homework.check.help")}</p>
        <Show when=move || handed.with(|handed| !handed.is_empty())>
            <div class="checked" tabindex="0" role="group" aria-label=say("homework.check.results")>
                <table data-testid="homework-checked">
                    <thead><tr>{heads.map(|head| view! { <th scope="col">{say(head)}</th> }).collect_view()}</tr></thead>
                    {move || handed.get().into_iter().map(|handed| view! { <Result handed/> }).collect_view()}
                </table>
            </div>
        </Show>
    }
}

#[component]
fn Result(handed: Handed) -> impl IntoView {
    let (who, settings) = handed;
    let Some(settings) = settings else {
        let words = say_with("homework.check.damaged", "who", who);
        return view! { <tbody class="damaged"><tr><th scope="rowgroup" colspan="4">{words}</th></tr></tbody> }.into_any();
    };
    let count = asked::of(&settings.story.homework).count();
    let head = tell("homework.check.result", |name| match name {
        "who" => Some(Told::Words(who.clone())),
        "held" => Some(Told::Number(asked::held(&settings.story) as f64)),
        "of" => Some(Told::Number(count as f64)),
        "seed" => Some(Told::Words(settings.seed.to_string())),
        "chains" => Some(Told::Words(settings.chain_seed.to_string())),
        _ => None,
    });
    let link = browser::link(&url::to_full_query(&settings));
    let row = |asked: Asked| {
        let cells = words(&asked, &settings).map(|words| view! { <td>{words}</td> }).collect_view();
        view! { <tr><th scope="row">{format!("{} {}", asked.number, asked.title())}</th>{cells}</tr> }
    };
    view! {
        <tbody>
            <tr>
                <th scope="rowgroup" colspan="4">{head}" "
                    <a href=link target="_blank" rel="noopener">{say("homework.check.open")}</a>
                </th>
            </tr>
            {asked::of(&settings.story.homework).map(row).collect_view()}
        </tbody>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::homework::asked::tests::story;

    #[test]
    fn each_line_is_a_code_with_whatever_stands_before_it() {
        let code = code::write(&Settings { story: story(), ..Settings::default() });
        let handed = read(&format!("{code}\n\n Ada Lovelace:\t{code} \r\n{}", &code[1..]));
        let who: Vec<_> = handed.iter().map(|(who, settings)| (who.as_str(), settings.is_some())).collect();
        assert_eq!(who, [("1", true), ("Ada Lovelace", true), ("3", false)]);
    }

    #[test]
    fn a_row_says_what_was_guessed_and_measured_and_whether_it_held() {
        let settings = Settings { story: story(), ..Settings::default() };
        let rows: Vec<_> =
            asked::of(&settings.story.homework).map(|asked| words(&asked, &settings)).collect();
        let expected =
            [["1", "0", "does not hold"], ["8", "7 ± 0.8", "holds"], ["50\u{a0}%", "–", "not measured"]];
        assert_eq!(rows, expected);
    }
}
