import type { AccountRow } from '../../contract/accounts.ts'
import { takeTurns } from '../../core/take-turns.ts'
import { readAbsences } from '../../store/control/absences.ts'
import type { WorkToPlan } from '../../worklist/plan-worklist.ts'
import { type Gains, readGains } from '../playbooks/holdout/kept-gains.ts'
import type { Project } from '../project.ts'
import type { OpenEpisodes } from './open-episodes.ts'
import { type GatheredAccounts, gatherAccounts, renewAccounts } from './work/gather-accounts.ts'

/** What is asked for work: the accounts of the last closed day, and what is open. */
export type WorkSource = {
  readonly listedRows: () => Promise<readonly AccountRow[]>
  readonly openEpisodes: () => Promise<OpenEpisodes>
}

/** All that work is planned from, as of now. */
export type GatheredWork = GatheredAccounts &
  Pick<WorkToPlan, 'worklist' | 'absences'> & {
    readonly open: OpenEpisodes
    /** What playbooks have been measured to bring. */
    readonly gains: Gains
  }

type Kept = { readonly basis: readonly unknown[]; readonly accounts: GatheredAccounts }

/** The accounts are gathered once for a day, a close, a configuration and who is away; then each of which something has changed is looked at again, and no other. */
export function keepWork(project: Project, { listedRows, openEpisodes }: WorkSource): () => Promise<GatheredWork> {
  let kept: Kept | null = null
  const inTurn = takeTurns()
  return () =>
    inTurn(async () => {
      const { model } = project.config.judged
      const today = project.zone.dayOf(project.clock.now())
      const absences = await readAbsences(project.control, today)
      const rows = await listedRows()
      const basis = [rows, today, model, project.applier.attribution.accountTraits, JSON.stringify(absences)]
      const holds = kept !== null && basis.every((one, i) => one === kept?.basis[i])
      if (kept === null || !holds || !(await renewAccounts(project, kept.accounts, rows))) {
        kept = { basis, accounts: await gatherAccounts(project, { rows, today, absences }) }
        // What was told meanwhile, while others had their turn.
        await renewAccounts(project, kept.accounts, rows)
      }
      const { accounts } = kept
      const open = await openEpisodes()
      return { ...accounts, worklist: model.worklist, absences, open, gains: await readGains(project.control) }
    })
}
