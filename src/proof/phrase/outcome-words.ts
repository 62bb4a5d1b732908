import type { Outcome } from '../../config/model.ts'

/** An outcome as a sentence says it: "31 % left", "of those who left". */
export type OutcomeWords = { readonly did: string; readonly doers: string; readonly isBad: boolean }

export function outcomeWords({ key, rule }: Outcome): OutcomeWords {
  switch (rule.kind) {
    case 'churned':
      return { did: 'left', doers: 'those who left', isBad: true }
    case 'converted':
      return { did: 'bought', doers: 'those who bought', isBad: false }
    case 'expanded':
      return { did: 'grew their plan', doers: 'those who grew', isBad: false }
    case 'activated':
      return { did: 'were activated', doers: 'those who were activated', isBad: false }
    case 'retained':
      return { did: 'stayed', doers: 'those who stayed', isBad: false }
    case 'inactive':
      return { did: 'went quiet', doers: 'those who went quiet', isBad: true }
    case 'event':
      return { did: `came to “${key}”`, doers: `those who came to “${key}”`, isBad: false }
  }
}
