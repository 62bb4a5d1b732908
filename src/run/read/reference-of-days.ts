import type { Reference } from '../../fold/entity.ts'
import type { FoldPlan } from '../../fold/plan/fold-plan.ts'
import { readReference, referenceNodes } from '../../fold/reference/collect-reference.ts'
import type { ReferenceRow } from '../../store/analytic/analytic-store.ts'
import type { DayRange } from '../../store/analytic/rows.ts'
import { computeReferences } from '../decide/compute-references.ts'
import { firstDay } from '../decide/seed-states.ts'
import type { KeptReference } from '../kept-reference.ts'
import type { Planned } from '../planned.ts'
import type { Project } from '../project.ts'

/** What all accounts together say about each of the days, computed once for all pages that ask: what is kept of other days is gone on from. */
export function referenceOfDays(project: Project, planned: Planned, days: DayRange): Promise<Reference> {
  const last = project.references.get(planned.plan)
  const kept = last?.seeded === project.seeded ? last : undefined
  if (kept !== undefined && kept.days.from <= days.from && kept.days.to >= days.to) return kept.reference
  const span = {
    from: Math.min(days.from, kept?.days.from ?? days.from),
    to: Math.max(days.to, kept?.days.to ?? days.to, project.judgedDay ?? days.to),
  }
  const rows = computeMissing(project, planned, { span, kept })
  const reference = rows.then(readReference)
  project.references.set(planned.plan, { seeded: project.seeded, days: span, rows, reference })
  reference.catch(() => project.references.delete(planned.plan))
  return reference
}

type Missing = { readonly span: DayRange; readonly kept: KeptReference | undefined }

/** A day's references rest on the days before it, but not on what else is asked for with it. */
async function computeMissing(
  { store }: Project,
  planned: Planned,
  { span, kept }: Missing,
): Promise<readonly ReferenceRow[]> {
  if (kept === undefined) return computeReferences(store, planned, span)
  const { from, to } = kept.days
  const before = span.from < from ? await computeReferences(store, planned, { from: span.from, to: from - 1 }) : []
  const after = span.to > to ? await computeReferences(store, planned, { from: to + 1, to: span.to }) : []
  return [...before, ...(await kept.rows), ...after]
}

/** The same, where the configuration asks for it; else null. */
export async function referenceAsked(project: Project, planned: Planned, days: DayRange): Promise<Reference | null> {
  return asksReference(planned.plan) ? referenceOfDays(project, planned, days) : null
}

/** Works out what pages of accounts ask of all accounts together, unless everybody had to be folded for it: that waits for who asks. */
export async function keepReference(project: Project): Promise<void> {
  const { judgedDay: to, config } = project
  const { plan } = config.judged
  const from = await firstDay(project)
  if (to === null || from === null || from > to || referenceNodes(plan).length > 0) return
  await referenceAsked(project, config.judged, { from, to })
}

function asksReference(plan: FoldPlan): boolean {
  return referenceNodes(plan).length > 0 || plan.reads.size > 0 || plan.asksColleagues
}
