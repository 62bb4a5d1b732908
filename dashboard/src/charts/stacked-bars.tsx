import { barY, type Markish, type PlotOptions, pointerX, tip } from '@observablehq/plot'
import { useCallback } from 'react'
import { baseLine, levelAxis, MARGINS, TIP, uprightAxis } from './axes.ts'
import { type ChangeNote, changeMarks, notesWords, useChangeNotes } from './change-notes.ts'
import { Figure } from './figure.tsx'
import { Key } from './key.tsx'
import { FILLS, type Tone } from './tones.ts'

export type BarSeries = {
  readonly label: string
  readonly tone: Tone
  /** Fainter, where two series share a tone. */
  readonly faint?: boolean
  /** One for each place; negative ones hang below the line; null: not complete. */
  readonly values: readonly (number | null)[]
}

export type StackedBarsProps = {
  label: string
  height?: number
  /** What stands under the bars, each once. */
  places: readonly string[]
  series: readonly BarSeries[]
  format: (n: number) => string
  /** Places that are not complete yet. */
  incomplete?: readonly boolean[]
  /** Where the places are of a calendar: the day at which each begins. What changed on these days is marked. */
  days?: readonly string[]
  onPick?: (at: number) => void
}

type Part = {
  readonly at: number
  readonly place: string
  readonly value: number
  readonly series: BarSeries
  readonly title: string
}

/** Bars from zero, their parts on top of each other; what is not complete is hatched. */
export function StackedBars({ label, height = 220, days, onPick, ...rest }: StackedBarsProps) {
  const notes = useChangeNotes(days)
  const { places, series, format, incomplete } = rest
  const draw = useCallback(
    (width: number) => optionsOf({ places, series, format, incomplete, notes }, width),
    [places, series, format, incomplete, notes],
  )
  return (
    <>
      <Figure
        label={label + notesWords(notes)}
        height={height}
        draw={draw}
        {...(onPick === undefined ? {} : { onPick: (datum: unknown) => onPick((datum as Part).at) })}
      />
      {series.length > 1 && <Key series={series} hatch={incomplete?.includes(true) === true} />}
    </>
  )
}

type Drawn = { [K in 'places' | 'series' | 'format' | 'incomplete']: StackedBarsProps[K] } & {
  notes: readonly ChangeNote[]
}

function optionsOf({ places, series, format, incomplete = [], notes }: Drawn, width: number): PlotOptions {
  const parts = partsOf(places, series, format)
  return {
    ...MARGINS,
    x: { type: 'band', domain: places as string[], padding: 0.2 },
    // Of nothing but zeros no axis can be made, and each bar would fill its place.
    y: { nice: true, ...(parts.some(({ value }) => value !== 0) ? {} : { domain: [0, 1] }) },
    marks: [
      ...uprightAxis(format),
      ...levelAxis(
        places.map((place) => ({ at: place, label: place })),
        { width },
      ),
      barY(parts, {
        ...{ x: 'place', y: 'value', rx: 1, insetTop: 0.5 },
        fill: (part: Part) => FILLS[part.series.tone],
        fillOpacity: (part: Part) => (part.series.faint === true ? 0.45 : 1),
      }),
      ...hatchMarks(parts.filter(({ at }) => incomplete[at] === true)),
      ...untoldMarks(places, parts),
      baseLine(),
      ...changeMarks(
        notes.map((note) => ({ ...note, place: places[note.x] ?? '' })),
        { width, x: 'place' },
      ),
      tip(parts, pointerX({ x: 'place', y: 'value', title: 'title', ...TIP })),
    ],
  }
}

function partsOf(places: readonly string[], series: readonly BarSeries[], format: (n: number) => string): Part[] {
  return places.flatMap((place, at) => {
    const told = series.filter(({ values }) => values[at] != null)
    const title = [place, ...told.map(({ label, values }) => `${label} ${format(values[at]!)}`)].join('\n')
    return told.map((one) => ({ at, place, value: one.values[at]!, series: one, title }))
  })
}

/** A place of which nothing is told yet is hatched as high as the highest bar: left empty, it would read as nothing. */
function untoldMarks(places: readonly string[], parts: readonly Part[]): Markish[] {
  const heights = places.map((_, at) =>
    parts.reduce((sum, part) => (part.at === at ? sum + Math.max(0, part.value) : sum), 0),
  )
  const untold = places.filter((_, at) => !parts.some((part) => part.at === at))
  return [barY(untold, { x: (place: string) => place, y1: 0, y2: Math.max(1, ...heights), fill: 'url(#hatch)' })]
}

function hatchMarks(parts: readonly Part[]): Markish[] {
  if (parts.length === 0) return []
  return [
    barY(parts, { x: 'place', y: 'value', fill: 'var(--paper)', fillOpacity: 0.55 }),
    barY(parts, { x: 'place', y: 'value', fill: 'url(#hatch)' }),
  ]
}
