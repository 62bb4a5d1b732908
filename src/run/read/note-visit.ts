/** Whether anybody looks at the dashboard of a project. */
export type Visits = { readonly begun: Promise<void>; seen: boolean; readonly note: () => void }

export function makeVisits(): Visits {
  let begin = (): void => {}
  const begun = new Promise<void>((resolve) => {
    begin = resolve
  })
  const visits: Visits = {
    begun,
    seen: false,
    note: () => {
      visits.seen = true
      begin()
    },
  }
  return visits
}

/** Does the work once somebody has looked for so long, ms, that the page they came for is there; never, when it is stopped before. */
export async function onceVisited(
  { begun }: Visits,
  { after, stop }: { readonly after: number; readonly stop: AbortSignal },
  work: () => Promise<void>,
): Promise<void> {
  await unlessStopped(stop, (done) => void begun.then(done))
  await unlessStopped(stop, (done) => void setTimeout(done, after))
  if (!stop.aborted) await work()
}

function unlessStopped(stop: AbortSignal, wait: (done: () => void) => void): Promise<void> {
  return new Promise((resolve) => {
    if (stop.aborted) return resolve()
    const done = (): void => {
      stop.removeEventListener('abort', done)
      resolve()
    }
    stop.addEventListener('abort', done, { once: true })
    wait(done)
  })
}
