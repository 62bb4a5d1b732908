import { telltaleError } from '../../core/errors.ts'

export type Budget = { readonly seconds: number; readonly cancelled: AbortSignal }

/** Tells `work` to stop when its time is over, or when nobody waits for it any more. @throws over_budget, cancelled */
export async function keepBudget<T>(
  { seconds, cancelled }: Budget,
  work: (stop: AbortSignal) => Promise<T>,
): Promise<T> {
  const stop = new AbortController()
  const cancel = () => stop.abort(telltaleError('cancelled', { kept: 'Nothing was changed.' }))
  const timer = setTimeout(() => stop.abort(telltaleError('over_budget', { seconds })), seconds * 1000)
  cancelled.addEventListener('abort', cancel, { once: true })
  if (cancelled.aborted) cancel()
  try {
    return await work(stop.signal)
  } finally {
    clearTimeout(timer)
    cancelled.removeEventListener('abort', cancel)
  }
}
