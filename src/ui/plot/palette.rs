//! Every colour of the plots, once: Okabe–Ito hues, told apart with any colour vision, in light and dark.

use crate::settings::Family;

/// Red, green, blue, 0 to 255.
pub type Rgb = [u8; 3];

/// What each thing is painted with. A thing keeps its hue everywhere and in both themes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Palette {
    /// Behind everything on a canvas.
    pub paper: Rgb,
    /// Text and the ideal's line.
    pub ink: Rgb,
    /// Axes, ticks and their labels.
    pub faint: Rgb,
    /// True data and whatever is exact: the exact score, the band of real against real.
    pub data: Rgb,
    /// What is generated, and the learned score.
    pub samples: Rgb,
    /// Loss, every other error, learned minus exact, and the negatives that a loss pushes up.
    pub loss: Rgb,
    /// The Gaussian blob's line.
    pub gaussian_baseline: Rgb,
    /// What a second sampler generates, where two race.
    pub rival: Rgb,
    /// The far end of the density map; the near end is the paper.
    pub density: Rgb,
    /// The ends of the energy error's map, below and above zero; its middle is the paper.
    pub energy: [Rgb; 2],
}

const LIGHT: Palette = Palette {
    paper: [255, 255, 255],
    ink: [28, 32, 38],
    faint: [106, 113, 122],
    data: [0, 128, 94],
    samples: [213, 94, 0],
    loss: [176, 74, 134],
    gaussian_baseline: [135, 105, 0],
    rival: [0, 78, 148],
    density: [64, 140, 200],
    energy: [[0, 90, 178], [200, 75, 0]],
};

const DARK: Palette = Palette {
    paper: [20, 23, 28],
    ink: [232, 234, 237],
    faint: [147, 154, 164],
    data: [38, 196, 148],
    samples: [246, 142, 52],
    loss: [226, 140, 187],
    gaussian_baseline: [240, 228, 66],
    rival: [120, 190, 245],
    density: [38, 110, 170],
    energy: [[70, 160, 230], [240, 120, 50]],
};

impl Palette {
    pub fn new(dark: bool) -> Self {
        if dark { DARK } else { LIGHT }
    }

    /// The density map at `share` of its height: even steps in OKLab are even steps to the eye.
    pub fn density_at(&self, share: f64) -> Rgb {
        blend(self.paper, self.density, share)
    }

    /// The energy error's map at `share` of its end, from −1 to 1.
    pub fn energy_at(&self, share: f64) -> Rgb {
        blend(self.paper, self.energy[usize::from(share > 0.0)], share.abs())
    }

    /// What the samples of a lane of a race are painted with.
    pub fn lane(&self, index: usize) -> Rgb {
        if index == 0 { self.samples } else { self.rival }
    }

    /// What the walkers of a family are painted with, and all that is said of them: what is exact is ink, as the ideal's
    /// line is.
    pub fn family(&self, family: Family) -> Rgb {
        match family {
            Family::Exact => self.ink,
            Family::Energy => self.rival,
            Family::Diffusion => self.samples,
        }
    }
}

/// `share` of the way from one colour to another, even in OKLab.
fn blend(from: Rgb, to: Rgb, share: f64) -> Rgb {
    let (near, far) = (oklab_from_rgb(from), oklab_from_rgb(to));
    let share = share.clamp(0.0, 1.0);
    rgb_from_oklab([0, 1, 2].map(|channel| near[channel] + (far[channel] - near[channel]) * share))
}

/// The colour as CSS.
pub fn css([red, green, blue]: Rgb) -> String {
    format!("rgb({red} {green} {blue})")
}

/// The colour as CSS, `alpha` from 0 (unseen) to 1.
pub fn css_alpha([red, green, blue]: Rgb, alpha: f64) -> String {
    format!("rgb({red} {green} {blue} / {alpha})")
}

fn linear_from_srgb(channel: u8) -> f64 {
    let channel = f64::from(channel) / 255.0;
    if channel <= 0.04045 { channel / 12.92 } else { ((channel + 0.055) / 1.055).powf(2.4) }
}

fn srgb_from_linear(channel: f64) -> u8 {
    let channel = channel.clamp(0.0, 1.0);
    let encoded =
        if channel <= 0.0031308 { channel * 12.92 } else { 1.055 * channel.powf(1.0 / 2.4) - 0.055 };
    (encoded * 255.0).round() as u8
}

/// Björn Ottosson's OKLab (2020).
fn oklab_from_rgb(rgb: Rgb) -> [f64; 3] {
    let [r, g, b] = rgb.map(linear_from_srgb);
    let l = (0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b).cbrt();
    let m = (0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b).cbrt();
    let s = (0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b).cbrt();
    [
        0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s,
        1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s,
        0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s,
    ]
}

fn rgb_from_oklab([lightness, a, b]: [f64; 3]) -> Rgb {
    let l = (lightness + 0.3963377774 * a + 0.2158037573 * b).powi(3);
    let m = (lightness - 0.1055613458 * a - 0.0638541728 * b).powi(3);
    let s = (lightness - 0.0894841775 * a - 1.2914855480 * b).powi(3);
    [
        srgb_from_linear(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
        srgb_from_linear(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
        srgb_from_linear(-0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// WCAG 2.2 contrast ratio.
    fn contrast(one: Rgb, other: Rgb) -> f64 {
        let luminance = |rgb: Rgb| {
            let [r, g, b] = rgb.map(linear_from_srgb);
            0.2126 * r + 0.7152 * g + 0.0722 * b
        };
        let (a, b) = (luminance(one), luminance(other));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn marks_and_labels_stand_out_from_the_paper() {
        for palette in [LIGHT, DARK] {
            for text in [palette.ink, palette.faint] {
                assert!(contrast(text, palette.paper) >= 4.5, "{text:?} on {:?}", palette.paper);
            }
            let Palette { data, samples, loss, gaussian_baseline, rival, energy: [below, above], .. } =
                palette;
            for mark in [data, samples, loss, gaussian_baseline, rival, below, above] {
                assert!(contrast(mark, palette.paper) >= 3.0, "{mark:?} on {:?}", palette.paper);
            }
        }
    }

    #[test]
    fn oklab_there_and_back() {
        for rgb in [[0, 0, 0], [255, 255, 255], [213, 94, 0], [0, 114, 178], [20, 23, 28]] {
            assert_eq!(rgb_from_oklab(oklab_from_rgb(rgb)), rgb);
        }
    }

    #[test]
    fn the_energy_map_runs_evenly_from_the_paper_to_both_ends() {
        for palette in [LIGHT, DARK] {
            assert_eq!(palette.energy_at(0.0), palette.paper);
            assert_eq!([-1.0, 1.0].map(|share| palette.energy_at(share)), palette.energy);
            assert_eq!(palette.energy_at(7.0), palette.energy[1]);
            let lightness = |share: f64| oklab_from_rgb(palette.energy_at(share))[0];
            for side in [-1.0, 1.0] {
                let whole = lightness(side) - lightness(0.0);
                let half = lightness(0.5 * side) - lightness(0.0);
                assert!((half / whole - 0.5).abs() < 0.02, "uneven: {half} of {whole}");
            }
        }
    }

    /// Cones that see no green, and that see no red: Machado, Oliveira & Fernandes 2009, severity 1.
    const BLIND: [[[f64; 3]; 3]; 2] = [
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    ];

    fn distance(one: Rgb, other: Rgb) -> f64 {
        let (one, other) = (oklab_from_rgb(one), oklab_from_rgb(other));
        one.iter().zip(&other).map(|(a, b)| (a - b).powi(2)).sum::<f64>().sqrt()
    }

    #[test]
    fn what_is_drawn_side_by_side_is_told_apart_with_any_colour_vision() {
        let seen = |matrix: [[f64; 3]; 3], rgb: Rgb| {
            let light = rgb.map(linear_from_srgb);
            matrix
                .map(|row| srgb_from_linear(row.iter().zip(&light).map(|(weight, part)| weight * part).sum()))
        };
        for palette in [LIGHT, DARK] {
            let Palette { data, samples, loss, gaussian_baseline, rival, energy: [below, above], .. } =
                palette;
            let ink = palette.ink;
            let pairs = [
                (rival, samples),
                (rival, data),
                (rival, gaussian_baseline),
                (below, above),
                (ink, rival),
                (ink, samples),
            ];
            for (one, other) in pairs {
                assert!(distance(one, other) > 0.15, "{one:?} and {other:?}");
                for matrix in BLIND {
                    let apart = distance(seen(matrix, one), seen(matrix, other));
                    assert!(apart > 0.12, "{one:?} and {other:?}: {apart}");
                }
            }
            assert!(distance(rival, loss) > 0.15, "{rival:?} and {loss:?}");
        }
    }

    #[test]
    fn the_density_map_runs_evenly_from_the_paper_to_its_far_end() {
        for palette in [LIGHT, DARK] {
            assert_eq!(palette.density_at(0.0), palette.paper);
            assert_eq!(palette.density_at(1.0), palette.density);
            let lightness = |share: f64| oklab_from_rgb(palette.density_at(share))[0];
            let whole = lightness(1.0) - lightness(0.0);
            for part in 0..10 {
                let step = lightness((part + 1) as f64 / 10.0) - lightness(part as f64 / 10.0);
                assert!((step / whole - 0.1).abs() < 0.02, "uneven at {part}: {step} of {whole}");
            }
        }
    }
}
