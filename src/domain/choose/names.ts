// What a column's name says: its words, whose it is (role), and what its table is about (subject).

/** Characters of a name that are read: names of any length may come in, and each is matched against every rule. */
const MAX_READ = 100;

/** `customerID`, `customer-id` and `CUSTOMER_ID` are all `customer_id`. */
export function snakeCase(name: string): string {
  return name.slice(0, MAX_READ)
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1_$2')
    .replace(/[^A-Za-z0-9]+/g, '_')
    .toLowerCase()
    .replace(/^_+|_+$/g, '')
    .replace(/(^|_)e_mail(?=_|$)/g, '$1email');
}

/** The singular of an English word, as far as table names need it. */
export function singular(word: string): string {
  if (/(ss|us|is|news|series|media)$/.test(word)) return word;
  if (/^(movies|cookies|zombies|selfies|calories|pies|ties)$/.test(word)) return word.slice(0, -1);
  if (/ies$/.test(word) && word.length > 4) return `${word.slice(0, -3)}y`;
  if (/(sses|shes|ches|xes|zes)$/.test(word)) return word.slice(0, -2);
  if (/people$/.test(word)) return word.replace(/people$/, 'person');
  if (/(children)$/.test(word)) return word.slice(0, -3);
  return /s$/.test(word) ? word.slice(0, -1) : word;
}

/** What one row of the table is, in snake case: `sales.tblOrderDetails` is about an `order_detail`. */
export function subjectOf(table: string): string {
  const words = snakeCase(table.slice(table.lastIndexOf('.') + 1)).replace(/^(tbl|tb|dim|fact|stg|app|us)_(?=.)/, '').split('_');
  return [...words.slice(0, -1), singular(words.at(-1) ?? '')].join('_');
}

/** Prefixes that name another person, place or company than the row's own. */
const ROLES: ReadonlySet<string> = new Set([
  'billing', 'bill', 'shipping', 'ship', 'delivery', 'mailing', 'contact', 'emergency', 'sender', 'receiver', 'recipient', 'buyer', 'seller', 'from', 'to', 'origin', 'source', 'destination', 'dest',
  'departure', 'arrival', 'pickup', 'dropoff', 'manager', 'owner', 'author', 'supplier', 'vendor', 'employee', 'customer', 'client', 'patient', 'doctor', 'student', 'teacher', 'guest', 'host', 'driver',
  'parent', 'guardian', 'spouse', 'employer', 'company', 'store', 'warehouse', 'home_team', 'away_team', 'father', 'mother', 'beneficiary', 'agent', 'assignee', 'reporter', 'reviewer', 'approver', 'user', 'member',
]);
/** Prefixes that say which of several, not whose: they are dropped. */
const KINDS: ReadonlySet<string> = new Set([
  'home', 'work', 'mobile', 'cell', 'office', 'primary', 'main', 'secondary', 'alternate', 'alternative', 'alt', 'day', 'evening', 'personal', 'private', 'business', 'current', 'new', 'default', 'recovery', 'backup', 'official',
  'my', 'the', 'full', 'original', 'public', 'internal', 'total', 'raw',
]);

/** One way to read a column's name. */
export interface Reading {
  readonly text: string;
  /** '' for the row's own; else the prefix that says whose, which `text` is without. */
  readonly role: string;
}

/** Readings of a column's name in the light of its table's subject, the longest first: `customer_email` of a `customer` is its `email`. */
export function readName(name: string, subject: string): readonly Reading[] {
  const whole = snakeCase(name);
  const readings: Reading[] = [{ text: whole, role: '' }];
  let rest = whole;
  let role = '';
  for (const own of [subject, subject.split('_').at(-1) ?? '']) {
    if (own !== '' && rest.startsWith(`${own}_`)) rest = rest.slice(own.length + 1);
  }
  readings.push({ text: rest, role });
  for (const words = rest.split('_'); words.length > 1; ) {
    const head = words.shift() ?? '';
    if (role === '' && ROLES.has(head)) role = head;
    else if (!KINDS.has(head)) break;
    readings.push({ text: words.join('_'), role });
  }
  const words = whole.split('_').filter((word) => !/^\d+$/.test(word));
  for (let kept = Math.min(words.length - (words.length === whole.split('_').length ? 1 : 0), MAX_LAST_WORDS); kept > 0; kept--) readings.push({ text: words.slice(-kept).join('_'), role });
  return readings.filter((reading, place) => reading.text !== '' && readings.findIndex(({ text }) => text === reading.text) === place);
}

/** Where nothing longer is known, the last words decide: `favourite_colour` is a colour. */
const MAX_LAST_WORDS = 3;

/** Whether a word in front of a name says whose it is. */
export function isRole(word: string): boolean {
  return ROLES.has(word);
}
