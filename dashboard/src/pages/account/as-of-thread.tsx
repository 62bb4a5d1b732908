import type { AccountDetail } from '@contract/account.ts'
import { getRouteApi } from '@tanstack/react-router'
import { type KeyboardEvent, type PointerEvent, useEffect, useRef, useState } from 'react'
import { Button } from '../../parts/button.tsx'
import { dayNumber, dayText, rollingWeek } from '../../words/days.ts'
import { formatCount, formatDay, formatLongDay } from '../../words/format.ts'
import { monthTicks } from './month-ticks.ts'

const route = getRouteApi('/accounts/$key')
const SETTLE_MS = 180
const DAYS_BEFORE = 7

type AsOfThreadProps = { account: AccountDetail; chosen: string; past: boolean }

/** The wide thread: a week's active events over all history, and on it the day everything below is as of. */
export function AsOfThread({ account, chosen, past }: AsOfThreadProps) {
  const navigate = route.useNavigate()
  const first = firstShown(account, chosen)
  const latest = dayNumber(account.latest)
  const [day, setDay] = useSettledDay(dayNumber(chosen), (settled) => {
    const asOf = settled >= latest ? undefined : dayText(settled)
    void navigate({
      search: ({ asOf: _, ...rest }) => (asOf === undefined ? rest : { ...rest, asOf }),
      replace: true,
      resetScroll: false,
    })
  })
  const week = rollingWeek(account.thread.active).slice(first - dayNumber(account.thread.from))
  const text = dayText(day)
  return (
    <section aria-label="As of" data-next="[role=slider]" className="border-t border-line-2 pt-3">
      <div className="mb-5 flex flex-wrap items-baseline gap-x-3 text-dense">
        <h2 className="font-display text-head font-medium">
          As of <b>{day === latest ? `${formatDay(text)}, the last closed day` : formatDay(text)}</b>
        </h2>
        <span className="text-ink-3">{formatCount(week[day - first] ?? 0)} active events in 7 days</span>
        <span className="ml-auto text-small text-ink-3 max-desk:hidden">
          Drag, or use the arrow keys. Everything below shows what was known that day.
        </span>
      </div>
      <Slider first={first} latest={latest} day={day} onChange={setDay} week={week} />
      {past && (
        <div className="sticky top-0 z-[2] mt-3 flex items-center gap-3 rounded-2 bg-sea-wash px-3 py-1.5 text-dense max-desk:top-14">
          <span>
            You see what was known at the close of <b>{formatLongDay(account.asOf)}</b>.
          </span>
          <span className="ml-auto">
            <Button onClick={() => setDay(latest)}>Back to now</Button>
          </span>
        </div>
      )}
    </section>
  )
}

/** A week before anything happened: years of nothing would take the room of what there is. */
function firstShown({ thread }: AccountDetail, chosen: string): number {
  const from = dayNumber(thread.from)
  const quiet = thread.active.findIndex((n) => n > 0)
  return Math.max(from, Math.min(from + quiet - DAYS_BEFORE, dayNumber(chosen)))
}

/** The day follows the hand at once; the address, and with it the data, follow when it rests. */
function useSettledDay(chosen: number, settle: (day: number) => void): [number, (day: number) => void] {
  const [day, setDay] = useState(chosen)
  const settled = useRef(chosen)
  const settleNow = useRef(settle)
  settleNow.current = settle
  useEffect(() => {
    settled.current = chosen
    setDay(chosen)
  }, [chosen])
  useEffect(() => {
    if (day === settled.current) return
    const timer = setTimeout(() => settleNow.current(day), SETTLE_MS)
    return () => clearTimeout(timer)
  }, [day])
  return [day, setDay]
}

type SliderProps = {
  first: number
  latest: number
  day: number
  week: readonly number[]
  onChange: (day: number) => void
}

function Slider({ first, latest, day, week, onChange }: SliderProps) {
  const track = useRef<HTMLDivElement>(null)
  const span = Math.max(1, latest - first)
  const clamp = (to: number) => Math.min(latest, Math.max(first, to))
  // An address may name a day before all that is known.
  const shown = clamp(day)
  const at = ((shown - first) / span) * 100
  const follow = (event: PointerEvent) => {
    const box = track.current?.getBoundingClientRect()
    if (box !== undefined && event.buttons !== 0)
      onChange(clamp(first + Math.round(((event.clientX - box.left) / box.width) * span)))
  }
  const press = (event: KeyboardEvent) => {
    const to = keyTarget(event, shown, first, latest)
    if (to === null) return
    event.preventDefault()
    onChange(clamp(to))
  }
  return (
    <div
      ref={track}
      className="relative h-[7.25rem] touch-pan-y select-none"
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId)
        follow(event)
      }}
      onPointerMove={follow}
    >
      <ThreadLine week={week} span={span} at={at} />
      <div
        role="slider"
        tabIndex={0}
        aria-label="As of which day"
        aria-valuemin={first}
        aria-valuemax={latest}
        aria-valuenow={shown}
        aria-valuetext={formatLongDay(dayText(day))}
        onKeyDown={press}
        className="absolute -top-2 h-[5.75rem] w-6 -translate-x-1/2 cursor-ew-resize outline-offset-0"
        style={{ left: `${at}%` }}
      >
        <span className="absolute inset-y-0 left-1/2 w-[1.5px] -translate-x-1/2 bg-ink" />
        <span className="absolute -bottom-1 left-1/2 size-[0.875rem] -translate-x-1/2 rounded-full border-[3px] border-paper bg-ink shadow-[0_0_0_1px_var(--ink)]" />
      </div>
      <div className="absolute inset-x-0 top-[5.75rem] h-6 text-micro text-ink-3">
        {monthTicks(first, latest, 7).map((tick, index) => (
          <span
            key={tick.day}
            className={`absolute whitespace-nowrap ${index % 2 === 1 ? 'max-desk:hidden' : ''} ${tick.at > 95 ? '-translate-x-full' : tick.at < 3 ? '' : '-translate-x-1/2'}`}
            style={{ left: `${tick.at}%` }}
          >
            {tick.label}
          </span>
        ))}
      </div>
    </div>
  )
}

/** Known until the chosen day in ink, what came after it in slate. */
function ThreadLine({ week, span, at }: { week: readonly number[]; span: number; at: number }) {
  const top = Math.max(24, ...week) * 1.08
  const points = week.map((n, index) => `${((index / span) * 100).toFixed(3)} ${(100 - (n / top) * 100).toFixed(2)}`)
  const cut = Math.round((at / 100) * span) + 1
  const before = points.slice(0, cut).join('L')
  const after = points.slice(Math.max(0, cut - 1)).join('L')
  return (
    <div className="relative h-[4.5rem] border-b border-line">
      <svg className="stretch fill-none" viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
        <path d={`M${after}`} className="stroke-line-2 stroke-[1.5]" strokeLinejoin="round" />
        <path d={`M${before}`} className="stroke-sea-fill stroke-[1.5]" strokeLinejoin="round" />
      </svg>
      <span
        className="absolute -ml-[3.5px] size-[7px] rounded-full bg-sea-fill"
        style={{ left: 0, top: `calc(${100 - ((week[0] ?? 0) / top) * 100}% - 3.5px)` }}
      />
    </div>
  )
}

/** Arrows a day, with shift or page keys a week, home and end the ends. */
function keyTarget(event: KeyboardEvent, day: number, first: number, latest: number): number | null {
  const step = event.shiftKey ? 7 : 1
  switch (event.key) {
    case 'ArrowLeft':
    case 'ArrowDown':
      return day - step
    case 'ArrowRight':
    case 'ArrowUp':
      return day + step
    case 'PageDown':
      return day - 7
    case 'PageUp':
      return day + 7
    case 'Home':
      return first
    case 'End':
      return latest
    default:
      return null
  }
}
