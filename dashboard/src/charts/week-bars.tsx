import { axisX, axisY, gridY, type PlotOptions, rectY, ruleY } from '@observablehq/plot'
import { useCallback } from 'react'
import { monthTicks } from '../pages/account/month-ticks.ts'
import type { Week } from '../pages/account/weeks-until.ts'
import { Figure } from './figure.tsx'

const HEIGHT = 196
const MS_PER_DAY = 86_400_000

type WeekBarsProps = { weeks: readonly Week[]; gutter: number; label: string }

/** Core actions a week as bars from zero; the last four weeks in the subject's colour. */
export function WeekBars({ weeks, gutter, label }: WeekBarsProps) {
  const draw = useCallback((width: number) => weekBarsOptions(weeks, gutter, width), [weeks, gutter])
  return <Figure label={label} height={HEIGHT} draw={draw} />
}

function weekBarsOptions(weeks: readonly Week[], gutter: number, width: number): PlotOptions {
  const top = Math.max(10, ...weeks.map((week) => week.core))
  const dateOf = (day: number) => new Date(day * MS_PER_DAY)
  const recent = weeks.at(-4)?.from ?? 0
  const first = weeks[0]?.from ?? 0
  const end = (weeks.at(-1)?.to ?? 6) + 1
  const ticks = monthTicks(first, end, Math.max(2, Math.floor(width / 90)))
  return {
    marginLeft: gutter,
    marginRight: 0,
    marginTop: 8,
    marginBottom: 24,
    x: { type: 'utc', domain: [dateOf(first), dateOf(end)] },
    y: { domain: [0, top], nice: true },
    marks: [
      gridY({ ticks: 4, stroke: 'var(--line)', strokeOpacity: 1 }),
      axisY({ ticks: 4, tickSize: 0, label: null, tickPadding: 8 }),
      axisX({
        ticks: ticks.map((tick) => dateOf(tick.day)),
        tickFormat: (_: Date, at: number) => ticks[at]?.label ?? '',
        tickSize: 0,
        label: null,
      }),
      rectY(weeks, {
        x1: (week: Week) => dateOf(week.from),
        x2: (week: Week) => dateOf(week.to + 1),
        y: 'core',
        inset: 2,
        rx: 1,
        fill: (week: Week) => (week.from >= recent ? 'var(--sea-fill)' : 'var(--slate-fill)'),
        fillOpacity: (week: Week) => (week.from >= recent ? 1 : 0.6),
      }),
      ruleY([0], { stroke: 'var(--line-2)' }),
    ],
  }
}
