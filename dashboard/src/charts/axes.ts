import { axisX, axisY, gridY, type Markish, rect, ruleY } from '@observablehq/plot'
import type { Tone } from './tones.ts'

export const BANDS: Readonly<Record<Tone, string>> = {
  ...{ sea: 'var(--band)', slate: 'var(--band-slate)', ink: 'var(--band-slate)' },
  ...{ well: 'var(--well-wash)', watch: 'var(--watch-wash)', risk: 'var(--risk-wash)' },
}

export const MARGINS = { marginLeft: 48, marginRight: 12, marginTop: 20, marginBottom: 26 } as const
export const TIP = {
  fill: 'var(--paper)',
  stroke: 'var(--line-2)',
  fontSize: 12,
  textPadding: 8,
  pointerSize: 6,
} as const

/** Gridlines and numbers of the upright axis. */
export function uprightAxis(format: (n: number) => string): Markish[] {
  return [
    gridY({ ticks: 4, stroke: 'var(--line)', strokeOpacity: 1 }),
    axisY({ ticks: 4, tickSize: 0, label: null, tickPadding: 8, tickFormat: namedOnce(format) }),
  ]
}

/** Of few there are numbers between the whole ones that would be named as these are: they stay without a name. */
function namedOnce(format: (n: number) => string): (n: number) => string {
  return (n) => (Number.isInteger(n) || format(n) !== format(Math.round(n)) ? format(n) : '')
}

type LevelAxis<X> = {
  readonly width: number
  /** How wide a name is, at most. */
  readonly each?: number
  readonly end?: X
  /** Names that must all be there, where there is too little room beside each other. */
  readonly slanted?: boolean
}

const SLANT = -35
const LETTER_PX = 6.5
const GAP_PX = 12

function nameWidth(ticks: readonly { readonly label: string }[]): number {
  return LETTER_PX * Math.max(...ticks.map(({ label }) => label.length))
}

/** Named places along the level axis, thinned to what there is room for. */
export function levelAxis<X extends number | string | Date>(
  ticks: readonly { readonly at: X; readonly label: string }[],
  { width, each = 74, end, slanted = false }: LevelAxis<X>,
): Markish[] {
  // The last name ends where the chart does, half its width nearer to the one before it.
  const room = ticks.at(-1)?.at === end ? Math.max(each, 1.5 * nameWidth(ticks) + GAP_PX) : each
  const every = Math.max(1, Math.ceil((ticks.length * room) / Math.max(1, width - 60)))
  const shown = ticks.filter((_, at) => (ticks.length - 1 - at) % every === 0)
  // The name of the last place ends where the chart does: centred, it would stand beside it.
  const [inside, last] = [shown.filter(({ at }) => at !== end), shown.filter(({ at }) => at === end)]
  if (slanted) return [namesOf(shown, 'end', SLANT)]
  return [namesOf(inside, 'middle'), ...(last.length === 0 ? [] : [namesOf(last, 'end')])]
}

function namesOf<X>(
  shown: readonly { readonly at: X; readonly label: string }[],
  textAnchor: 'middle' | 'end',
  tickRotate = 0,
): Markish {
  return axisX({
    ticks: shown.map(({ at }) => at) as never,
    tickFormat: (_: unknown, at: number) => shown[at]?.label ?? '',
    tickSize: 0,
    tickPadding: 8,
    label: null,
    textAnchor,
    tickRotate,
  })
}

/** What is not complete yet: hatched, and nothing else is. */
export function hatched(x1: number | Date, x2: number | Date): Markish {
  return rect([{ x1, x2 }], { x1: 'x1', x2: 'x2', fill: 'url(#hatch)' })
}

export function baseLine(at = 0): Markish {
  return ruleY([at], { stroke: 'var(--line-2)' })
}
