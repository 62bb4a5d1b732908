/** Something passed to a builder that nobody would read. It stays in the draft, so that `telltale check` names it with its place. */
export type Misuse = { readonly bad: string | null; readonly message: string; readonly mend: string }

/** A draft, or a part of one, with what was misused while it was made. */
export type Misused = { readonly misuse?: readonly Misuse[] }

/** To be spread into a draft: nothing when nothing was misused. */
export function withMisuse(misuse: readonly Misuse[]): Misused {
  return misuse.length === 0 ? {} : { misuse }
}

/** The draft with what was misused added to what it says already. */
export function addMisuse<D extends object>(draft: D, misuse: readonly Misuse[]): D {
  return misuse.length === 0 ? draft : { ...draft, misuse: [...((draft as Misused).misuse ?? []), ...misuse] }
}

/** Arguments beyond those that a builder takes. Types refuse them, but a configuration is run without its types. */
export function extra(builder: string, rest: readonly unknown[]): readonly Misuse[] {
  return rest
    .filter((value) => value !== undefined)
    .map((value) => ({
      bad: written(value),
      message: `${builder}() was given ${show(value)}, which it has no place for.`,
      mend: 'Leave it out, or see what the builder takes: your editor shows it.',
    }))
}

/** An options argument that is none (a window, a text, a list), or keys in it that are no options. */
export function badOptions(builder: string, options: unknown, known: readonly string[]): readonly Misuse[] {
  const takes = `{ ${known.join(', ')} }`
  if (!isPlain(options)) {
    const message = `${builder}() takes its options as ${takes}; it was given ${show(options)}.`
    return [{ bad: written(options), message, mend: `Name what you mean, such as { ${known[0]}: … }.` }]
  }
  return Object.keys(options)
    .filter((key) => !known.includes(key))
    .map((key) => ({
      bad: key,
      message: `${builder}() has no option ${JSON.stringify(key)}. There are: ${known.join(', ')}.`,
      mend: 'Leave it out, or choose one of these.',
    }))
}

/** One text where a list belongs would be read letter by letter. */
export function badList(builder: string, list: unknown): readonly Misuse[] {
  if (list === undefined || Array.isArray(list)) return []
  const message = `${builder}() takes a list; it was given ${show(list)}.`
  return [{ bad: written(list), message, mend: `Write [${typeof list === 'string' ? JSON.stringify(list) : '…'}].` }]
}

export function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

/** As it may stand in the file, to be found there. */
export function written(value: unknown): string | null {
  if (typeof value === 'string' || typeof value === 'number') return String(value)
  return typeof value === 'object' && value !== null && 'days' in value ? String(value.days) : null
}

export function show(value: unknown): string {
  if (typeof value === 'function') return 'a function'
  if (typeof value === 'object' && value !== null && 'days' in value) return `days(${String(value.days)})`
  const plain = isDefinition(value) ? 'another definition' : undefined
  if (Array.isArray(value) && value.some(isDefinition)) return 'a list of definitions'
  const text = plain ?? JSON.stringify(value) ?? 'nothing'
  return text.length <= 60 ? text : `${text.slice(0, 57)}...`
}

function isDefinition(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'draft' in value
}
