// Where a key's value comes from: a foreign key's field holds its parent's value, which may be the grandparent's, and so on.
// Two foreign keys that share a field agree if their parents descend from the same row of a common ancestor.
import type { PlannedTable } from '../plan.ts';
import type { ForeignKey } from '../schema.ts';
import { decidingKey, type Path } from './anchors.ts';

interface Station {
  readonly table: string;
  readonly field: string;
  readonly path: Path;
}

interface Kin {
  planned(name: string): PlannedTable;
}

/** Every place that the value of a field comes from, nearest first: the field itself, its parent's, its grandparent's ... */
function lineage(table: string, field: string, kin: Kin): readonly Station[] {
  const stations: Station[] = [{ table, field, path: [] }];
  for (let at = stations[0]; at !== undefined && stations.length < 32; ) {
    const here: Station = at;
    const planned = kin.planned(here.table);
    const key = decidingKey(planned, here.field, kin);
    if (key === undefined || key.table === here.table) break;
    const next = { table: key.table, field: key.references[key.fields.indexOf(here.field)] ?? '', path: [...here.path, { table: here.table, link: planned.foreignKeys.indexOf(key) }] };
    stations.push(next);
    at = next;
  }
  return stations;
}

/**
 * The nearest row that decides the fields which two foreign keys of a table share: the way up from the anchor's parent, and the way down
 * to the other's parent. Two keys to one table meet further up where they can, or both would always lead to one row. `down` is null where they
 * have no common ancestor, and null is answered where they share nothing directly.
 */
export function meetingPlace(anchor: ForeignKey, other: ForeignKey, kin: Kin): { up: Path; down: Path } | null {
  const shared = other.fields.filter((name) => anchor.fields.includes(name));
  const meetAt = (isAllowed: (meeting: { up: Path; down: Path }) => boolean): { up: Path; down: Path } | null => {
    const meetings = shared.map((name) => {
      const above = lineage(anchor.table, anchor.references[anchor.fields.indexOf(name)] ?? '', kin);
      const below = lineage(other.table, other.references[other.fields.indexOf(name)] ?? '', kin);
      return above.flatMap((station) => below.filter(({ table, field }) => table === station.table && field === station.field).map(({ path }) => ({ up: station.path, down: path }))).find(isAllowed) ?? null;
    });
    const [first = null] = meetings;
    return meetings.every((meeting) => JSON.stringify(meeting) === JSON.stringify(first)) ? first : null;
  };
  return meetAt(({ up, down }) => up.length + down.length > 0) ?? meetAt(() => true);
}
