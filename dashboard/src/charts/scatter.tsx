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
  /** What the numbers along each axis are: "uses a week". */
  axes: { readonly x: string; readonly y: string }
  onPick?: (name: string) => void
}

/** Two numbers of each thing against each other, every point with its name. */
export function Scatter({ label, height = 300, points, format, axes, onPick }: ScatterProps) {
  const draw = useCallback(
    (width: number) => optionsOf({ points, format, axes, height }, width),
    [points, format, axes, height],
  )
  return (
    <Figure
      label={label}
      height={height}
      draw={draw}
      {...(onPick === undefined ? {} : { onPick: (datum: unknown) => onPick((datum as ScatterPoint).name) })}
    />
  )
}

const RIGHT_PX = 24
const AXIS = { fontSize: 11, fill: 'var(--ink-3)', stroke: 'var(--paper)', strokeWidth: 3 } as const

type Drawn = Required<Pick<ScatterProps, 'points' | 'format' | 'axes' | 'height'>>

function optionsOf({ points, format: { x, y }, axes, height }: Drawn, width: number): PlotOptions {
  const most = Math.max(...points.map((point) => point.x), 0.1)
  // A share ends at all of it.
  const right = most <= 1 ? 1 : most * 1.1
  const top = Math.max(...points.map((point) => point.y), 0.1) * 1.12
  const inner = {
    width: width - MARGINS.marginLeft - RIGHT_PX,
    height: height - MARGINS.marginTop - MARGINS.marginBottom,
  }
  const names = placeNames(points, (point) => ({
    x: (point.x / right) * inner.width,
    y: (point.y / top) * inner.height,
  }))
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
    marginRight: RIGHT_PX,
    x: { domain: [0, right] },
    y: { domain: [0, top], nice: true },
    marks: [
      ...uprightAxis(y),
      ...levelAxis(
        [0, 0.25, 0.5, 0.75, 1].map((part) => ({ at: part * right, label: x(part * right) })),
        { width },
      ),
      baseLine(),
      text([axes.y], { ...AXIS, frameAnchor: 'top-left', dx: 2, dy: -14, textAnchor: 'start' }),
      text([axes.x], { ...AXIS, frameAnchor: 'bottom-right', dy: -8, textAnchor: 'end' }),
      dot(points, { x: 'x', y: 'y', r: 5, fill: (point: ScatterPoint) => FILLS[point.tone], stroke: 'var(--paper)' }),
      ...SIDES.map((side) =>
        text(
          names.filter((name) => name.side === side).map(({ point }) => point),
          { ...words, ...side.looks },
        ),
      ),
      tip(points, pointer({ x: 'x', y: 'y', title: 'title', ...TIP })),
    ],
  }
}

type Place = { readonly x: number; readonly y: number }
type Side = { readonly looks: object; readonly box: (at: Place, width: number) => Box }
type Box = { readonly left: number; readonly right: number; readonly low: number; readonly high: number }

const LETTER_PX = 6.5
const LINE_PX = 14
const GAP_PX = 9

/** Where the name of a point may stand, the best first; upwards is more. */
const SIDES: readonly Side[] = [
  {
    looks: { dy: -12 },
    box: ({ x, y }, w) => ({ left: x - w / 2, right: x + w / 2, low: y + 5, high: y + 5 + LINE_PX }),
  },
  {
    looks: { textAnchor: 'end', dx: -GAP_PX },
    box: ({ x, y }, w) => ({ left: x - GAP_PX - w, right: x - GAP_PX, low: y - LINE_PX / 2, high: y + LINE_PX / 2 }),
  },
  {
    looks: { textAnchor: 'start', dx: GAP_PX },
    box: ({ x, y }, w) => ({ left: x + GAP_PX, right: x + GAP_PX + w, low: y - LINE_PX / 2, high: y + LINE_PX / 2 }),
  },
  {
    looks: { dy: 14 },
    box: ({ x, y }, w) => ({ left: x - w / 2, right: x + w / 2, low: y - 5 - LINE_PX, high: y - 5 }),
  },
]

type Named = { readonly point: ScatterPoint; readonly side: Side }

/** The side on which each name stands over no other name and no point; where there is none the pointer and the table tell it. */
function placeNames(points: readonly ScatterPoint[], placeOf: (point: ScatterPoint) => Place): Named[] {
  const dots = points.map((point) => ({ point, at: placeOf(point) }))
  const taken: Box[] = []
  return dots.flatMap(({ point, at }) => {
    const width = point.name.length * LETTER_PX
    const side = SIDES.find((one) => {
      const box = one.box(at, width)
      return (
        box.left > 0 &&
        !taken.some((other) => overlap(box, other)) &&
        !dots.some((dot) => dot.point !== point && overlap(box, boxOf(dot.at)))
      )
    })
    if (side === undefined) return []
    taken.push(side.box(at, width))
    return [{ point, side }]
  })
}

function boxOf({ x, y }: Place): Box {
  return { left: x - 5, right: x + 5, low: y - 5, high: y + 5 }
}

function overlap(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.low < b.high && b.low < a.high
}
