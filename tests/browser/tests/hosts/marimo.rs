//! marimo.

use crate::environment::{Host, folder, program};
use crate::notebook::{DEEP, Notebook};
use crate::session;
use browser_tests::{Browser, Options};
use serde_json::json;
use std::cell::Cell;
use std::fs;

/// A notebook that shows the widget, and runs what is written into its text area.
const NOTEBOOK: &str = "
import marimo

app = marimo.App()


@app.cell
def _():
    import contextlib
    import html
    import io
    import marimo as mo
    return contextlib, html, io, mo


@app.cell
def _(mo):
    SHOW
    mo.ui.anywidget(w)
    return (w,)


@app.cell
def _(mo):
    code = mo.ui.text_area(debounce=False)
    code
    return (code,)


@app.cell
def _(code, contextlib, html, io, mo, w):
    with contextlib.redirect_stdout(io.StringIO()) as _printed:
        try:
            exec(code.value, {'w': w})
        except Exception as _why:
            print(f'{type(_why).__name__}: {_why}')
        print('ran', code.value.partition(chr(10))[0])
    mo.Html(f\"<pre id='printed'>{html.escape(_printed.getvalue())}</pre>\")
    return


if __name__ == '__main__':
    app.run()
";

struct Marimo {
    browser: Browser,
    runs: Cell<usize>,
    _host: Host,
}

impl Marimo {
    fn open() -> Self {
        let notebook = folder().join("moons.py");
        let show = session::SHOW.trim_end().trim_end_matches("\nw").replace('\n', "\n    ");
        fs::write(&notebook, NOTEBOOK.replace("SHOW", &show)).expect("a notebook");
        let host = Host::start(|port| {
            let mut marimo = program("marimo");
            marimo.args(["run", "--headless", "--no-token", "--host", "127.0.0.1", "--port"]);
            marimo.arg(port.to_string()).arg(notebook);
            marimo
        });
        let marimo = Self { browser: Browser::start(Options::default()), runs: Cell::new(0), _host: host };
        marimo.browser.open(&format!("http://127.0.0.1:{}/", marimo._host.port));
        marimo.until("the text area", || {
            marimo.browser.script(&format!("{DEEP} return !!deep('textarea') && !!deep('#printed')"), &[])
                == true
        });
        marimo
    }
}

impl Notebook for Marimo {
    fn browser(&self) -> &Browser {
        &self.browser
    }

    fn run(&self, code: &str) -> String {
        const WRITE: &str = "
            const area = deep('textarea');
            Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value').set.call(area, arguments[0]);
            area.dispatchEvent(new Event('input', { bubbles: true, composed: true }));";
        self.runs.set(self.runs.get() + 1);
        let run = format!("# {}", self.runs.get());
        self.browser.script(&format!("{DEEP} {WRITE}"), &[json!(format!("{run}\n{code}"))]);
        let printed = || {
            let text = self.browser.script(&format!("{DEEP} return deep('#printed')?.textContent"), &[]);
            Some(text.as_str()?.strip_suffix(&format!("ran {run}\n"))?.to_owned())
        };
        self.until(&format!("the cell with\n{code}"), || printed().is_some());
        printed().expect("it has just been there")
    }
}

#[test]
fn in_marimo_python_sets_starts_and_reads_the_page() {
    let marimo = Marimo::open();
    session::works(&marimo);
}
