//! The page in notebooks: the widget of the tested site, in the wheel that is made of it, in hosts as people use them.

mod environment;
mod jupyter;
mod marimo;
mod notebook;
mod package;
mod plain;
mod session;
