//! What is written is read again, and nothing else is.

use super::{name, put_settings, read, write};
use crate::protocol::weights::{NetworkWeights, Units, Weights};
use crate::settings::url::to_query;
use crate::settings::{
    Beside, Chapter, DataSet, DiffusionBeside, Experiment, Network, Settings, layers::count,
};
use std::panic::catch_unwind;

/// Settings of several models of either kind, with one network and with two.
fn models() -> Vec<(Settings, Chapter)> {
    let mut all = Vec::new();
    for beside in [false, true] {
        let mut settings = Settings { seed: 7, ..Settings::default() };
        (settings.data.set, settings.ebm.width, settings.diffusion.width) = (DataSet::Circles, 5, 6);
        (settings.diffusion.depth, settings.ebm.depth) = (2, 1);
        settings.diffusion.conditional = beside;
        if beside {
            (settings.ebm.beside, settings.diffusion.beside) = (Beside::Rival, DiffusionBeside::Fork);
            settings.diffusion.network = Network::ResidualMlp;
            settings.diffusion.learning_rate = 0.1 + 0.2 - 0.25;
        }
        all.extend([(settings.clone(), Chapter::LearnAnEnergy), (settings, Chapter::Denoise)]);
    }
    all
}

/// Weights each of which is another number; averaged ones where `averages` says so.
fn weights(settings: &Settings, chapter: Chapter, averages: bool) -> Weights {
    let experiment = Experiment::of(chapter, settings);
    let mut next = 0.0;
    let mut numbers = |length: usize| -> Vec<f32> {
        (0..length)
            .map(|_| {
                next += 1.0;
                next / 7.0 - 3.0
            })
            .collect()
    };
    let networks = experiment.networks();
    let networks = networks.iter().map(|layers| NetworkWeights {
        values: numbers(count(layers)),
        training: numbers(if averages { count(layers) } else { 0 }),
    });
    let networks = networks.collect();
    let data = settings.data.clone();
    let units = Units { mean: [0.5, 0.25], std: [0.868_123_456_789, 0.1 + 0.2] };
    let units = (chapter == Chapter::Denoise).then_some(units);
    Weights { run: 0, seed: settings.seed, data, experiment, step: 4321, seconds: 12.34, networks, units }
}

fn a_file() -> Vec<u8> {
    let (settings, chapter) = models().remove(1);
    write(&weights(&settings, chapter, true), &settings).expect("a whole model")
}

#[test]
fn what_is_written_comes_back_to_the_bit() {
    for (settings, chapter) in models() {
        for averages in [false, true] {
            let weights = weights(&settings, chapter, averages);
            let file = write(&weights, &settings).expect("a whole model");
            assert_eq!(read(&file).as_ref(), Ok(&weights));
        }
    }
}

#[test]
fn the_settings_of_a_file_are_put_in_place_and_others_stay() {
    let (settings, chapter) = models().remove(3);
    let weights = weights(&settings, chapter, false);
    let mut readers = Settings::default();
    (readers.ebm.width, readers.view.data, readers.chain_seed) = (9, true, 3);
    let before = readers.clone();
    put_settings(&weights, &mut readers);
    assert_eq!(Experiment::of(chapter, &readers), weights.experiment);
    assert_eq!((readers.chapter, readers.seed, &readers.data), (chapter, 7, &weights.data));
    assert_eq!((&readers.ebm, &readers.view, readers.chain_seed), (&before.ebm, &before.view, 3));
    assert_eq!(name(&weights), "mcmc-to-diffusion-denoise-4321-steps.safetensors");
}

#[test]
fn a_matrix_lies_as_in_pytorch_and_the_header_says_what_it_is() {
    let (settings, chapter) = models().remove(0);
    let weights = weights(&settings, chapter, false);
    let file = write(&weights, &settings).expect("a whole model");
    let tensors = safetensors::SafeTensors::deserialize(&file).expect("a file");
    let tensor = tensors.tensor("layers.0.weight").expect("the first matrix");
    // 2 inputs, 5 outputs: the weight from input 1 to output 0 comes second here, and sixth in the engine.
    assert_eq!(
        (tensor.shape(), &tensor.data()[4..8]),
        (&[5, 2][..], &weights.networks[0].values[5].to_le_bytes()[..])
    );
    let (_, header) = safetensors::SafeTensors::read_metadata(&file).expect("a file");
    let told = header.metadata().as_ref().expect("metadata");
    let expected =
        [("format", "pt"), ("kind", "energy"), ("step", "4321"), ("seed", "7"), ("network", "mlp")];
    for (key, value) in expected {
        assert_eq!(told[key], value);
    }
    let mut own = settings.clone();
    own.chapter = chapter;
    assert_eq!(told["settings"], to_query(&own));
}

#[test]
fn what_is_no_whole_model_is_not_written() {
    let (settings, chapter) = models().remove(0);
    let whole = weights(&settings, chapter, false);
    let untrained = Weights { step: 0, ..whole.clone() };
    let none = Weights { networks: Vec::new(), ..whole.clone() };
    let chains = Weights { experiment: Experiment::of(Chapter::Sample, &settings), ..whole };
    for (weights, word) in [(untrained, "not trained"), (none, "0 networks"), (chains, "neither")] {
        let why = write(&weights, &settings).expect_err("no model");
        assert!(why.contains(word), "{why}");
    }
}

/// A file whose header has been changed; its data are as they were.
fn with_header(change: impl Fn(String) -> String) -> Vec<u8> {
    let file = a_file();
    let length = u64::from_le_bytes(file[..8].try_into().expect("eight bytes")) as usize;
    let header = String::from_utf8(file[8..8 + length].to_vec()).expect("JSON");
    let header = change(header);
    [&(header.len() as u64).to_le_bytes()[..], header.as_bytes(), &file[8 + length..]].concat()
}

#[test]
fn a_file_that_is_not_what_it_says_is_refused_in_words() {
    let cases = [
        ("\"kind\":\"diffusion\"", "\"kind\":\"dog\"", "“dog”"),
        ("\"version\":\"1\"", "\"version\":\"2\"", "version “2”"),
        ("\"kind\"", "\"sort\"", "does not say its kind"),
        ("\"step\":\"4321\"", "\"step\":\"-3\"", "step is “-3”"),
        ("\"step\":\"4321\"", "\"step\":\"0\"", "not trained"),
        ("\"step\":\"4321\"", "\"step\":\"4294967295\"", "training ends at 100000"),
        ("\"step\":\"4321\"", "\"step\":\"4322\"", "changed or damaged"),
        ("\"seed\":\"7\"", "\"seed\":\"8\"", "contradictory"),
        ("\"seconds\":\"12.34\"", "\"seconds\":\"NaN\"", "contradictory"),
        ("&width=6", "&width=7", "the shape"),
        ("&width=6", "&width=6000", "not understood"),
        ("&width=6", "&wide=6", "not understood"),
        ("\"layers.1.bias\"", "\"layers.9.bias\"", "layers.1.bias is missing"),
        ("\"training.layers.0.weight\"", "\"training.layers.9.weight\"", "tensors, but"),
        ("[6,66]", "[66,6]", "[66, 6]"),
        ("\"dtype\":\"F32\"", "\"dtype\":\"I32\"", "I32"),
        ("\"__metadata__\":{", "\"__metadata__\":{\"a\":1,", "not a complete safetensors file"),
    ];
    for (from, to, word) in cases {
        let file = with_header(|header| {
            assert!(header.contains(from), "{from} is not in {header}");
            header.replace(from, to)
        });
        let why = read(&file).expect_err("it is changed");
        assert!(why.contains(word), "{from} → {to}: {why}");
    }
    let mut infinite = a_file();
    let end = infinite.len();
    infinite[end - 4..].copy_from_slice(&f32::INFINITY.to_le_bytes());
    assert!(read(&infinite).is_err_and(|why| why.contains("not numbers")));
    assert!(read(&vec![0; super::MOST_BYTES + 1]).is_err_and(|why| why.contains("16 MB")));
}

#[test]
fn tensors_beyond_the_end_of_numbers_are_refused() {
    // Eight sizes whose sum is more than 32 bits hold, and, further on, more than 64 do.
    for size in [(1_u64 << 29) - 1, (1 << 61) - 8] {
        let mut header = String::from("{");
        for index in 0..8 {
            let (from, to) = (size * index, size * (index + 1));
            header += &format!(
                "\"a{index}\":{{\"dtype\":\"U8\",\"shape\":[{size}],\"data_offsets\":[{from},{to}]}},"
            );
        }
        header = header.trim_end_matches(',').to_owned() + "}";
        let file = [&(header.len() as u64).to_le_bytes()[..], header.as_bytes()].concat();
        assert!(read(&file).is_err());
    }
}

#[test]
fn junk_never_panics() {
    let whole = a_file();
    // Cut anywhere it is not whole.
    for end in 0..whole.len().min(3000) {
        assert!(read(&whole[..end]).is_err(), "{end}");
    }
    let mut state = 1_u64;
    let mut random = move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    };
    for _ in 0..3000 {
        // Some bytes of the header changed, which may leave it a file.
        let mut changed = whole.clone();
        for _ in 0..=random() % 3 {
            let at = (random() % 2500) as usize % changed.len();
            changed[at] = random() as u8;
        }
        assert!(catch_unwind(|| drop(read(&changed))).is_ok(), "{:?}", &changed[..2500]);
        // Nothing but junk, of a length that a header could have.
        let mut junk: Vec<u8> = (0..random() % 400).map(|_| random() as u8).collect();
        if let Some(length) = junk.first_chunk_mut::<8>() {
            *length = (random() % 400).to_le_bytes();
        }
        assert!(catch_unwind(|| drop(read(&junk))).is_ok(), "{junk:?}");
    }
}

#[test]
fn a_file_tells_what_its_points_are_in_and_one_that_does_not_is_read() {
    for (settings, chapter) in models() {
        let weights = weights(&settings, chapter, false);
        let file = write(&weights, &settings).expect("a whole model");
        let (_, header) = safetensors::SafeTensors::read_metadata(&file).expect("a file");
        let told = header.metadata().as_ref().expect("metadata");
        if chapter == Chapter::Denoise {
            assert_eq!((&*told["inputs"], &*told["mean"]), ("standardised", "0.5,0.25"));
            let old = write(&Weights { units: None, ..weights }, &settings).expect("a whole model");
            assert_eq!(read(&old).expect("an older file").units, None);
        } else {
            assert!(told["inputs"] == "raw" && !told.contains_key("mean"));
        }
    }
}

#[test]
fn a_changed_byte_is_noticed_and_a_file_without_a_checksum_is_read() {
    let file = a_file();
    let whole = read(&file).expect("it is as it was written");
    let data = 8 + u64::from_le_bytes(file[..8].try_into().expect("eight bytes")) as usize;
    // One bit of each of thirty bytes, in turn.
    for (at, bit) in (data..file.len()).step_by((file.len() - data) / 30).zip((0..8).cycle()) {
        let mut changed = file.clone();
        changed[at] ^= 1 << bit;
        assert!(read(&changed).is_err(), "bit {bit} of byte {at}");
    }
    let old = with_header(|header| {
        let begin = header.find("\"checksum\":\"").expect("a checksum");
        let sum = &header[begin..begin + "\"checksum\":\"0123456789abcdef\"".len()];
        header.replacen(&format!(",{sum}"), "", 1).replacen(&format!("{sum},"), "", 1)
    });
    assert!(old.len() < file.len());
    assert_eq!(read(&old), Ok(whole));
}

#[test]
fn weights_that_no_training_makes_are_refused() {
    let (settings, chapter) = models().remove(0);
    let mut weights = weights(&settings, chapter, false);
    weights.networks[0].values[3] = 3e38;
    let file = write(&weights, &settings).expect("a whole model");
    assert!(read(&file).expect_err("too large").contains("larger than training makes them"));
}
