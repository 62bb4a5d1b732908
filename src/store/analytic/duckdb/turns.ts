/** So many at a time; the others wait, first come first served. */
export type Turns = { free: number; readonly waiting: (() => void)[] }

export function makeTurns(atOnce: number): Turns {
  return { free: atOnce, waiting: [] }
}

/** Waits for a turn; what it gives must be called when it is over. */
export async function takeTurn(turns: Turns): Promise<() => void> {
  if (turns.free > 0) turns.free -= 1
  else await new Promise<void>((resolve) => turns.waiting.push(resolve))
  return () => {
    const next = turns.waiting.shift()
    if (next === undefined) turns.free += 1
    else next()
  }
}
