import type { EpisodeRow } from '@contract/episodes.ts'
import type { CSSProperties } from 'react'
import { Icon, SIGNAL_LOOKS } from '../../parts/icon.tsx'
import { dayNumber } from '../../words/days.ts'
import { countOf, formatDay } from '../../words/format.ts'

const LANES_MAX = 8
/** Below this width in per cent a bar's words stand outside it. */
const ROOM = 30
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
  const inSight = episodes.filter((episode) => closeDay(episode, to) >= from)
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
            {bars.map((episode, at) => (
              <Bar key={episode.id} episode={episode} from={from} to={to} asOf={asOf} worded={at === 0} />
            ))}
          </li>
        ))}
      </ul>
      {lanes.size > LANES_MAX && (
        <p className="mt-2 text-small text-ink-3">{countOf(lanes.size - LANES_MAX, 'more alert')} in this time.</p>
      )}
    </div>
  )
}

type BarProps = { episode: EpisodeRow; from: number; to: number; asOf: string; worded: boolean }

function Bar({ episode, from, to, asOf, worded }: BarProps) {
  const looks = SIGNAL_LOOKS[episode.type]
  const open = episode.closedAt === null
  const span = Math.max(1, to - from)
  const start = Math.max(from, dayNumber(episode.openedAt.slice(0, 10)))
  const left = ((start - from) / span) * 100
  const width = Math.max(1.2, ((Math.min(to, closeDay(episode, to)) - start) / span) * 100)
  const inside = width > ROOM
  const title = `${episode.title}: ${periodWords(episode, asOf)}`
  const words = <Words episode={episode} asOf={asOf} />
  return (
    <>
      <div
        title={title}
        className={`absolute top-[5px] flex h-[18px] items-center gap-1 overflow-hidden px-1.5 whitespace-nowrap ${looks.wash} ${open ? 'rounded-l-1' : 'rounded-1'}`}
        style={{ left: `${left}%`, width: `${width}%` }}
      >
        <Icon name={open ? looks.icon : 'check'} className={`!size-3.5 ${looks.text}`} />
        {inside && words}
        {!worded && <span className="sr-only">{title}</span>}
      </div>
      {!inside && worded && (
        <span className="absolute top-1.5 truncate" style={outsideOf(left, width)}>
          {words}
        </span>
      )}
    </>
  )
}

function Words({ episode, asOf }: { episode: EpisodeRow; asOf: string }) {
  return (
    <span className="truncate">
      <b className="font-medium">{episode.title}</b>
      {episode.entity.level !== 'account' && <span className="text-ink-2"> {episode.entityName.slice(0, 80)}</span>}{' '}
      <span className="text-ink-3">{periodWords(episode, asOf)}</span>
    </span>
  )
}

function periodWords(episode: EpisodeRow, asOf: string): string {
  const opened = formatDay(episode.openedAt, asOf)
  const cause = CAUSE_WORDS[episode.changes.at(-1)?.cause ?? 'behaviour']
  const sameYear = episode.closedAt?.slice(0, 4) === episode.openedAt.slice(0, 4)
  const period =
    episode.closedAt === null
      ? `${opened}, open`
      : `${formatDay(episode.openedAt, sameYear ? episode.openedAt : asOf)}–${formatDay(episode.closedAt, asOf)}`
  return cause === '' ? period : `${period}; ${cause}`
}

function closeDay(episode: EpisodeRow, to: number): number {
  return episode.closedAt === null ? to : dayNumber(episode.closedAt.slice(0, 10)) + 1
}

/** Words stand on the side of the bar that has more room, and never over the edge. */
function outsideOf(left: number, width: number): CSSProperties {
  const right = 100 - left - width
  return left > right
    ? { right: `calc(${100 - left}% + 8px)`, maxWidth: `calc(${left}% - 8px)` }
    : { left: `calc(${left + width}% + 8px)`, maxWidth: `calc(${right}% - 8px)` }
}
