/** Runs something for each of so many seeds, from 0 up; what it gives is plain data, so that it can be kept. */
export type Repeat = <T>(name: string, count: number, run: (seed: number) => T | Promise<T>) => Promise<T[]>

export const repeat: Repeat = async (_name, count, run) => {
  const found = []
  for (let seed = 0; seed < count; seed++) found.push(await run(seed))
  return found
}
