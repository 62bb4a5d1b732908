import { isRecord } from '../message-draft.ts'
import type { PropertySeen } from './survey.ts'

/** What was seen of the properties of an event: of one in `stride`, as many as weigh the same wherever they stand in the file. */
export type PropertyLooks = { events: number; stride: number; readonly properties: Map<string, Looks> }

type Looks = {
  seen: number
  readonly types: Map<PropertySeen['type'], number>
  /** null: there are too many to be listed. */
  values: Map<string, number> | null
  example: string
}

const MOST_PROPERTIES = 60
/** A property with more values than this is no choice among a few. */
const FEW_VALUES = 20
const LONGEST_VALUE = 60
const MOST_LOOKED_AT = 4_000

export function makePropertyLooks(): PropertyLooks {
  return { events: 0, stride: 1, properties: new Map() }
}

/** `at`: how many events of the name came before. */
export function noteProperties(looks: PropertyLooks, properties: unknown, at: number): void {
  if (at % looks.stride !== 0) return
  if (looks.events >= MOST_LOOKED_AT) halve(looks)
  looks.events++
  if (!isRecord(properties)) return
  for (const [key, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === '') continue
    const own = looksOf(looks, key)
    if (own !== null) noteValue(own, value)
  }
}

/** Looks at half as many from now on, and lets what was seen before weigh half as much. */
function halve(looks: PropertyLooks): void {
  looks.stride *= 2
  looks.events /= 2
  for (const own of looks.properties.values()) {
    own.seen /= 2
    for (const [type, n] of own.types) own.types.set(type, n / 2)
    for (const [value, n] of own.values ?? []) own.values?.set(value, n / 2)
  }
}

function looksOf({ properties }: PropertyLooks, key: string): Looks | null {
  const known = properties.get(key)
  if (known !== undefined) return known
  if (properties.size >= MOST_PROPERTIES) return null
  const made: Looks = { seen: 0, types: new Map(), values: new Map(), example: '' }
  properties.set(key, made)
  return made
}

function noteValue(own: Looks, value: unknown): void {
  own.seen++
  const type = typeOf(value)
  own.types.set(type, (own.types.get(type) ?? 0) + 1)
  const text = (typeof value === 'string' ? value : (JSON.stringify(value) ?? '')).slice(0, LONGEST_VALUE)
  if (own.example === '') own.example = text
  if (own.values === null) return
  own.values.set(text, (own.values.get(text) ?? 0) + 1)
  if (own.values.size > FEW_VALUES || type === 'object' || type === 'list') own.values = null
}

/** Numbers and truths that were sent as text are what they say. */
function typeOf(value: unknown): PropertySeen['type'] {
  if (typeof value === 'boolean' || value === 'true' || value === 'false') return 'yes or no'
  if (typeof value === 'number') return 'number'
  if (Array.isArray(value)) return 'list'
  if (typeof value === 'object') return 'object'
  return /^-?\d+(\.\d+)?$/.test(String(value)) ? 'number' : 'text'
}

export function readProperties({ events, properties }: PropertyLooks): PropertySeen[] {
  return [...properties]
    .map(([name, looks]) => toPropertySeen(name, looks, events))
    .sort((a, b) => b.share - a.share || (a.name < b.name ? -1 : 1))
}

function toPropertySeen(name: string, { seen, types, values, example }: Looks, events: number): PropertySeen {
  const [type] = [...types].sort(([, a], [, b]) => b - a)[0] ?? ['text' as const]
  const sorted = [...(values ?? [])].sort(([, a], [, b]) => b - a)
  return {
    name,
    share: events === 0 ? 0 : seen / events,
    type,
    values: sorted.map(([value, n]) => ({ value, share: n / seen })),
    example,
  }
}
