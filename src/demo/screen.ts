// What the demo shows: one progress bar with lines above it on a terminal, plain lines elsewhere. The only file here that writes to stdout.
import { MultiBar, Presets, type SingleBar } from 'cli-progress';
import { styleText } from 'node:util';
import type { Job } from '../client/client.ts';

/** Width where stdout is no terminal. */
const PLAIN_WIDTH = 120;
/** Some terminals do not know their width, and say 0. */
const NARROWEST = 72;
/** Without a terminal, a line of progress for each of these steps. */
const PLAIN_STEP_PERCENT = 20;

export class Screen implements Disposable {
  readonly #terminal = process.stdout.isTTY;
  #bars: MultiBar | undefined;
  #bar: SingleBar | undefined;
  #nextPercent = 0;

  get width(): number {
    return this.#terminal ? Math.max(NARROWEST, process.stdout.columns) : PLAIN_WIDTH;
  }

  /** A line, above the bar while there is one. */
  line(text = ''): void {
    if (this.#bars === undefined) console.log(text);
    else this.#bars.log(`${text}\n`);
  }

  /** A line that stands out, with a blank one above. */
  heading(text: string): void {
    this.line();
    this.line(styleText('bold', text, { stream: process.stdout }));
  }

  /** `what` it makes: rows, say. */
  progress({ status, progress }: Pick<Job, 'status' | 'progress'>, what: string): void {
    const state = status === 'RUNNING' ? progress.stage.toLowerCase() : status.toLowerCase();
    const done = `${progress.done.toLocaleString('en')} of ${progress.total.toLocaleString('en')} ${what}`;
    if (this.#terminal) {
      this.#bars ??= new MultiBar({ format: '{bar} {percentage} %  {done}  {state}', hideCursor: true, gracefulExit: false, autopadding: true }, Presets.shades_grey);
      this.#bar ??= this.#bars.create(100, 0, { done, state });
      this.#bar.update(progress.percent, { done, state });
    } else if (progress.percent >= this.#nextPercent || progress.percent === 100) {
      this.line(`${progress.percent.toFixed(0).padStart(3)} %  ${done}  ${state}`);
      this.#nextPercent = (Math.floor(progress.percent / PLAIN_STEP_PERCENT) + 1) * PLAIN_STEP_PERCENT;
    }
  }

  /** Ends the bar; it stays as it is, and lines go below it. */
  endProgress(): void {
    this.#bars?.update(); // writes out lines that wait for the bar's next turn
    this.#bars?.stop();
    this.#bars = undefined;
    this.#bar = undefined;
  }

  /** Leaves the terminal as it was. */
  [Symbol.dispose](): void {
    this.endProgress();
  }
}
