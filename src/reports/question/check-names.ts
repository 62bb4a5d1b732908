import { segmentGroups } from '../../config/segment-groups.ts'
import type { Filter } from '../../contract/analyze/filter.ts'
import type { Breakdown } from '../../contract/analyze/question.ts'
import { sql } from '../../store/sql.ts'
import { type Asking, readTexts, toldReach } from './asking.ts'
import { unknownName } from './choose-events.ts'
import { isSegment, leavesOf, type SegmentCondition } from './split-filter.ts'
import { propertySql, type TraitSides } from './value-joins.ts'

/**
 * Refuses properties, traits and segments that there are none of, naming those that there are.
 * @throws unknown_name
 */
export async function checkNames(
  asking: Asking,
  filters: readonly Filter[],
  breakdown: Breakdown | undefined,
): Promise<{ readonly traitSides: TraitSides }> {
  const leaves = filters.flatMap(leavesOf)
  const asked = [...leaves, ...(typeof breakdown === 'object' ? [breakdown] : [])]
  for (const one of asked) if ('segment' in one) checkSegment(asking, one.segment)
  for (const leaf of leaves) if (isSegment(leaf)) checkGroups(asking, leaf)
  if (typeof breakdown === 'object' && 'band' in breakdown) checkScore(asking, breakdown.band)
  for (const path of new Set(asked.flatMap((one) => ('event_property' in one ? [one.event_property] : []))))
    await checkProperty(asking, path)
  const needsTraits = breakdown === 'plan' || asked.some((one) => 'trait' in one)
  const traitSides = needsTraits ? await readTraitSides(asking) : new Map()
  for (const one of asked) {
    if ('trait' in one && !traitSides.has(one.trait)) throw unknownName('trait', one.trait, [...traitSides.keys()])
  }
  return { traitSides }
}

function checkSegment({ source }: Asking, key: string): void {
  const known = source.model.segments.filter((segment) => segment.level === 'account').map((segment) => segment.key)
  if (!known.includes(key)) throw unknownName('segment of accounts', key, known)
}

/** Whole values only: `contains` may ask for a part of one. */
function checkGroups({ source }: Asking, { segment: key, op, value }: SegmentCondition): void {
  if (op !== 'exact' && op !== 'is_not' && op !== 'in' && op !== 'not_in') return
  const groups = segmentGroups(source.model.segments.find((segment) => segment.key === key)?.rule)
  for (const one of Array.isArray(value) ? value : [value])
    if (!groups.includes(String(one))) throw unknownName(`group of the segment ${key}`, String(one), groups)
}

function checkScore({ source }: Asking, key: string): void {
  const known = source.model.scores.filter((score) => score.level === 'account').map((score) => score.key)
  if (!known.includes(key)) throw unknownName('score of accounts', key, known)
}

async function checkProperty(asking: Asking, path: string): Promise<void> {
  const { dialect } = asking.source.store
  const [found] = await readTexts(
    asking,
    // Once there is one, there always is.
    { width: 1, upTo: Number.NEGATIVE_INFINITY },
    sql`
      -- whether any event has the property
      SELECT 'yes' FROM event WHERE ${propertySql(dialect, path)} IS NOT NULL LIMIT 1
    `,
  )
  if (found !== undefined) return
  const names = await readTexts(
    asking,
    { width: 1 },
    sql`
      -- properties that events have
      SELECT DISTINCT unnest(${dialect.keysOf(sql`properties`)}) AS name
      FROM (SELECT properties FROM event ORDER BY seq DESC LIMIT 20000)
      ORDER BY name
      LIMIT 200
    `,
  )
  throw unknownName(
    'event property',
    path,
    names.map(([name]) => name!),
  )
}

async function readTraitSides(asking: Asking): Promise<TraitSides> {
  const rows = await readTexts(
    asking,
    // What is of somebody for the first time only now changes nothing of before.
    { width: 3, ...toldReach(asking) },
    sql`
      -- traits, and of whom they are known
      SELECT key, bool_or(person <> 0)::VARCHAR, bool_or(person = 0)::VARCHAR
      FROM trait
      GROUP BY key
      ORDER BY key
    `,
  )
  return new Map(
    rows.map(([key, person, account]) => [key!, { person: person === 'true', account: account === 'true' }]),
  )
}
