import type { ServerStatus } from '@contract/status.ts'
import { useNavigate } from '@tanstack/react-router'
import { isApiFailure, needsKey } from '../api/client.ts'
import { snapshotDay } from '../api/snapshot.ts'
import { countOf, formatClock, leftOutWords } from '../words/format.ts'
import { Hint } from './hint.tsx'
import { ThreadMark } from './icon.tsx'

const BEHIND_SECONDS = 60

/** How fresh everything is, in one line; what counts nowhere is one hover away on every page, all of it one press. */
export function Freshness({ status, error }: { status: ServerStatus | undefined; error: unknown }) {
  const { state, words } = freshnessOf(status, error)
  const navigate = useNavigate()
  return (
    <span className="flex min-w-0 items-center gap-2 text-small text-ink-3">
      <ThreadMark state={state} />
      {status === undefined ? (
        <span className="truncate">{words}</span>
      ) : (
        <Hint word={words} onPress={() => void navigate({ to: '/data' })}>
          <span className="mb-1.5 block">{titleOf(status, error !== null)}</span>
          <span className="block">{outsideWords(status)} Press for more.</span>
        </Hint>
      )}
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

/** What is in no number of an account. */
function outsideWords({ counts, withoutAccount }: ServerStatus): string {
  const homeless = Object.values(withoutAccount).reduce((sum, n) => sum + n, 0)
  return `${leftOutWords(counts.excluded)} ${countOf(homeless, 'event belongs', 'events belong')} to no account.`
}

function titleOf(status: ServerStatus, failed: boolean): string {
  const heard = failed ? `Last heard of at ${formatClock(status.now)}. ` : ''
  const last = status.lastEventAt === null ? 'no event yet' : `last event ${status.lastEventAt}`
  return `${heard}Days are closed up to ${status.asOf ?? 'none'}; ${last}.`
}
