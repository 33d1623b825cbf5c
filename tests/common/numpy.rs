//! NumPy's legacy `RandomState`: MT19937, polar normals with a spare, masked-rejection shuffle.

pub struct RandomState {
    words: [u32; 624],
    next: usize,
    spare: Option<f64>,
}

impl RandomState {
    /// `numpy.random.RandomState(seed)` (Matsumoto & Nishimura 2002, `init_genrand`).
    pub fn new(seed: u32) -> Self {
        let mut words = [seed; 624];
        for index in 1..624 {
            let before = words[index - 1];
            words[index] = 1_812_433_253u32.wrapping_mul(before ^ (before >> 30)).wrapping_add(index as u32);
        }
        Self { words, next: 624, spare: None }
    }

    fn next_u32(&mut self) -> u32 {
        if self.next == 624 {
            for index in 0..624 {
                let joined =
                    (self.words[index] & 0x8000_0000) | (self.words[(index + 1) % 624] & 0x7fff_ffff);
                let twist = if joined & 1 == 1 { 0x9908_b0df } else { 0 };
                self.words[index] = self.words[(index + 397) % 624] ^ (joined >> 1) ^ twist;
            }
            self.next = 0;
        }
        let mut word = self.words[self.next];
        self.next += 1;
        word ^= word >> 11;
        word ^= (word << 7) & 0x9d2c_5680;
        word ^= (word << 15) & 0xefc6_0000;
        word ^ (word >> 18)
    }

    /// Uniform in [0, 1) with 53 bits.
    pub fn uniform(&mut self) -> f64 {
        let (high, low) = (self.next_u32() >> 5, self.next_u32() >> 6);
        (f64::from(high) * 67_108_864.0 + f64::from(low)) / 9_007_199_254_740_992.0
    }

    /// `legacy_gauss`.
    pub fn normal(&mut self) -> f64 {
        if let Some(spare) = self.spare.take() {
            return spare;
        }
        loop {
            let (x, y) = (2.0 * self.uniform() - 1.0, 2.0 * self.uniform() - 1.0);
            let square = x * x + y * y;
            if square < 1.0 && square != 0.0 {
                let stretch = (-2.0 * square.ln() / square).sqrt();
                self.spare = Some(stretch * x);
                return stretch * y;
            }
        }
    }

    /// `shuffle(arange(n))`.
    pub fn permutation(&mut self, n: usize) -> Vec<usize> {
        let mut order: Vec<usize> = (0..n).collect();
        for last in (1..n).rev() {
            let mask = u32::MAX >> (last as u32).leading_zeros();
            let chosen = loop {
                let word = (self.next_u32() & mask) as usize;
                if word <= last {
                    break word;
                }
            };
            order.swap(last, chosen);
        }
        order
    }
}
