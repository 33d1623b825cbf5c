//! The built site in a real browser: what a reader can do, and what happens when things break.

mod accessible;
mod bench_page;
mod boot;
mod chapter;
mod compare;
mod data_set;
mod denoise;
mod embed;
mod embed_element;
mod energy;
mod examples;
mod exhibits;
mod failures;
mod handed_out;
mod homework;
mod link;
mod npm;
mod offline;
mod quarto;
mod reader;
mod same_bits;
mod sample;
mod saving;
mod smooth;
mod story;
mod strangers;
mod table;
mod teacher;
mod trained;
mod weather;
mod webgpu;

use browser_tests::{Page, Rule, Server, site_dir};
use std::time::Duration;

/// Settings that keep one training step small, for WebGPU in software.
const SMALL: &str = "width=16&depth=1&batch_size=64&points=256&sampler_steps=4&timesteps=20";

fn site() -> Server {
    Server::start(site_dir(), &[])
}

fn site_with(file: &str, rule: Rule) -> Server {
    Server::start(site_dir(), &[(file, rule)])
}

/// Whether the samples on the stage are the network's. Before there are any they are nobody's.
fn draws_from_network(page: &Page) -> bool {
    page.attribute("cloud-source", "data-value").as_deref() == Some("learned")
}

fn seconds(count: u64) -> Duration {
    Duration::from_secs(count)
}
