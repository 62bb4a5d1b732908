import { barY, link, type Markish, type PlotOptions, text } from '@observablehq/plot'
import { useCallback } from 'react'
import { baseLine, levelAxis, MARGINS, uprightAxis } from './axes.ts'
import { Figure } from './figure.tsx'
import { FILLS, type Tone } from './tones.ts'

/** A bar from one number to another; `said` stands over it. */
export type BridgeStep = {
  readonly name: string
  readonly from: number
  readonly to: number
  readonly tone: Tone
  readonly said: string
}

type BridgeProps = {
  label: string
  height?: number
  steps: readonly BridgeStep[]
  format: (n: number) => string
  onPick?: (at: number) => void
}

/** From one total to another, by what came and went. The axis is cut where the totals would take all the height, and the bars that begin at 0 are drawn as cut. */
export function Bridge({ label, height = 260, steps, format, onPick }: BridgeProps) {
  const draw = useCallback((width: number) => optionsOf(steps, format, width), [steps, format])
  return (
    <Figure
      label={label}
      height={height}
      draw={draw}
      {...(onPick === undefined
        ? {}
        : { onPick: (datum: unknown) => onPick(steps.findIndex(({ name }) => name === (datum as BridgeStep).name)) })}
    />
  )
}

/** As wide as a phone: names and numbers of seven bars would stand over each other. */
const NARROW_PX = 480

function optionsOf(steps: readonly BridgeStep[], format: (n: number) => string, width: number): PlotOptions {
  const low = lowOf(steps)
  const narrow = width < NARROW_PX
  const drawn = steps.map((step) => ({ ...step, base: Math.max(low, step.from), top: Math.max(step.from, step.to) }))
  const links = drawn.slice(1).map((step, at) => ({ x1: drawn[at]!.name, x2: step.name, y: drawn[at]!.to }))
  return {
    ...MARGINS,
    marginLeft: 64,
    ...(narrow ? { marginBottom: 56 } : {}),
    x: { type: 'band', domain: steps.map(({ name }) => name), padding: 0.28 },
    y: { domain: [low, Math.max(...drawn.map(({ top }) => top)) * 1.01 - low * 0.01], nice: true },
    marks: [
      ...uprightAxis(format),
      ...levelAxis(
        steps.map(({ name }) => ({ at: name, label: name })),
        { width, each: narrow ? 1 : 40, slanted: narrow },
      ),
      link(links, { x1: 'x1', x2: 'x2', y1: 'y', y2: 'y', stroke: 'var(--line-3)', strokeDasharray: '3 3' }),
      barY(drawn, { x: 'name', y1: 'base', y2: 'to', rx: 1, fill: (step: BridgeStep) => FILLS[step.tone] }),
      ...(low > 0 ? [tears(steps, low)] : []),
      text(drawn, {
        ...{ x: 'name', y: 'top', text: 'said', dy: -9, fontSize: narrow ? 9 : 12 },
        ...{ fill: 'var(--ink)', stroke: 'var(--paper)', strokeWidth: 3 },
      }),
      baseLine(low),
    ],
  }
}

const TEAR_PX = { above: 12, wave: 6, high: 3, width: 4 } as const

/** A tear through the foot of each bar that begins at 0, in the colour of the ground. */
function tears(steps: readonly BridgeStep[], low: number): Markish {
  const { above, wave, high, width } = TEAR_PX
  return (_index, { x, y, scales }, _values, _dimensions, { document }) => {
    const path = document.createElementNS('http://www.w3.org/2000/svg', 'path')
    const foot = y?.(low) - above
    const waves = Math.ceil((scales.x?.bandwidth ?? 0) / wave)
    const tear = ({ name }: BridgeStep) =>
      `M${x?.(name)},${foot}${Array.from({ length: waves }, (_, at) => `l${wave},${at % 2 === 0 ? -high : high}`).join('')}`
    path.setAttribute(
      'd',
      steps
        .filter(({ from }) => from === 0)
        .map(tear)
        .join(''),
    )
    path.setAttribute('fill', 'none')
    path.setAttribute('stroke', 'var(--paper)')
    path.setAttribute('stroke-width', String(width))
    return path
  }
}

/** Where the totals dwarf the movements, the axis begins above 0, so that these can be seen. */
function lowOf(steps: readonly BridgeStep[]): number {
  const ends = steps.flatMap(({ from, to }) => (from === 0 ? [to] : [from, to]))
  const [least, most] = [Math.min(...ends), Math.max(...ends)]
  return most > 0 && (most - least) / most < 0.4 ? Math.max(0, least - (most - least) * 0.8) : 0
}
