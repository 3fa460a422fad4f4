// How long real DDL takes from text to a schema that can be looked at: parsed, checked, and with a generator for every field.
import { PreviewSchemaDocument } from '../../src/client/generated/graphql.ts';
import { ddls } from './ddl.ts';
import { quantile, shortly, told, type Bench } from './figure.ts';
import { serve } from './served.ts';

const TIMES = 15;

export const importBench: Bench = async (options, tell) => {
  await using service = await serve();
  for (const { name, text } of ddls(options)) {
    if (text === null) {
      tell(told(`import: ${name}`, `left out: no --${name.toLowerCase()} FILE was given`));
      continue;
    }
    const tookMs: number[] = [];
    let summary = '';
    for (let time = 0; time < TIMES; time++) {
      const startedMs = performance.now();
      const { previewSchema: answer } = await service.client.ask(PreviewSchemaDocument, { definition: { sql: { text } }, rows: 1 });
      tookMs.push(performance.now() - startedMs);
      if (!('tables' in answer)) throw new Error(`${name} was refused: ${JSON.stringify(answer)}`);
      summary = `${answer.tables.length} tables, ${answer.warnings.length} warnings`;
    }
    const [first = NaN, ...later] = tookMs;
    tell(told(`import: ${name}`, `${shortly(quantile(later, 0.5))} ms with one row of each table (first time ${shortly(first)} ms); ${summary}`, { firstMs: first, medianMs: quantile(later, 0.5), bytes: Buffer.byteLength(text), summary }));
  }
};
