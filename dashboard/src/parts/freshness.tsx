import type { ServerStatus } from '@contract/status.ts'
import { isApiFailure, needsKey } from '../api/client.ts'
import { snapshotDay } from '../api/snapshot.ts'
import { formatClock } from '../words/format.ts'
import { ThreadMark } from './icon.tsx'

const BEHIND_SECONDS = 60

/** How fresh everything is, in one line. */
export function Freshness({ status, error }: { status: ServerStatus | undefined; error: unknown }) {
  const { state, words } = freshnessOf(status, error)
  return (
    <span className="flex min-w-0 items-center gap-2 text-small text-ink-3" title={titleOf(status, error !== null)}>
      <ThreadMark state={state} />
      <span className="truncate">{words}</span>
    </span>
  )
}

function freshnessOf(
  status: ServerStatus | undefined,
  error: unknown,
): { state: 'streams' | 'flutters' | 'unknown'; words: string } {
  if (error !== null) return { state: 'unknown', words: failureWords(error) }
  if (status === undefined) return { state: 'unknown', words: 'Connecting' }
  if (snapshotDay !== null) return { state: 'unknown', words: 'A snapshot' }
  switch (status.state) {
    case 'catching_up':
      return { state: 'flutters', words: 'Catching up' }
    case 'importing':
      return { state: 'flutters', words: 'Importing' }
    case 'ready':
      return readyWords(status)
  }
}

/** A server that answers, if only to refuse, is reachable. */
function failureWords(error: unknown): string {
  if (!isApiFailure(error) || error.status === 0) return 'Not reachable'
  return needsKey(error) ? 'A key is needed' : 'Not answering'
}

function readyWords({ lagSeconds, lastArrivalAt, now }: ServerStatus): {
  state: 'streams' | 'flutters'
  words: string
} {
  const lag = Math.round(lagSeconds ?? 0)
  if (lag > BEHIND_SECONDS) return { state: 'flutters', words: `${lag} s behind` }
  if (lag > 0) return { state: 'streams', words: `Live, ${lag} s behind` }
  if (lastArrivalAt === null) return { state: 'streams', words: 'Waiting for events' }
  const quiet = Math.round((Date.parse(now) - Date.parse(lastArrivalAt)) / 60_000)
  return {
    state: 'streams',
    words: quiet < 2 ? 'Live' : quiet < 120 ? `Quiet for ${quiet} min` : 'Live, no new events',
  }
}

function titleOf(status: ServerStatus | undefined, failed: boolean): string {
  if (status === undefined) return ''
  const heard = failed ? `Last heard of at ${formatClock(status.now)}. ` : ''
  const last = status.lastEventAt === null ? 'no event yet' : `last event ${status.lastEventAt}`
  return `${heard}Days are closed up to ${status.asOf ?? 'none'}; ${last}`
}
