// Torch's random numbers, so that a seed gives the very latents that diffusers starts from: what PyTorch's CPU generator draws for float32.
// Torch itself differs in the last bits from processor to processor (its own sine for AVX2, the C library's elsewhere); so do we from it.

const WORDS = 624;
const SHIFTED = 397;
const TWO_PI = Math.fround(2 * Math.PI);
/** Values that are made together. */
const BLOCK = 16;

/** `torch.Generator().manual_seed(seed)`: draws go on where the last ones ended. */
export class TorchGenerator {
  readonly #state = new Uint32Array(WORDS);
  #used = WORDS;

  /** Seeds are unsigned, of 32 bits; torch, too, drops what is above. */
  constructor(seed: number) {
    this.#state[0] = seed;
    for (let i = 1; i < WORDS; i++) {
      const last = this.#word(i - 1);
      this.#state[i] = Math.imul(1_812_433_253, last ^ (last >>> 30)) + i;
    }
  }

  /**
   * `torch.randn(count)`: normal_fill of ATen's DistributionTemplates.h, Box-Muller on 8 + 8 values at a time, the last 16 drawn anew where count is no multiple.
   * Throws RangeError below 16 values, which torch makes in another way; latents have 256 or more.
   */
  randn(count: number): Float32Array {
    if (count < BLOCK) throw new RangeError(`expected ${BLOCK} values or more, got ${count}`);
    const values = new Float32Array(count).map(() => this.#uniform());
    for (let start = 0; start + BLOCK <= count; start += BLOCK) makeNormal(values.subarray(start, start + BLOCK));
    if (count % BLOCK !== 0) makeNormal(values.subarray(count - BLOCK).map(() => this.#uniform()), values.subarray(count - BLOCK));
    return values;
  }

  /** In [0, 1), 24 bits. */
  #uniform(): number {
    return (this.#draw() & 0xff_ffff) / 0x100_0000;
  }

  /** 32 bits of MT19937 (Matsumoto and Nishimura, 1998). */
  #draw(): number {
    if (this.#used === WORDS) this.#renew();
    let word = this.#word(this.#used++);
    word ^= word >>> 11;
    word ^= (word << 7) & 0x9d2c_5680;
    word ^= (word << 15) & 0xefc6_0000;
    return word ^ (word >>> 18);
  }

  #renew(): void {
    for (let i = 0; i < WORDS; i++) {
      const word = (this.#word(i) & 0x8000_0000) | (this.#word((i + 1) % WORDS) & 0x7fff_ffff);
      this.#state[i] = this.#word((i + SHIFTED) % WORDS) ^ (word >>> 1) ^ (word & 1 ? 0x9908_b0df : 0);
    }
    this.#used = 0;
  }

  #word(index: number): number {
    return this.#state[index] as number; // inside: every index above is below WORDS
  }
}

/** Box-Muller, each function rounded to float32: the first half of the uniform values gives the radii, the second the angles. */
function makeNormal(uniform: Float32Array, normal = uniform): void {
  const half = BLOCK / 2;
  for (let i = 0; i < half; i++) {
    const [first, second] = [uniform[i] as number, uniform[i + half] as number]; // both are blocks
    const radius = Math.fround(Math.sqrt(-2 * Math.fround(Math.log(1 - first))));
    const angle = Math.fround(TWO_PI * second);
    normal[i] = radius * Math.fround(Math.cos(angle));
    normal[i + half] = radius * Math.fround(Math.sin(angle));
  }
}
