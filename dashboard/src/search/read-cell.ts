import { day, number, type Read, text } from './read-search.ts'

const name: Read<string | null> = (value) => (value === null ? null : text(value))
const scalar: Read<string | number | boolean | null> = (value) =>
  typeof value === 'number' || typeof value === 'boolean' ? value : name(value)
const names: Read<readonly (string | null)[]> = (value) => {
  const read = Array.isArray(value) ? value.map(name) : undefined
  return read?.some((one) => one === undefined) ? undefined : (read as readonly (string | null)[] | undefined)
}

/** What pages calculate with, by the name that it has in every cell; all other parts are names and values as they come. */
const PARTS: Readonly<Record<string, Read<unknown>>> = {
  ...{ month: day, signUp: day, interval: day, week: day, lostIn: day },
  ...{ period: number, days: number, activatedBy: number, untouched: names },
  ...{ metric: text, definition: text, row: text, step: text, reason: text },
}

/** The number that an address has opened, as far as it can be one: an address may hold anything. */
export function readCell(said: string | undefined): Readonly<Record<string, unknown>> | null {
  const read = said === undefined ? null : parse(said)
  if (typeof read !== 'object' || read === null) return null
  const parts = Object.entries(read).map(([part, value]) => [part, (PARTS[part] ?? scalar)(value)] as const)
  return Object.fromEntries(parts.filter(([, value]) => value !== undefined))
}

function parse(said: string): unknown {
  try {
    return JSON.parse(said)
  } catch {
    return null
  }
}
