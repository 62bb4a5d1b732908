import type { Change } from '@contract/changes.ts'
import { type Markish, ruleX, text } from '@observablehq/plot'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { changesQuery } from '../api/changes.ts'
import { changeWords } from '../words/changes.ts'
import { dayNumber, daysBetween, dayText } from '../words/days.ts'
import { formatDay } from '../words/format.ts'

/** A place on the axis of days where something changed. */
export type ChangeNote = { readonly x: number; readonly label: string; readonly title: string }

const NONE: readonly ChangeNote[] = []
const LABELS: Readonly<Record<Change['kind'], string>> = {
  config: 'settings',
  release: 'release',
  incident: 'tracking',
  import: 'import',
  merge: 'merge',
  split: 'split',
}

/** Those that may move a line: not what brought history, and not the first configuration. */
function isMarked(change: Change): boolean {
  return change.kind === 'incident' || change.kind === 'release' || (change.kind === 'config' && !change.first)
}

/** Configurations, releases and incidents within a chart's days. `days`: the day at which each place of the axis begins; undefined: the axis is none of days. */
export function useChangeNotes(days: readonly string[] | undefined): readonly ChangeNote[] {
  const [from, to] = endsOf(days)
  const query = useQuery({ ...changesQuery(), enabled: days !== undefined && days.length > 1 })
  const log = query.data?.data
  return useMemo(() => {
    if (log === undefined || days === undefined) return NONE
    const told = log.filter((change) => isMarked(change) && change.day >= from && change.day < to)
    return notesOf(told, days)
  }, [log, days, from, to])
}

/** The first day, and the one behind the last place, which is as long as the one before it. */
function endsOf(days: readonly string[] = []): [from: string, to: string] {
  const [first = '', before = '', last = ''] = [days[0], days.at(-2), days.at(-1)].map((day) => day?.slice(0, 10))
  if (days.length < 2) return [first, first]
  return [first, dayText(dayNumber(last) + Math.max(1, daysBetween(before, last)))]
}

/** What fell into one place of the axis is one note. */
function notesOf(changes: readonly Change[], days: readonly string[]): readonly ChangeNote[] {
  const places = new Map<number, Change[]>()
  for (const change of changes) {
    const x = days.findLastIndex((day) => day.slice(0, 10) <= change.day)
    places.set(x, [...(places.get(x) ?? []), change])
  }
  return [...places]
    .sort(([a], [b]) => a - b)
    .map(([x, all]) => ({
      x,
      label: all.length === 1 ? labelOf(all[0]!) : `${all.length} changes`,
      title: all.map((change) => `${formatDay(change.day)}: ${changeWords(change)}`).join('\n'),
    }))
}

/** A release goes by its name. */
function labelOf(change: Change): string {
  return change.kind === 'release' ? change.name.slice(0, 16) : LABELS[change.kind]
}

/** Dashed, for it is held against; named on top, and told when pointed at. */
export function changeMarks(
  notes: readonly ChangeNote[],
  { width, x = 'x' }: { readonly width: number; readonly x?: string },
): Markish[] {
  if (notes.length === 0) return []
  return [
    ruleX(notes, { x, stroke: 'var(--line-3)', strokeDasharray: '2 3', title: 'title' }),
    text(notes, {
      ...{ x, frameAnchor: 'top' as const, dy: -12, text: 'label', title: 'title', fontSize: 11 },
      ...{ fill: 'var(--ink-3)', stroke: 'var(--paper)', strokeWidth: 3 },
      filter: (_: ChangeNote, at: number) => hasRoom(notes, at, width),
    }),
  ]
}

const LABEL_PX = 60

/** A name that would stand over the one before it is left out: its line says it. */
function hasRoom(notes: readonly ChangeNote[], at: number, width: number): boolean {
  const [here, before] = [notes[at]!, notes[at - 1]]
  const span = Math.max(1, ...notes.map(({ x }) => x))
  return before === undefined || ((here.x - before.x) / span) * width > LABEL_PX
}

/** What the notes add to a chart's accessible name. */
export function notesWords(notes: readonly ChangeNote[]): string {
  return notes.length === 0 ? '' : ` Changes: ${notes.map(({ title }) => title.replaceAll('\n', '; ')).join('; ')}.`
}
