import type { EpisodeRow } from '@contract/episodes.ts'
import type { CSSProperties, ReactNode } from 'react'
import { Icon, SIGNAL_LOOKS } from '../../parts/icon.tsx'
import { closedDay, openedDay } from '../../words/alert-days.ts'
import { dayNumber } from '../../words/days.ts'
import { countOf, formatCount, formatDay } from '../../words/format.ts'

const LANES_MAX = 8
/** Below this width in per cent a bar's words stand outside it. */
const ROOM = 30
/** Below this there is no room for an icon. */
const ICON_ROOM = 4
const NARROWEST = 1.2
const CAUSE_WORDS = {
  behaviour: '',
  config: 'definition changed',
  import: 'by import',
  merge: 'by merge',
  correction: 'corrected',
} as const

type AlertLaneProps = { episodes: readonly EpisodeRow[]; from: number; to: number; asOf: string; gutter: number }

/** One row per signal, a bar from opened to closed; an open one ends square at the as-of day. */
export function AlertLane({ episodes, from, to, asOf, gutter }: AlertLaneProps) {
  const inSight = episodes.filter((episode) => endDay(episode, to) > from)
  const lanes = new Map<string, EpisodeRow[]>()
  for (const episode of inSight) {
    const lane = `${episode.signal}\n${JSON.stringify(episode.entity)}`
    lanes.set(lane, [...(lanes.get(lane) ?? []), episode])
  }
  const shown = [...lanes].slice(0, LANES_MAX)
  if (shown.length === 0) return <p className="mt-2 text-small text-ink-3">No alert was open in this time.</p>
  return (
    <div className="mt-1">
      <ul aria-label="Alerts" style={{ marginLeft: gutter }}>
        {shown.map(([lane, bars]) => (
          <li key={lane} className="relative h-7 overflow-hidden border-t border-line text-small">
            <Lane bars={bars} from={from} to={to} asOf={asOf} />
          </li>
        ))}
      </ul>
      {lanes.size > LANES_MAX && (
        <p className="mt-2 text-small text-ink-3">{countOf(lanes.size - LANES_MAX, 'more alert')} in this time.</p>
      )}
    </div>
  )
}

type LaneProps = { bars: readonly EpisodeRow[]; from: number; to: number; asOf: string }

/** The bars of one signal, and once the words of its latest alert: in that bar, or in the widest gap. */
function Lane({ bars, from, to, asOf }: LaneProps) {
  const places = bars.map((episode) => placeOf(episode, from, to))
  const [latest] = bars
  const [place] = places
  if (latest === undefined || place === undefined) return null
  const inside = place.width > ROOM
  const gap = widestGap(places)
  const words = <Words episode={latest} asOf={asOf} earlier={bars.length - 1} />
  return (
    <>
      {bars.map((episode, at) => (
        <Bar key={episode.id} episode={episode} place={places[at] ?? place} asOf={asOf}>
          {at === 0 && inside ? words : <span className="sr-only">{titleOf(episode, asOf)}</span>}
        </Bar>
      ))}
      {!inside && (
        <span className={`absolute top-1.5 truncate px-2 ${gap.toLeft ? 'text-right' : ''}`} style={gap.style}>
          {words}
        </span>
      )}
    </>
  )
}

type Place = { readonly left: number; readonly width: number }
type BarProps = { episode: EpisodeRow; place: Place; asOf: string; children: ReactNode }

function Bar({ episode, place: { left, width }, asOf, children }: BarProps) {
  const looks = SIGNAL_LOOKS[episode.type]
  const open = episode.closedAt === null
  return (
    <div
      title={titleOf(episode, asOf)}
      className={`absolute top-[5px] flex h-[1.125rem] items-center gap-1 overflow-hidden whitespace-nowrap ${width > ICON_ROOM ? 'px-1.5' : ''} ${looks.wash} ${open ? 'rounded-l-1' : 'rounded-1'}`}
      style={{ left: `${left}%`, width: `${width}%` }}
    >
      {width > ICON_ROOM ? (
        <Icon name={open ? looks.icon : 'check'} className={`!size-3.5 ${looks.text}`} />
      ) : (
        <span className={`h-full w-[3px] flex-none ${looks.fill}`} />
      )}
      {children}
    </div>
  )
}

function titleOf(episode: EpisodeRow, asOf: string): string {
  return `${episode.title}: ${periodWords(episode, asOf)}`
}

function placeOf(episode: EpisodeRow, from: number, to: number): Place {
  const span = Math.max(1, to - from)
  const start = Math.min(to, Math.max(from, dayNumber(openedDay(episode))))
  const width = Math.max(NARROWEST, ((Math.min(to, endDay(episode, to)) - start) / span) * 100)
  return { left: Math.min(100 - NARROWEST, ((start - from) / span) * 100), width }
}

/** The widest stretch of a lane without a bar; its words lean on the bar beside it. */
function widestGap(places: readonly Place[]): { toLeft: boolean; style: CSSProperties } {
  const sorted = [...places].sort((a, b) => a.left - b.left)
  const ends = [0, ...sorted.map(({ left, width }) => left + width)]
  const starts = [...sorted.map(({ left }) => left), 100]
  const gaps = ends.map((end, at) => ({ left: end, width: (starts[at] ?? 100) - end, last: at === ends.length - 1 }))
  const widest = gaps.reduce((best, gap) => (gap.width > best.width ? gap : best))
  return { toLeft: !widest.last, style: { left: `${widest.left}%`, width: `${widest.width}%` } }
}

function Words({ episode, asOf, earlier }: { episode: EpisodeRow; asOf: string; earlier: number }) {
  return (
    <span className="truncate">
      <b className="font-medium">{episode.title}</b>
      {episode.entity.level !== 'account' && <span className="text-ink-2"> {episode.entityName.slice(0, 80)}</span>}{' '}
      <span className="text-ink-3">
        {periodWords(episode, asOf)}
        {earlier > 0 && `; ${formatCount(earlier)} before`}
      </span>
    </span>
  )
}

function periodWords(episode: EpisodeRow, asOf: string): string {
  const opened = openedDay(episode)
  const closed = closedDay(episode)
  const cause = CAUSE_WORDS[episode.changes.at(-1)?.cause ?? 'behaviour']
  const near = closed?.slice(0, 4) === opened.slice(0, 4) ? opened : asOf
  const period =
    closed === null ? `${formatDay(opened, asOf)}, open` : `${formatDay(opened, near)}–${formatDay(closed, asOf)}`
  return cause === '' ? period : `${period}; ${cause}`
}

/** First day on which it is no longer open. */
function endDay(episode: EpisodeRow, to: number): number {
  const closed = closedDay(episode)
  return closed === null ? to : dayNumber(closed) + 1
}
