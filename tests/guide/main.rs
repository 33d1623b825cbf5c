//! What the guide says of real runs. The engine's frames go to the page's models, as on the page, and what is said of them is
//! held to a table.

mod compare;
mod denoise;
mod energy;
mod museum;
mod museum_denoise;
mod reader;
mod sample;
#[path = "../../src/ui/chapter/guide/table.rs"]
mod table;

// What the table is made of.
use mcmc_to_diffusion::settings::{Settings, url};
use mcmc_to_diffusion::ui::chapter::guide::{Advice, Is};
