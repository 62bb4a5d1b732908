import type { MakeExample } from './example-world.ts'
import { makeCustomers } from './make-customers.ts'
import { makeFreeUsers } from './make-free-users.ts'
import { makeTrials } from './make-trials.ts'

/** The worlds that examples are made of, by name, with what each is. */
export const EXAMPLE_WORLDS: Readonly<Record<string, { readonly about: string; readonly make: MakeExample }>> = {
  'pm-trial': { about: '7,492 sign-ups for a 14-day trial of a project management product', make: makeTrials },
  'csm-200': { about: '1,300 new customers of an analytics platform, 200 a month', make: makeCustomers },
  'freemium-50k': { about: '50,000 free users of a collaboration tool, some of whom come to pay', make: makeFreeUsers },
}
