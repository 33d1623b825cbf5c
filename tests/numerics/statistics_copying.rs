//! What is said of copying: of denoisers and of samples that are known to copy, or to have learned the law.

use crate::common::{Point, assert_close, mean_and_error, moons};
use mcmc_to_diffusion::numerics::buckets::Buckets;
use mcmc_to_diffusion::numerics::diffusion::copying::{Copying, IdealAnswers, Squares};
use mcmc_to_diffusion::numerics::diffusion::{EmpiricalDenoiser, IdealDenoiser, Path, Schedule};
use mcmc_to_diffusion::numerics::two_sample::nearest::{distances, ratio};
use mcmc_to_diffusion::numerics::{Rng, Stream};
use mcmc_to_diffusion::settings::ScheduleKind;

struct World {
    path: Path,
    /// Training points, and fresh data, standardised.
    points: Vec<Point>,
    fresh: Vec<Point>,
    ideal: IdealDenoiser,
    copier: EmpiricalDenoiser,
}

fn world(count: usize) -> World {
    let law = moons(0.05);
    let units = law.units();
    let path = Path::diffused(&Schedule::new(ScheduleKind::Cosine, 100));
    let draw = |count, stream| -> Vec<Point> {
        let points = law.independent(count, &mut Rng::new(1, stream));
        points.into_iter().map(|x| units.to_standard(x)).collect()
    };
    let points = draw(count, Stream::Data);
    World {
        ideal: IdealDenoiser::new(&law, &units, &path),
        copier: EmpiricalDenoiser::new(&points, &path),
        fresh: draw(20_000, Stream::FreshData),
        path,
        points,
    }
}

impl World {
    fn answers(&self, t: usize, rows: usize, clean: &[Point], rng: &mut Rng) -> IdealAnswers {
        IdealAnswers::new(t, rows, clean, &self.path, &self.ideal, &self.copier, rng)
    }

    /// What a denoiser says that goes so far from the law's answer to that of the points.
    fn said(&self, answers: &IdealAnswers, share: impl Fn(usize) -> f64) -> Vec<f32> {
        let rows = answers.x.as_chunks::<2>().0.iter().enumerate();
        let said = rows.flat_map(|(row, x)| {
            let x = x.map(f64::from);
            let law = self.ideal.answer(answers.t, x, None).x0;
            let points = self.copier.answer(answers.t, x).x0;
            [0, 1].map(|axis| (law[axis] + share(row) * (points[axis] - law[axis])) as f32)
        });
        said.collect()
    }
}

#[test]
fn the_place_of_a_denoiser_between_the_two_is_found() {
    let world = world(50);
    for t in [5, 30, 60] {
        let answers = world.answers(t, 300, &world.points, &mut Rng::new(2, Stream::Excess));
        let place = |share: f64| {
            let rows: Vec<Squares> = answers.squares(&world.said(&answers, |_| share)).collect();
            Copying::of(&rows)
        };
        for share in [0.0, 0.3, 1.0, 1.5] {
            let place = place(share);
            assert_close(place.share.value, share, 1e-4, "share");
            assert!(place.share.error < 1e-4, "all rows say the same: {:?}", place.share);
            // Below ½, and only there, the law is nearer.
            assert_eq!(place.to_law.value < place.to_points.value, share < 0.5, "{share}: {place:?}");
        }
        assert!(place(0.0).to_law.value < 1e-12 && place(1.0).to_points.value < 1e-12);
        let apart = place(0.0).to_points.value;
        assert_close(place(1.0).to_law.value, apart, 1e-5 * apart, "how far apart they are");
        assert!(apart > 1e-4, "t = {t}: the two cannot be told apart, {apart}");
    }
}

#[test]
fn squares_of_noise_are_those_of_the_noise_that_is_said() {
    let world = world(50);
    for t in [0, 20, 70] {
        let answers = world.answers(t, 50, &world.points, &mut Rng::new(7, Stream::Excess));
        let (level, said) = (world.path.level(t), world.said(&answers, |row| 0.02 * row as f64));
        let rows =
            answers.x.as_chunks::<2>().0.iter().zip(said.as_chunks::<2>().0).zip(answers.squares(&said));
        for ((x, said), squares) in rows {
            let (x, said) = (x.map(f64::from), said.map(f64::from));
            let eps = [0, 1].map(|axis| (x[axis] - level.signal_rate * said[axis]) / level.noise_rate);
            let (law, points) = (world.ideal.answer(t, x, None).eps, world.copier.answer(t, x).eps);
            let square = |a: Point, b: Point| (a[0] - b[0]).powi(2) + (a[1] - b[1]).powi(2);
            let found = squares.of_noise(level);
            assert_close(found.to_law, square(eps, law), 1e-9, "law");
            assert_close(found.to_points, square(eps, points), 1e-9, "points");
            assert_close(found.apart, square(law, points), 1e-9, "apart");
        }
    }
}

#[test]
fn the_error_of_a_share_is_the_spread_of_repeats() {
    let world = world(50);
    let mut rng = Rng::new(3, Stream::Excess);
    let mut one = |_| {
        let answers = world.answers(20, 100, &world.points, &mut rng);
        // Half of the rows are copied, and all are said with some noise.
        let noise: Vec<f64> = (0..100).map(|_| 0.3 * rng.normal()).collect();
        let said = world.said(&answers, |row| (row % 2) as f64 + noise[row]);
        Copying::of(&answers.squares(&said).collect::<Vec<_>>()).share
    };
    let shares: Vec<_> = (0..400).map(&mut one).collect();
    let values: Vec<f64> = shares.iter().map(|share| share.value).collect();
    let (mean, error) = mean_and_error(&values);
    assert_close(mean, 0.5, 4.0 * error + 0.01, "half of the rows are copied");
    let spread = error * 400.0_f64.sqrt();
    let told = (shares.iter().map(|share| share.error.powi(2)).sum::<f64>() / 400.0).sqrt();
    assert!((told / spread - 1.0).abs() < 0.15, "errors of {told} for a spread of {spread}");
}

#[test]
fn on_training_points_the_copier_has_the_least_loss_and_on_fresh_data_the_law() {
    // For every denoiser D and x₀ of the points, E|D − x₀|² = E|copier − x₀|² + E|D − copier|²; likewise of the law.
    let world = world(100);
    let mut rng = Rng::new(4, Stream::Excess);
    for t in [5, 30, 60] {
        let level = world.path.level(t);
        for (trained, clean) in [(true, &world.points), (false, &world.fresh)] {
            let mut gaps = [vec![], vec![]];
            for _ in 0..20_000 {
                let clean = clean[rng.below(clean.len())];
                let x = clean.map(|clean| level.signal_rate * clean + level.noise_rate * rng.normal());
                let (law, copy) = (world.ideal.answer(t, x, None).x0, world.copier.answer(t, x).x0);
                let square = |a: Point, b: Point| (a[0] - b[0]).powi(2) + (a[1] - b[1]).powi(2);
                // The law's loss less the copier's, and what of it their distance explains, one way or the other.
                let gap = square(law, clean) - square(copy, clean);
                let apart = square(law, copy);
                gaps[0].push(gap - if trained { apart } else { -apart });
                gaps[1].push(gap - if trained { -apart } else { apart });
            }
            let [(left, error), (wrong, wrong_error)] = gaps.map(|gap| mean_and_error(&gap));
            assert!(left.abs() < 4.0 * error, "t = {t}, trained {trained}: {left} ± {error}");
            // Control: on these draws the other of the two is not the best.
            assert!(wrong.abs() > 8.0 * wrong_error, "t = {t}: {wrong} ± {wrong_error}");
        }
    }
}

#[test]
fn fresh_draws_are_as_far_from_the_training_points_as_fresh_data_and_copies_are_not() {
    let law = moons(0.05);
    let mut rng = Rng::new(5, Stream::FreshData);
    for count in [20, 2000] {
        let training = law.independent(count, &mut rng);
        let buckets = Buckets::new(&training);
        let mut of = |samples: &[Point]| {
            let fresh = law.independent(2000, &mut rng);
            ratio(distances(samples, &buckets).collect(), distances(&fresh, &buckets).collect())
        };
        let copies: Vec<Point> = training.iter().copied().cycle().take(500).collect();
        assert_eq!(of(&copies).value, 0.0);
        // Half of the way to the nearest point halves the distances; a few samples far off hardly move it.
        let draws = |strays: usize| {
            let mut draws = law.independent(500, &mut Rng::new(6, Stream::Sampling));
            draws[..strays].fill([9.0, 9.0]);
            draws
        };
        let near: Vec<Point> = draws(0)
            .into_iter()
            .map(|x| {
                let far = |point: &&Point| (point[0] - x[0]).hypot(point[1] - x[1]);
                let nearest = training.iter().min_by(|a, b| far(a).total_cmp(&far(b))).unwrap();
                [0, 1].map(|axis| 0.5 * (x[axis] + nearest[axis]))
            })
            .collect();
        let (half, strays) = (of(&near), of(&draws(10)));
        assert_close(half.value, 0.5, 4.0 * half.error, "half of the way");
        assert_close(strays.value, 1.0, 4.0 * strays.error + 0.03, "strays");
        // Draws of the law: 1, with the error that repeats have.
        let repeats: Vec<_> = (0..200)
            .map(|seed| {
                let mut rng = Rng::new(seed, Stream::Measured);
                let [samples, fresh] = [500, 2000].map(|size| law.independent(size, &mut rng));
                ratio(distances(&samples, &buckets).collect(), distances(&fresh, &buckets).collect())
            })
            .collect();
        let values: Vec<f64> = repeats.iter().map(|one| one.value).collect();
        let (mean, error) = mean_and_error(&values);
        assert_close(mean, 1.0, 4.0 * error + 0.005, &format!("{count} points"));
        let told = (repeats.iter().map(|one| one.error.powi(2)).sum::<f64>() / 200.0).sqrt();
        let spread = error * 200.0_f64.sqrt();
        assert!((told / spread - 1.0).abs() < 0.2, "{count} points: errors of {told} for {spread}");
        // Control: the ratio tells a tenth.
        assert!(told < 0.1, "{count} points: {told}");
    }
    let nowhere = ratio(vec![f64::INFINITY; 3], vec![1.0; 3]);
    assert!(nowhere.value.is_infinite());
}
