//! JupyterLab.

use crate::environment::{Host, folder, program};
use crate::notebook::Notebook;
use crate::session;
use browser_tests::{Browser, Options};
use serde_json::json;
use std::fs;

struct Lab {
    browser: Browser,
    _host: Host,
}

impl Lab {
    /// A notebook with its kernel: a cell that shows the widget, and one to write into.
    fn open() -> Self {
        let notebooks = folder().join("jupyter");
        fs::create_dir_all(&notebooks).expect("a folder");
        let kernel = json!({ "name": "python3", "display_name": "Python 3", "language": "python" });
        let cell = |source: &str| json!({ "cell_type": "code", "metadata": {}, "source": source, "outputs": [], "execution_count": null });
        let notebook = json!({
            "cells": [cell(session::SHOW), cell("")], "metadata": { "kernelspec": kernel },
            "nbformat": 4, "nbformat_minor": 4,
        });
        fs::write(notebooks.join("moons.ipynb"), notebook.to_string()).expect("a notebook");
        let host = Host::start(|port| {
            let mut lab = program("jupyter");
            lab.args([
                "lab",
                "--no-browser",
                "--allow-root",
                "--expose-app-in-browser",
                "--ServerApp.ip=127.0.0.1",
            ]);
            lab.args([
                "--IdentityProvider.token=",
                "--LabApp.news_url=None",
                "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
            ]);
            lab.arg(format!("--ServerApp.port={port}"))
                .arg(format!("--ServerApp.root_dir={}", notebooks.display()));
            lab
        });
        let lab = Self { browser: Browser::start(Options::default()), _host: host };
        lab.browser.open(&format!("http://127.0.0.1:{}/lab/tree/moons.ipynb", lab._host.port));
        lab.until("the kernel", || {
            const READY: &str = "
                const session = globalThis.jupyterapp?.shell?.currentWidget?.sessionContext;
                return session?.session?.kernel?.connectionStatus === 'connected' && session.session.kernel.status === 'idle'";
            lab.browser.script(READY, &[]) == true
        });
        lab.browser.script("return jupyterapp.commands.execute('notebook:run-all-cells')", &[]);
        lab
    }
}

impl Notebook for Lab {
    fn browser(&self) -> &Browser {
        &self.browser
    }

    fn run(&self, code: &str) -> String {
        const RUN: &str = "
            const { commands, shell } = jupyterapp;
            const { content } = shell.currentWidget;
            const run = async () => {
                content.activeCellIndex = 1;
                const { model } = content.activeCell;
                model.sharedModel.setSource(arguments[0]);
                await commands.execute('notebook:run-cell');
                // A page out of sight pauses.
                document.querySelector('mcmc-to-diffusion')?.scrollIntoView();
                return model.outputs.toJSON().map(({ text, ename, evalue }) =>
                    text ? [text].flat().join('') : ename ? `${ename}: ${evalue}` : '').join('');
            };
            return run()";
        self.browser.script(RUN, &[json!(code)]).as_str().expect("text").to_owned()
    }
}

#[test]
fn in_jupyterlab_python_sets_starts_and_reads_the_page() {
    let lab = Lab::open();
    session::works(&lab);
}
