// Outputs between the room that lays them out and the rows that keep them: how many files an order makes, what a row of each holds, and
// what is shown of a finished one.
import { randomUUID } from 'node:crypto';
import type { FinishedOutput, NewOutput, PlannedRow } from '../db/outputs.ts';
import { InvalidInput } from '../domain/errors.ts';
import type { Plan } from '../domain/plan.ts';
import { layoutOutput, type OutputFile } from '../files/layout.ts';
import { MANIFEST_FILE, REPORT_FILE, SCHEMA_FILE, SPECIFICATION_FILE } from '../files/manifest.ts';
import type { OutputRecord, OutputRequest } from './records.ts';

/** An output of a job: one file. */
export interface PlannedOutput {
  readonly id: string;
  readonly file: OutputFile;
}

/** The files of all requests, each with a name of its own. Throws InvalidInput, with paths under that of the request. */
export function layOut(plan: Plan, requests: readonly OutputRequest[], { taken, path }: { readonly taken: readonly string[]; readonly path: (index: number) => readonly string[] }): readonly PlannedOutput[] {
  const files: PlannedOutput[] = [];
  requests.forEach((request, index) => {
    const names = [...taken, ...files.map(({ file }) => file.fileName), SCHEMA_FILE, SPECIFICATION_FILE, MANIFEST_FILE, REPORT_FILE];
    files.push(...InvalidInput.within(path(index), () => layoutOutput(plan, request, names)).map((file) => ({ id: randomUUID(), file })));
  });
  return files;
}

export function outputRow(jobId: string, { id, file }: PlannedOutput, position: number): NewOutput {
  return { id, jobId, position, request: file.request as object, status: 'WAITING', fileName: file.fileName, mediaType: file.mediaType, layout: file as object };
}

export function plannedOf({ id, layout }: PlannedRow): PlannedOutput {
  return { id, file: layout as unknown as OutputFile }; // as outputRow put it in
}

export function outputRecordOf({ job, request, ...output }: FinishedOutput): OutputRecord {
  const { format, compression } = request as unknown as OutputRequest; // as outputRow put it in
  return {
    id: output.id,
    jobId: output.jobId,
    format,
    compression,
    fileName: output.fileName,
    mediaType: output.mediaType,
    bytes: Number(output.bytes ?? 0),
    sha256: output.sha256 ?? '',
    file: `${job.folder}/${output.fileName}`,
  };
}
