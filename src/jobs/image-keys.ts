// What a row's picture is found by once it is made: the picture is looked for only where somebody asks for it, and for many rows at once.
import type { Plan } from '../domain/plan.ts';
import type { RowRecord } from './records.ts';

/** A picture, by its job and its place in it. */
export interface ImagePlace {
  readonly jobId: string;
  readonly index: number;
}

export function imageKey({ jobId, index }: ImagePlace): string {
  return `${jobId}/${index}`;
}

/** What a key stands for. */
export function readImageKey(key: string): ImagePlace {
  const [jobId = '', index] = key.split('/');
  return { jobId, index: Number(index) };
}

/** The rows, with keys where each has a picture or will have one. */
export function withImageKeys(jobId: string, { images }: Plan, rows: readonly RowRecord[]): readonly RowRecord[] {
  const illustrated = images?.illustrates?.table;
  return rows.map((row) => (row.table === illustrated ? { ...row, imageKey: imageKey({ jobId, index: row.index }) } : row));
}
