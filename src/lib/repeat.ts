// Something done again and again in the background, one at a time, until disposed. A failure is handed to whoever listens; the next
// turn comes all the same.

export interface RepeatOptions {
  readonly everyMs: number;
  readonly work: () => Promise<unknown>;
  readonly onError: (error: unknown) => void;
  /** The first turn comes now, not after everyMs. Default: false. */
  readonly atOnce?: boolean;
}

export class Repeat implements AsyncDisposable {
  readonly #options: RepeatOptions;
  readonly #timer: NodeJS.Timeout;
  #underWay: Promise<void> | undefined;

  constructor(options: RepeatOptions) {
    this.#options = options;
    this.#timer = setInterval(() => this.#turn(), options.everyMs).unref();
    if (options.atOnce === true) this.#turn();
  }

  /** Begins no further turn, and waits for the present one. */
  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#timer);
    await this.#underWay;
  }

  #turn(): void {
    if (this.#underWay !== undefined) return;
    this.#underWay = this.#options.work().then(() => {}, this.#options.onError).finally(() => {
      this.#underWay = undefined;
    });
  }
}
