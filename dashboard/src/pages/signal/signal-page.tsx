import type { SignalRow } from '@contract/signals.ts'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { whatIfQuery } from '../../api/proof.ts'
import { signalsQuery, verdictsQuery } from '../../api/signals.ts'
import { Answer } from '../../parts/answer.tsx'
import { Icon } from '../../parts/icon.tsx'
import { PageBar } from '../../parts/page-bar.tsx'
import { PageWaiting } from '../../parts/waiting.tsx'
import { formatCount, formatDay } from '../../words/format.ts'
import { onScreen } from '../../words/measures.ts'
import { beyondWord, RULINGS } from '../../words/rulings.ts'
import { useSignalProofs } from '../signals/use-signal-proofs.ts'
import { PastAlerts } from './past-alerts.tsx'
import { SignalSettings } from './signal-settings.tsx'
import { WhatIf } from './what-if.tsx'

const route = getRouteApi('/signals/$key')

export function SignalPage() {
  const { key } = route.useParams()
  const signals = useQuery(signalsQuery)
  const verdicts = useQuery(verdictsQuery)
  const { ready } = useSignalProofs(false)
  const signal = signals.data?.data.find((one) => one.key === key)
  const title = signal?.title ?? key.slice(0, 100)
  const question = `Can I trust “${title}”, and where should it be set?`
  return (
    <>
      <title>{`${title} · Telltale`}</title>
      <PageBar
        name={
          <>
            <Link
              to="/signals"
              className="font-normal text-ink-3 hover:text-ink hover:underline focus-visible:-outline-offset-2"
            >
              Signals
            </Link>
            <span className="font-normal text-ink-3"> / </span>
            {title}
          </>
        }
      />
      <PageWaiting query={signals} also={[verdicts, ready]} question={question} what="The signal">
        {() =>
          signal === undefined ? (
            <>
              <Answer question={question} sentence="No signal has this key." />
              <Link to="/signals" className="font-medium text-sea hover:underline">
                To the signals
              </Link>
            </>
          ) : (
            <>
              <WhatIf signal={signal} question={question} before={<Verdict signal={signal} />} />
              <SettingsHere signal={signal} />
              <PastAlerts signal={signal} />
            </>
          )
        }
      </PageWaiting>
    </>
  )
}

/** The threshold that the slider stands at is offered to be set. */
function SettingsHere({ signal }: { signal: SignalRow }) {
  const { at, part: asked } = route.useSearch()
  const known = useQuery({
    ...whatIfQuery({ signal: signal.key, ...(asked === undefined ? {} : { at: asked }) }),
    enabled: false,
  })
  const part = asked ?? known.data?.at ?? 'when'
  return <SignalSettings signal={signal} tried={at === undefined ? null : { part, threshold: at }} />
}

/** The verdict in words, and what the signal is: the one filled block of the page. */
function Verdict({ signal }: { signal: SignalRow }) {
  const standing = useQuery(verdictsQuery).data?.data.find(({ kind, name }) => kind === 'signal' && name === signal.key)
  const proof = useSignalProofs(false).answer?.proofs.find(({ kind, name }) => kind === 'signal' && name === signal.key)
  const ruling = standing?.ruling ?? proof?.verdict.ruling ?? null
  const sentence = standing?.sentence ?? proof?.verdict.sentence ?? null
  const looks = ruling === null ? null : RULINGS[ruling]
  return (
    <>
      <div className="mb-4 flex gap-3 rounded-2 bg-sea-wash px-4 py-3 text-dense">
        <Icon name={looks?.icon ?? 'clock'} className={`mt-0.5 ${looks?.text ?? 'text-ink-3'}`} />
        <p className="max-w-[84ch]">
          <b>{looks === null ? 'Not checked yet.' : `${looks.word}.`}</b>{' '}
          {sentence === null ? (
            <>
              Whether it earns its keep is told once a week.{' '}
              <Link to="/signals" search={{ measure: '1' }} className="font-medium text-sea hover:underline">
                Check all signals against the past
              </Link>
            </>
          ) : (
            onScreen(looks === null ? sentence : beyondWord(sentence, looks))
          )}
          {standing !== undefined && (
            <span className="text-ink-3"> Since the week of {formatDay(standing.since)}.</span>
          )}
          {standing?.drift_sentence != null && (
            <span className="mt-1 block text-watch">{onScreen(standing.drift_sentence)}</span>
          )}
        </p>
      </div>
      <p className="mb-2 max-w-[84ch] text-ink-2">{onScreen(signal.sentence)}</p>
      <p className="max-w-[84ch] text-dense text-ink-3">
        {signal.enabled
          ? `${formatCount(signal.openCount)} open now, ${formatCount(signal.opened28d)} opened in 28 days.`
          : 'It is off.'}
        {signal.suggest !== null &&
          ` ${signal.suggest.cadence}, for ${signal.suggest.team}: ${signal.suggest.action}.`.replace(/^ ./, (text) =>
            text.toUpperCase(),
          )}
      </p>
    </>
  )
}
