import type { ReactNode } from 'react'
import { formatLimits, formatNumber, formatShare, formatShareLimits, type Limits } from '../words/measures.ts'

/** "34 % (27–42)": a share with its limits, or that there were too few. */
export function ShareWithLimits({ of, bold = false }: { of: Limits | null; bold?: boolean }) {
  if (of === null) return <span className="text-ink-3">too few</span>
  return (
    <span className="whitespace-nowrap">
      <span className={bold ? 'font-semibold text-ink' : ''}>{formatShare(of.estimate)}</span>{' '}
      <Quiet>({formatShareLimits(of)})</Quiet>
    </span>
  )
}

export function TimesWithLimits({ of, unit = '×' }: { of: Limits | null; unit?: string }) {
  if (of === null) return <span className="text-ink-3">too few</span>
  return (
    <span className="whitespace-nowrap">
      {formatNumber(of.estimate)}
      {unit} <Quiet>({formatLimits(of)})</Quiet>
    </span>
  )
}

/** What stands beside a number and is no number of its own: limits, counts. */
export function Quiet({ children }: { children: ReactNode }) {
  return <span className="font-normal text-ink-3">{children}</span>
}

type MarkProps = { of: Limits | null; base?: number | null; from?: number; to?: number; label: string }

/** An estimate on an axis: the bar is its interval, the dot the estimate, the upright mark what it is held against. */
export function IntervalMark({ of, base = null, from = 0, to = 1, label }: MarkProps) {
  const at = (n: number) => `${(Math.min(1, Math.max(0, (n - from) / (to - from))) * 100).toFixed(2)}%`
  return (
    <span role="img" aria-label={label} className="relative block h-5 min-w-20">
      <span className="absolute inset-x-0 top-1/2 h-px bg-line" />
      {of !== null && (
        <>
          <span
            className="absolute top-1/2 -mt-[3px] h-1.5 rounded-full bg-sea-fill/30"
            style={{ left: at(of.lower), right: `calc(100% - ${at(of.upper)})` }}
          />
          <span
            className="absolute top-1/2 -mt-1 -ml-1 size-2 rounded-full bg-sea-fill"
            style={{ left: at(of.estimate) }}
          />
        </>
      )}
      {base !== null && <span className="absolute inset-y-1 w-[1.5px] bg-slate" style={{ left: at(base) }} />}
    </span>
  )
}
