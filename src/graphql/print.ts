// `npm run schema:print`: writes the API as text beside this file, where it is checked in, compared by a test, and served.
import { writeFileSync } from 'node:fs';
import { buildSchema, printApi } from './schema.ts';

writeFileSync(new URL('./schema.graphql', import.meta.url), printApi(buildSchema()));
