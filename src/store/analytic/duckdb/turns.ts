/** So many at a time; the others wait, first come first served. */
export type Turns = { free: number; readonly waiting: (() => void)[] }

export function makeTurns(atOnce: number): Turns {
  return { free: atOnce, waiting: [] }
}

/** Waits for a turn; what it gives must be called when it is over. Who is told to stop waits no more. @throws the reason of `stop` */
export async function takeTurn(turns: Turns, stop?: AbortSignal): Promise<() => void> {
  stop?.throwIfAborted()
  if (turns.free > 0) turns.free -= 1
  else await waitForTurn(turns, stop)
  return () => {
    const next = turns.waiting.shift()
    if (next === undefined) turns.free += 1
    else next()
  }
}

function waitForTurn({ waiting }: Turns, stop: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const leave = () => {
      waiting.splice(waiting.indexOf(enter), 1)
      reject(stop?.reason)
    }
    const enter = () => {
      stop?.removeEventListener('abort', leave)
      resolve()
    }
    waiting.push(enter)
    stop?.addEventListener('abort', leave, { once: true })
  })
}
