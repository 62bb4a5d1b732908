import type { MakeExample } from './example-world.ts'
import { makeTrials } from './make-trials.ts'

/** The worlds that examples are made of, by name, with what each is. */
export const EXAMPLE_WORLDS: Readonly<Record<string, { readonly about: string; readonly make: MakeExample }>> = {
  'pm-trial': { about: '7,492 sign-ups for a 14-day trial of a project management product', make: makeTrials },
}
