/** Where a value stands in the file. */
export interface Place {
  /** As people write it: `pairs[0].erp`. */
  readonly path: string;
  /** Of the value, in characters from the start. */
  offset: number;
  /** Of its key, if it has one. */
  readonly keyOffset?: number | undefined;
  /** The text as written, for suggestions; nothing where it came from the environment. */
  seen?: string | undefined;
  readonly children: Map<string, Place>;
}

export const rootPlace = (): Place => ({ path: '', offset: 0, children: new Map() });

/** `children` is keyed as the data is, `name` is the key as written. */
export function addPlace(
  parent: Place,
  key: string | number,
  name: string | number,
  offsets: { key?: number; value: number },
): Place {
  const path = typeof name === 'number' ? `${parent.path}[${name}]` : join(parent.path, name);
  const place: Place = { path, offset: offsets.value, keyOffset: offsets.key, children: new Map() };
  parent.children.set(String(key), place);
  return place;
}

export interface Found {
  readonly place: Place;
  /** The whole path, also where the file ends before it does. */
  readonly path: string;
  readonly exists: boolean;
}

/** The place that a path of the data leads to, or the last one on the way there. */
export function findPlace(root: Place, path: readonly PropertyKey[], nameOf: (key: string) => string): Found {
  let place = root;
  for (const [index, key] of path.entries()) {
    const next = place.children.get(String(key));
    if (next === undefined) {
      const rest = path.slice(index);
      const whole = rest.reduce<string>(
        (text, part) => (typeof part === 'number' ? `${text}[${part}]` : join(text, nameOf(String(part)))),
        place.path,
      );
      return { place, path: whole, exists: false };
    }
    place = next;
  }
  return { place, path: place.path, exists: true };
}

function join(path: string, name: string): string {
  if (!/^[A-Za-z_][\w-]*$/.test(name)) return `${path}[${JSON.stringify(name)}]`;
  return path === '' ? name : `${path}.${name}`;
}
