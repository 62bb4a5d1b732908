/** Reads one value of an address; undefined: it is none that the page knows. */
export type Read<T> = (value: unknown) => T | undefined

type Spec = Readonly<Record<string, Read<unknown>>>
type Found<S extends Spec> = { [K in keyof S]?: Exclude<ReturnType<S[K]>, undefined> }

/** What every page may have in its address: the part that is shown as a table, the number that is opened, and by their names the dialogs and lists that are open. */
export type SharedSearch = { table?: string; cell?: string; open?: string }

/** The reader of a page's address: what it names, and what every page may have. What cannot be read is undefined, and so stands over what the address says: the router would let it through if it were only left out. */
export function readerOf<S extends Spec>(spec: S): (raw: Record<string, unknown>) => Found<S> & SharedSearch {
  const all = Object.entries<Read<unknown>>({ table: text, cell: text, open: text, ...spec })
  return (raw) => Object.fromEntries(all.map(([name, read]) => [name, read(raw[name])])) as Found<S> & SharedSearch
}

export const text: Read<string> = (value) => {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  return typeof value === 'string' && value !== '' ? value.slice(0, 4_000) : undefined
}

export const day: Read<string> = (value) =>
  typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(value)) ? value : undefined

export const number: Read<number> = (value) => {
  const read = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  return typeof read === 'number' && Number.isFinite(read) ? read : undefined
}

export function oneOf<const T extends string>(values: readonly T[]): Read<T> {
  return (value) => {
    // A choice that is a number comes as one from an address that was typed.
    const said = text(value)
    return values.find((known) => known === said)
  }
}

/** By what the API groups accounts. */
export const grouping: Read<string> = (value) => {
  const said = text(value)
  return said !== undefined && /^(plan|tenure|source|cohort|(segment|trait|band):.{1,300})$/.test(said)
    ? said
    : undefined
}

/** Leaves out what is not chosen, so that the address stays short. */
export function dropEmpty<T extends object>(search: T): T {
  return Object.fromEntries(
    Object.entries(search).filter(([, value]) => value !== undefined && value !== null && value !== ''),
  ) as T
}
