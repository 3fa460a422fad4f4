// A thread of its own for GraphiQL's page: posts it, compressed, and ends. Nothing else imports the library, which is all one text of 9 MB.
import { parentPort } from 'node:worker_threads';
import { gzipSync } from 'node:zlib';
import { renderGraphiQL } from '@graphql-yoga/render-graphiql';

const TITLE = 'Verisim';
const FIRST_QUERY = `# Verisim: a schema goes in, rows stream out.
# What you can ask for is in the documentation, the book at the left.
query Preview {
  previewSchema(definition: { shorthand: { full_name: "string", email: "string", age: "int" } }) {
    ... on SchemaPreview { rows { values } }
    ... on InvalidInputError { issues { path message line } }
  }
}
`;

parentPort?.postMessage(gzipSync(renderGraphiQL({ title: TITLE, defaultQuery: FIRST_QUERY, subscriptionsProtocol: 'WS' })));
