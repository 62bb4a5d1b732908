import type { ReactNode } from 'react'
import { isApiFailure, isOutsideSnapshot, needsKey } from '../api/client.ts'
import { Button } from './button.tsx'
import { Icon } from './icon.tsx'
import { KeyForm } from './key-form.tsx'

/** What happened, what was kept, what to do: in place of the part that failed, never of the page. What a snapshot does not hold comes by no second try. */
export function Trouble({ what, error, again }: { what: string; error: unknown; again: () => void }) {
  if (needsKey(error)) return <KeyForm what={what} />
  const detail = isApiFailure(error) ? error.detail : 'The page met a fault of its own.'
  return (
    <div role="alert" className="flex max-w-[76ch] gap-3 py-4">
      <Icon name="warn" className="mt-0.5 text-risk" />
      <div>
        <p className="[overflow-wrap:anywhere]">
          <b>{what}</b> {withCode(detail)} <span className="text-ink-2">{withCode(keptWords(error))}</span>
        </p>
        {!isOutsideSnapshot(error) && (
          <div className="mt-3">
            <Button onClick={again}>Try again</Button>
          </div>
        )}
      </div>
    </div>
  )
}

function keptWords(error: unknown): string {
  if (isOutsideSnapshot(error)) return ''
  const status = isApiFailure(error) ? error.status : null
  if (status === 0)
    return 'What it has taken in is kept; what SDKs send meanwhile, they send again. Start it, then try again.'
  return 'Nothing is lost: events are still being taken in.'
}

/** What stands between backticks is something to type. */
function withCode(text: string): ReactNode {
  return text.split('`').map((part, at) => (at % 2 === 1 ? <code key={part}>{part}</code> : part))
}

/** What is to be typed in a terminal. */
export function Commands({ lines }: { lines: readonly string[] }) {
  return <pre className="mt-4 overflow-x-auto rounded-2 bg-mist p-3 text-dense text-ink-2">{lines.join('\n')}</pre>
}

/** A dashed thread, what is missing, the next step. */
export function Empty({ missing, next, children }: { missing: string; next: ReactNode; children?: ReactNode }) {
  return (
    <div className="max-w-[76ch] py-4">
      <svg viewBox="0 0 128 8" aria-hidden="true" className="mb-4 h-2 w-32 fill-none stroke-line-3 stroke-[1.5]">
        <circle cx="4" cy="4" r="2.5" className="fill-line-3 stroke-none" />
        <path d="M10 4h118" strokeDasharray="3 4" />
      </svg>
      <p>
        <b>{missing}</b> {next}
      </p>
      {children}
    </div>
  )
}
