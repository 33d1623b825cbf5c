//! What the table calls its models.

use crate::settings::{Network, ScheduleKind, TableCell, url};

pub fn cell(cell: TableCell) -> String {
    let network = match cell.network {
        Network::Mlp => "MLP",
        Network::ResidualMlp => "Residual MLP",
    };
    format!("{network}, {}", schedule(cell.schedule))
}

/// Where there is little room.
pub fn short(cell: TableCell) -> String {
    let network = match cell.network {
        Network::Mlp => "MLP",
        Network::ResidualMlp => "Residual",
    };
    format!("{network}, {}", schedule(cell.schedule))
}

fn schedule(schedule: ScheduleKind) -> String {
    url::name_of(&schedule).replace('-', " ")
}

/// For test ids.
pub fn key(cell: TableCell) -> String {
    format!("{}-{}", url::name_of(&cell.network), url::name_of(&cell.schedule))
}
