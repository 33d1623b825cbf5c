//! The table as comma-separated values: one line a run, then what the scores can be at best.

use crate::protocol::diffusion::BANDWIDTHS;
use crate::protocol::table::{TableRealVsReal, TableResult};
use crate::settings::{TableSettings, url};
use crate::ui::save::csv_numbers;

/// A score that is not a number is left empty.
pub fn text(
    table: &TableSettings,
    results: &[TableResult],
    real_vs_real: Option<&TableRealVsReal>,
) -> String {
    let bandwidths = BANDWIDTHS.map(|bandwidth| format!("mmd2_unbiased_{bandwidth}")).join(",");
    let mut text = format!(
        "what,network,schedule,seed,epochs,published_run,mmd2_biased_1_make_moons,mmd2_unbiased_mean,{bandwidths},\
         sliced_wasserstein,energy_distance,first_share,off_share,seconds\n"
    );
    for result in results {
        let (cell, distances) = (result.model.cell, &result.distances);
        let mut numbers = vec![result.published_score, distances.mmd2_mean()];
        numbers.extend(distances.mmd2);
        numbers.extend([distances.sliced_wasserstein, distances.energy_distance]);
        numbers.extend([distances.first_share, distances.off_share, result.seconds]);
        text += &format!(
            "model,{},{},{},{},{},{}\n",
            url::name_of(&cell.network),
            url::name_of(&cell.schedule),
            result.model.seed,
            table.epochs,
            cell.published(),
            csv_numbers(numbers)
        );
    }
    if let Some(real_vs_real) = real_vs_real {
        text += &format!(
            "perfect sampler mean,,,,,,{}\n",
            csv_numbers([real_vs_real.published_mean, real_vs_real.mmd2_mean])
        );
        text += &format!(
            "perfect sampler 95 %,,,,,,{}\n",
            csv_numbers([real_vs_real.published_q95, real_vs_real.mmd2_q95])
        );
        text += &format!(
            "gaussian blob,,,,,,{}\n",
            csv_numbers([
                real_vs_real.gaussian_baseline_published,
                real_vs_real.gaussian_baseline.mmd2_mean()
            ])
        );
        for limit in &real_vs_real.limits {
            let schedule = url::name_of(&limit.schedule);
            text += &format!("exact denoiser,,{schedule},,,,{}\n", csv_numbers([limit.exact_score]));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::table::ScheduleLimit;
    use crate::settings::{TableCell, TableModel};

    #[test]
    fn every_run_is_a_line_and_what_is_no_number_is_empty() {
        let model = TableModel { cell: TableCell::ALL[3], seed: 4 };
        let result = TableResult { model, published_score: f32::NAN, seconds: 1.5, ..TableResult::default() };
        let real_vs_real =
            TableRealVsReal { limits: vec![ScheduleLimit::default()], ..TableRealVsReal::default() };
        let table = TableSettings { seeds: 1, epochs: 20 };
        let text = text(&table, &[result], Some(&real_vs_real));
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines.len(), 6);
        assert!(lines[1].starts_with("model,mlp,cosine,4,20,0.03199,,0,"), "{}", lines[1]);
        assert_eq!(lines[1].split(',').count(), lines[0].split(',').count());
        assert!(lines[5].starts_with("exact denoiser,,cosine,"), "{}", lines[5]);
    }
}
