// Question-answer pairs as conversations, one a line, in the form that chat models are tuned with: {"messages":[{"role":"user", ...}, {"role":"assistant", ...}]}.
import type { Table } from '../../domain/schema.ts';
import type { RowWriter } from './writer.ts';

/** Of the table's fields `question` and `answer`; the others stay out. */
export function chatLinesWriter(table: Table): RowWriter {
  const [question, answer] = ['question', 'answer'].map((name) => table.fields.findIndex((field) => field.name === name)) as [number, number]; // one for each
  return {
    write(row, out) {
      out.text(`${JSON.stringify({ messages: [{ role: 'user', content: row[question] }, { role: 'assistant', content: row[answer] }] })}\n`);
    },
  };
}
