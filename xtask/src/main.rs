//! Project commands: `cargo xtask serve`, `test`, `dist`, `wheel`, `bench`, `table` and `weights`.

mod apt;
mod bench;
mod browser;
mod cycles;
mod dist;
mod drive;
mod files;
mod guides;
mod imports;
mod layering;
mod layers;
mod licences;
mod lint;
mod native;
mod npm;
mod pack;
mod scan;
mod serve;
mod server;
mod shell;
mod single_file;
mod site;
mod steps;
mod sub_layers;
mod table;
mod test;
mod times;
mod tools;
mod wasm;
mod weights;
mod wheel;
mod widget;

use std::process::ExitCode;

const USAGE: &str = "\
cargo xtask <command>

  serve [--port N]   build the page, serve it on 127.0.0.1 and rebuild on every edit;
                     the first time the page is there before the GPU engine is
  test               format, lints, layering, native tests, the site, and the site in three browsers
  test --browser chromium|firefox|webkit
                     the site in one of them
  pictures           the README's pictures, of the page as it is
  poster LINK FILE   what a link shows, as a picture with its title and address, for books and PDFs
  soak --minutes N   uses the page for so long, and tells each minute its memory and its speed
  layers             every import that a layer forbids, and every import cycle between files
  licences           whether all that the programs are made of may be published
  dist [--single-file]
                     the optimised static site in dist/, and its sizes; or that site as one file, dist/offline.html
  wheel [--site FOLDER]
                     the Python package in python/dist/, with the site as dist makes it, or with a site that is built
  bench [--case C]... [--backend cpu|gpu] [--seconds N] [--warmup N] [--runs N] [--native]
                     the benchmark workloads, in headless Chromium or natively; without
                     arguments also the first look
  bench --first-look how soon the published page shows and does something on a slow machine and line
  table [--seeds N] [--epochs N] [--seed N]
                     trains the table of chapter 3 anew, natively, and prints it as Markdown
  weights            trains the two models that come with the page anew, natively, with the
                     default settings, and prints how good they are

Each sets up what it needs: the wasm target, Trunk, wasm-bindgen and, for tests, browsers.";

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let command = arguments.next().unwrap_or_default();
    let rest: Vec<String> = arguments.collect();
    let outcome = match command.as_str() {
        rustc if lint::is_compiler(rustc) => lint::compile(rustc, &rest),
        "serve" => serve::serve(&rest),
        // What `serve` starts to tell when the page can be opened.
        "announce" => serve::announce(&rest),
        // What Trunk calls when it has built a site.
        "single-file" => no_arguments(&rest).and_then(|()| site::finish_staged()),
        "test" => test::test(&rest),
        "pictures" => {
            no_arguments(&rest).and_then(|()| drive::drive("pictures", &[shell::root().join("assets")]))
        }
        "soak" => match &rest[..] {
            [flag, minutes] if flag == "--minutes" => drive::drive("soak", &[minutes]),
            _ => Err("usage: cargo xtask soak --minutes N".into()),
        },
        "poster" => match &rest[..] {
            [_, _] => drive::drive("poster", &rest),
            _ => Err("usage: cargo xtask poster LINK FILE.png".into()),
        },
        "layers" => no_arguments(&rest).and_then(|()| layers::layers(shell::root())),
        "licences" => no_arguments(&rest).and_then(|()| licences::check()),
        "dist" => dist::dist(&rest),
        "wheel" => wheel::wheel(&rest),
        "bench" => bench::bench(&rest),
        "table" => table::table(&rest),
        "weights" => no_arguments(&rest).and_then(|()| weights::weights()),
        "help" | "--help" | "-h" => {
            println!("{USAGE}");
            Ok(())
        }
        "" => Err(USAGE.into()),
        other => Err(format!("there is no command '{other}'\n\n{USAGE}")),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("{why}");
            ExitCode::FAILURE
        }
    }
}

fn no_arguments(rest: &[String]) -> Result<(), String> {
    match rest.first() {
        None => Ok(()),
        Some(extra) => Err(format!("'{extra}' is not understood here\n\n{USAGE}")),
    }
}
