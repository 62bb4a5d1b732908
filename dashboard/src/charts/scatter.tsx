import { dot, type PlotOptions, pointer, text, tip } from '@observablehq/plot'
import { useCallback } from 'react'
import { baseLine, levelAxis, MARGINS, TIP, uprightAxis } from './axes.ts'
import { Figure } from './figure.tsx'
import { FILLS, type Tone } from './tones.ts'

export type ScatterPoint = {
  readonly name: string
  readonly x: number
  readonly y: number
  readonly tone: Tone
  readonly title: string
}

type ScatterProps = {
  label: string
  height?: number
  points: readonly ScatterPoint[]
  format: { readonly x: (n: number) => string; readonly y: (n: number) => string }
  onPick?: (name: string) => void
}

/** Two numbers of each thing against each other, every point with its name. */
export function Scatter({ label, height = 300, points, format, onPick }: ScatterProps) {
  const draw = useCallback((width: number) => optionsOf(points, format, width), [points, format])
  return (
    <Figure
      label={label}
      height={height}
      draw={draw}
      {...(onPick === undefined ? {} : { onPick: (datum: unknown) => onPick((datum as ScatterPoint).name) })}
    />
  )
}

function optionsOf(points: readonly ScatterPoint[], { x, y }: ScatterProps['format'], width: number): PlotOptions {
  const most = Math.max(...points.map((point) => point.x), 0.1)
  // A share ends at all of it.
  const right = most <= 1 ? 1 : most * 1.1
  const top = Math.max(...points.map((point) => point.y), 0.1) * 1.12
  const crowded = (point: ScatterPoint) =>
    points.some(
      (other) => other.x > point.x && other.x - point.x < right * 0.07 && Math.abs(other.y - point.y) < top * 0.1,
    )
  const words = {
    x: 'x',
    y: 'y',
    text: 'name',
    fontSize: 12,
    fill: 'var(--ink-2)',
    stroke: 'var(--paper)',
    strokeWidth: 3,
  }
  return {
    ...MARGINS,
    marginRight: 24,
    x: { domain: [0, right] },
    y: { domain: [0, top], nice: true },
    marks: [
      ...uprightAxis(y),
      levelAxis(
        [0, 0.25, 0.5, 0.75, 1].map((part) => ({ at: part * right, label: x(part * right) })),
        { width },
      ),
      baseLine(),
      dot(points, { x: 'x', y: 'y', r: 5, fill: (point: ScatterPoint) => FILLS[point.tone], stroke: 'var(--paper)' }),
      text(
        points.filter((point) => !crowded(point)),
        { ...words, dy: -12 },
      ),
      text(points.filter(crowded), { ...words, textAnchor: 'end', dx: -9 }),
      tip(points, pointer({ x: 'x', y: 'y', title: 'title', ...TIP })),
    ],
  }
}
