//! `widget.mjs`: the page as a widget of notebooks, one module that needs nothing beside it.

use crate::files::{self, read_text};
use crate::shell::root;
use std::path::Path;

/// Writes it into a site.
///
/// # Errors
/// Names the file that cannot be read or written.
pub fn write(site: &Path) -> Result<(), String> {
    let read = |name: &str| read_text(&root().join("assets").join(name));
    files::write(&site.join("widget.mjs"), module(&read("embed.js")?, &read("widget.js")?)?)
}

/// The element, then what is exported. A notebook gives the module no address that an import could start from.
fn module(embed: &str, widget: &str) -> Result<String, String> {
    let module = format!("{embed}\n{widget}");
    let starts = |word: &str| module.lines().filter(|line| line.starts_with(word)).count();
    match (starts("import "), starts("export ")) {
        (0, 1) => Ok(module),
        (imports, exports) => {
            Err(format!("widget.mjs has {imports} imports and {exports} exports instead of 0 and 1"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::module;

    #[test]
    fn the_module_is_the_element_and_then_the_widget() {
        let (embed, widget) = (include_str!("../../assets/embed.js"), include_str!("../../assets/widget.js"));
        let module = module(embed, widget).unwrap();
        assert!(module.starts_with(embed) && module.ends_with(widget));
    }

    #[test]
    fn it_needs_nothing_beside_it_and_is_exported_once() {
        assert!(module("a();", "export default { render };").is_ok());
        assert!(module("a();", "render();").is_err());
        assert!(module("import a from './a.js';", "export default { render };").is_err());
        assert!(module("export const a = 1;", "export default { render };").is_err());
    }
}
