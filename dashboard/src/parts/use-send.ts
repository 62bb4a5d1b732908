import { type FormEvent, useState } from 'react'
import { isApiFailure } from '../api/client.ts'

export type Sending = {
  readonly send: (event?: FormEvent) => void
  readonly busy: boolean
  /** What was thrown last; null: nothing. */
  readonly failed: unknown
  /** The same in words. */
  readonly said: string | null
}

/** A form, or a button, that sends something once at a time and tells what came of it. */
export function useSend(work: () => Promise<unknown>): Sending {
  const [busy, setBusy] = useState(false)
  const [failed, setFailed] = useState<unknown>(null)
  const send = (event?: FormEvent) => {
    event?.preventDefault()
    if (busy) return
    setBusy(true)
    setFailed(null)
    work()
      .catch(setFailed)
      .finally(() => setBusy(false))
  }
  const detail = isApiFailure(failed) ? failed.detail : 'The page met a fault of its own.'
  return { send, busy, failed, said: failed === null ? null : detail }
}
