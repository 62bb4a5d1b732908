import type { Standing } from '@contract/standing.ts'
import { countOf, formatDay } from '../words/format.ts'
import { Button } from './button.tsx'

type Props = { standing: Standing; onRenew: () => void }

/** Of when an answer is that takes all of history, and how it is renewed where it is not by itself. */
export function StandsAsOf({ standing, onRenew }: Props) {
  const { as_of: asOf, is_current: isCurrent, is_of_config: isOfConfig, comes } = standing
  return (
    <span data-as-of={asOf}>
      As of the close of {formatDay(asOf)}
      {!isOfConfig && ', under an earlier configuration'}.{comes && ' It is being worked out anew.'}
      {!isCurrent && !comes && (
        <>
          {' '}
          <Button onClick={onRenew}>Renew</Button> <Cost of={standing} />
        </>
      )}
    </span>
  )
}

type AskForProps = {
  standing: Standing | null
  onAsk: () => void
  /** What is said before what it costs. */
  say?: string
  /** The act of the page, or one of a part of it. */
  isFirst?: boolean
  children: string
}

/** Asks for an answer that takes all of history, and says what that costs. */
export function AskFor({ standing, onAsk, say, isFirst = true, children }: AskForProps) {
  return (
    <p className="flex flex-wrap items-center gap-3 text-dense text-ink-2">
      <Button {...(isFirst ? { look: 'first' as const } : {})} onClick={onAsk}>
        {children}
      </Button>
      {say} {standing !== null && <Cost of={standing} />}
    </p>
  )
}

/** What it costs to ask for an answer that takes all of history. */
function Cost({ of: { cost } }: { of: Standing }) {
  const { accounts, days, seconds } = cost
  const time = seconds < 90 ? countOf(Math.max(1, seconds), 'second') : countOf(Math.round(seconds / 60), 'minute')
  return (
    <span className="text-ink-3">
      It goes through {countOf(accounts, 'account')} on {countOf(days, 'day')}: about {time}.
    </span>
  )
}
