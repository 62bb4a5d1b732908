import type { ReactNode } from 'react'
import type { Tone } from './tones.ts'

const LINES: Readonly<Record<Tone, { line: string; tack: string }>> = {
  sea: { line: 'stroke-sea-fill', tack: 'bg-sea-fill' },
  slate: { line: 'stroke-slate-fill', tack: 'bg-slate-fill' },
  ink: { line: 'stroke-ink-2', tack: 'bg-ink-2' },
  well: { line: 'stroke-well-fill', tack: 'bg-well-fill' },
  watch: { line: 'stroke-watch-fill', tack: 'bg-watch-fill' },
  risk: { line: 'stroke-risk-fill', tack: 'bg-risk-fill' },
}

type PageThreadProps = {
  /** Where it is known; null: not. */
  values: readonly (number | null)[]
  limits?: readonly ({ readonly lower: number; readonly upper: number } | null)[]
  tone?: Tone
  /** What the thread shows, with its finding. */
  label: string
  /** What the first point is, and the last. */
  first: ReactNode
  last: ReactNode
  /** The least range that is drawn, so that noise looks like noise. */
  least: number
}

/** The sentence's subject over time, tacked at the left: one a page. */
export function PageThread({
  values: all,
  limits: allLimits = [],
  tone = 'sea',
  label,
  first,
  last,
  least,
}: PageThreadProps) {
  // What is not known yet, or was not then, is no part of it: its ends are what the words below them say.
  const [from, to] = [all.findIndex((n) => n !== null), all.findLastIndex((n) => n !== null) + 1]
  const [values, limits] = [all.slice(from, to), allLimits.slice(from, to)]
  const known = values.flatMap((n) => n ?? [])
  const ends = limits.flatMap((one) => (one === null ? [] : [one.lower, one.upper]))
  const [low, high] = rangeOf([...known, ...ends], least)
  const x = (at: number) => (at / Math.max(1, values.length - 1)) * 100
  const y = (n: number) => 100 - ((n - low) / (high - low)) * 100
  const points = values.flatMap((n, at) => (n === null ? [] : [{ x: x(at), y: y(n) }]))
  const looks = LINES[tone]
  return (
    <figure className="relative mb-4 h-16 text-small text-ink-3" role="img" aria-label={label}>
      <div className="relative h-10">
        <svg className="stretch fill-none" viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
          {limits.length > 0 && <path d={bandPath(limits, x, y)} className="fill-(--band)" />}
          {points.length > 1 && (
            <path
              d={`M${points.map((point) => `${point.x.toFixed(2)} ${point.y.toFixed(2)}`).join('L')}`}
              className={`stroke-[1.5] ${looks.line}`}
              strokeLinejoin="round"
              strokeLinecap="round"
            />
          )}
        </svg>
        {[points[0], points.at(-1)].map((point, end) =>
          point === undefined ? null : (
            <span
              key={end === 0 ? 'first' : 'last'}
              className={`absolute -mt-[3.5px] -ml-[3.5px] size-[7px] rounded-full ${looks.tack}`}
              style={{ left: `${point.x}%`, top: `${point.y}%` }}
            />
          ),
        )}
      </div>
      <figcaption className="flex justify-between gap-x-3 pt-1.5 text-balance">
        <span>{first}</span>
        <span className="text-right">{last}</span>
      </figcaption>
    </figure>
  )
}

function rangeOf(values: readonly number[], least: number): [number, number] {
  const [low, high] = [Math.min(...values), Math.max(...values)]
  if (values.length === 0) return [0, 1]
  const spare = Math.max(0, least - (high - low)) / 2
  const from = Math.max(Math.min(0, low), low - spare)
  return [from, Math.max(high + spare, from + least)]
}

type At = (n: number) => number

function bandPath(limits: NonNullable<PageThreadProps['limits']>, x: At, y: At): string {
  const known = limits.flatMap((one, at) => (one === null ? [] : [{ at, ...one }]))
  if (known.length < 2) return ''
  const upper = known.map(({ at, upper }) => `${x(at).toFixed(2)} ${y(upper).toFixed(2)}`)
  const lower = known.map(({ at, lower }) => `${x(at).toFixed(2)} ${y(lower).toFixed(2)}`).reverse()
  return `M${[...upper, ...lower].join('L')}Z`
}
