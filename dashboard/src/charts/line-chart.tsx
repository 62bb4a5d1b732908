import { areaY, dot, line, type Markish, type PlotOptions, pointerX, ruleX, ruleY, text, tip } from '@observablehq/plot'
import { useCallback } from 'react'
import { BANDS, baseLine, hatched, levelAxis, MARGINS, TIP, uprightAxis } from './axes.ts'
import { type ChangeNote, changeMarks, notesWords, useChangeNotes } from './change-notes.ts'
import { Figure } from './figure.tsx'
import { FILLS, type Tone } from './tones.ts'

/** `y` null: not known, the line stops. Limits are drawn as a band. */
export type LinePoint = {
  readonly x: number
  readonly y: number | null
  readonly lower?: number | null
  readonly upper?: number | null
  /** What the pointer reads. */
  readonly title?: string
}
export type LineSeries = {
  readonly label: string
  readonly tone: Tone
  readonly points: readonly LinePoint[]
  /** A curve that stays until the next point, as of survival. */
  readonly steps?: boolean
}

export type LineChartProps = {
  label: string
  height?: number
  series: readonly LineSeries[]
  ticks: readonly { readonly at: number; readonly label: string }[]
  format: (n: number) => string
  /** From 0 when left out: lines may begin elsewhere. */
  low?: number
  high?: number
  /** From here on nothing is complete. */
  hatchFrom?: number
  /** Dashed: a limit, a setting, a reference. */
  rules?: readonly { readonly x?: number; readonly y?: number; readonly label: string }[]
  /** Where `x` counts places of a calendar: the day at which each begins. What changed on these days is marked. */
  days?: readonly string[]
  /** A point was chosen. */
  onPick?: (x: number) => void
}

/** Lines over one axis, with their intervals, what they are held against, and what is not complete yet. */
export function LineChart({ label, height = 220, days, onPick, ...rest }: LineChartProps) {
  const notes = useChangeNotes(days)
  const { series, ticks, format, low, high, hatchFrom, rules } = rest
  const draw = useCallback(
    (width: number) => optionsOf({ series, ticks, format, low, high, hatchFrom, rules, notes, height }, width),
    [series, ticks, format, low, high, hatchFrom, rules, notes, height],
  )
  return (
    <Figure
      label={label + notesWords(notes)}
      height={height}
      draw={draw}
      {...(onPick === undefined ? {} : { onPick: (datum: unknown) => onPick((datum as LinePoint).x) })}
    />
  )
}

type Drawn = { [K in 'series' | 'ticks' | 'format' | 'low' | 'high' | 'hatchFrom' | 'rules']: LineChartProps[K] } & {
  notes: readonly ChangeNote[]
  height: number
}

function optionsOf(
  { series, ticks, format, low = 0, high, hatchFrom, rules = [], notes, height }: Drawn,
  width: number,
): PlotOptions {
  const all = series.flatMap(({ points }) => points)
  const xs = [...all.map(({ x }) => x), ...ticks.map(({ at }) => at)]
  const [first, last] = [Math.min(...xs), Math.max(...xs)]
  const tops = all.flatMap(({ y, upper }) => [y ?? low, upper ?? low])
  const top = high ?? Math.max(low, ...tops, ...rules.flatMap(({ y }) => y ?? [])) * 1.02
  return {
    ...MARGINS,
    x: { type: 'linear', domain: [first, last === first ? first + 1 : last] },
    y: { domain: [low, top <= low ? low + 1 : top], nice: high === undefined },
    marks: [
      ...uprightAxis(format),
      ...levelAxis(ticks, { width, end: last }),
      ...(hatchFrom === undefined || hatchFrom >= last ? [] : [hatched(hatchFrom, last)]),
      ...series.map(bandOf),
      baseLine(low),
      ...rules.flatMap((rule) => ruleMarks(rule, last)),
      ...changeMarks(notes, { width }),
      ...series.map(lineOf),
      ...endMarks(series, { width, height, span: last - first, rise: top - low }),
      tip(
        all.filter(({ y, title }) => y !== null && title !== undefined),
        pointerX({ x: 'x', y: 'y', title: 'title', ...TIP }),
      ),
    ],
  }
}

function bandOf({ points, tone, steps = false }: LineSeries): Markish {
  const known = points.filter(({ lower, upper }) => lower != null && upper != null)
  return areaY(known, { x: 'x', y1: 'lower', y2: 'upper', fill: BANDS[tone], curve: steps ? 'step-after' : 'linear' })
}

function lineOf({ points, tone, steps = false }: LineSeries): Markish {
  return line(points, {
    ...{ x: 'x', y: (point: LinePoint) => point.y ?? Number.NaN, stroke: FILLS[tone] },
    strokeWidth: tone === 'sea' ? 2 : 1.5,
    curve: steps ? 'step-after' : 'linear',
  })
}

type Room = { readonly width: number; readonly height: number; readonly span: number; readonly rise: number }

type End = { readonly x: number; readonly y: number; readonly tone: Tone; readonly name: string }

/** A dot at the end of each line, and its name over or under it, where it stands over no line. */
function endMarks(series: readonly LineSeries[], room: Room): Markish[] {
  const ends = series
    .flatMap(({ points, tone, label }): End[] => {
      const end = points.findLast(({ y }) => y !== null)
      return end === undefined ? [] : [{ x: end.x, y: end.y!, tone, name: label }]
    })
    .sort((a, b) => b.y - a.y)
  const isNear = (at: number) => {
    const [upper, lower] = [ends[at - 1], ends[at]]
    return upper !== undefined && lower !== undefined && upper.y - lower.y < room.rise * NEAR
  }
  return ends.flatMap((end, at) => {
    const sides = OFFS_PX.filter((off) => (off < 0 ? !isNear(at) : !isNear(at + 1)))
    return [
      dot([end], { x: 'x', y: 'y', r: 3.5, fill: FILLS[end.tone], stroke: 'var(--paper)' }),
      text([end], {
        ...{ x: 'x', y: 'y', text: 'name', textAnchor: 'end' as const, dy: clearest(sides, end, series, room) },
        ...{ fontSize: 12, fill: 'var(--ink-2)', stroke: 'var(--paper)', strokeWidth: 3 },
      }),
    ]
  })
}

const LETTER_PX = 6.5
const HALF_NAME_PX = 8
/** How far below the end of its line a name may stand, the best first. */
const OFFS_PX = [-13, 14, -26, 27, -39] as const
/** Names of ends that are nearer than this share of the height would stand over each other: the lower one goes below. */
const NEAR = 0.12
const SAMPLES = 12

/** Of some places for a name, the first that the fewest lines run through. */
function clearest(offs: readonly number[], { x, y, name }: End, series: readonly LineSeries[], room: Room): number {
  const reach = (room.span * name.length * LETTER_PX) / Math.max(1, room.width)
  const xs = Array.from({ length: SAMPLES }, (_, at) => x - (reach * at) / (SAMPLES - 1))
  const px = room.height / Math.max(room.rise, Number.EPSILON)
  const lines = series.flatMap((one) => xs.flatMap((at) => levelAt(one.points, at) ?? [])).map((n) => (y - n) * px)
  const through = (off: number) => lines.filter((at) => Math.abs(at - off) < HALF_NAME_PX).length
  return offs.reduce((best, off) => (through(off) < through(best) ? off : best), offs[0] ?? OFFS_PX[0])
}

/** Where a line is at a place between two of its points. */
function levelAt(points: readonly LinePoint[], x: number): number | null {
  const next = points.findIndex((point) => point.x >= x)
  const [from, to] = [points[Math.max(0, next - 1)], points[next]]
  if (from?.y == null || to?.y == null) return null
  return to.x === from.x ? to.y : from.y + ((to.y - from.y) * (x - from.x)) / (to.x - from.x)
}

type Rule = NonNullable<LineChartProps['rules']>[number]

function ruleMarks({ x, y, label }: Rule, last: number): Markish[] {
  const looks = { stroke: 'var(--line-3)', strokeDasharray: '3 3' }
  const words = { fontSize: 12, fill: 'var(--ink-3)', stroke: 'var(--paper)', strokeWidth: 3 }
  if (x !== undefined)
    return [
      ruleX([x], looks),
      text([{ x, label }], { ...words, x: 'x', frameAnchor: 'top', text: 'label', dy: -12, textAnchor: 'middle' }),
    ]
  return [
    ruleY([y ?? 0], looks),
    text([{ x: last, y, label }], { ...words, x: 'x', y: 'y', text: 'label', dy: -8, textAnchor: 'end' }),
  ]
}
