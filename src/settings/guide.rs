//! The table of settings in the reference of links, written from the settings themselves.

use super::setting::{Kind, Place, Setting};
use super::{Chapter, Settings, all};
use std::fmt::Write;

const BEGIN: &str = "<!-- settings: written by `UPDATE_GUIDE=1 cargo test --lib guide` -->\n";
const END: &str = "<!-- end of settings -->\n";

fn values(setting: &Setting) -> String {
    match &setting.kind {
        Kind::Number(number) => format!("{} to {}", number.min, number.max),
        Kind::Choice(choice) => {
            let names = (choice.options)().into_iter().map(|(name, _)| format!("`{name}`"));
            names.collect::<Vec<_>>().join(", ")
        }
        Kind::Switch { .. } => "0, 1".to_owned(),
        Kind::Names { .. } | Kind::Text { .. } => "text".to_owned(),
    }
}

fn table() -> String {
    let mut text = String::new();
    let mut heading = |title: &str, of: &dyn Fn(&Setting) -> bool| {
        let here: Vec<_> = all()
            .filter(|setting| setting.place != Place::Page || setting.key == "chain_seed")
            .filter(|setting| of(setting))
            .collect();
        let _ = writeln!(text, "**{title}**\n\n| key | | values | default |\n|---|---|---|---|");
        for setting in here {
            let default = setting.text(&Settings::default());
            let default = if default.is_empty() { "none".to_owned() } else { format!("`{default}`") };
            let _ = writeln!(
                text,
                "| `{}` | {}. {} | {} | {default} |",
                setting.key,
                setting.label.replace('|', "\\|"),
                setting.help.replace('|', "\\|"),
                values(setting)
            );
        }
        text.push('\n');
    };
    let in_several =
        |setting: &Setting| Chapter::ALL.into_iter().filter(|&chapter| setting.is_in(chapter)).count() != 1;
    heading("All chapters, and what the stage draws", &in_several);
    for chapter in Chapter::ALL {
        heading(chapter.name(), &|setting| !in_several(setting) && setting.is_in(chapter));
    }
    text
}

#[test]
fn the_guide_of_links_has_every_setting_as_it_is() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/reference.md");
    let guide = std::fs::read_to_string(path).expect("the guide");
    let (before, rest) = guide.split_once(BEGIN).expect("where the table begins");
    let (written, after) = rest.split_once(END).expect("where it ends");
    let wanted = format!("\n{}", table());
    if std::env::var_os("UPDATE_GUIDE").is_some() {
        std::fs::write(path, [before, BEGIN, &wanted, END, after].concat())
            .expect("the guide can be written");
    } else {
        assert!(written == wanted, "the table of settings in docs/reference.md is not what the settings say");
    }
}
