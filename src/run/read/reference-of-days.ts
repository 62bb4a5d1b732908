import type { Reference } from '../../fold/entity.ts'
import { readReference, referenceNodes } from '../../fold/reference/collect-reference.ts'
import type { DayRange } from '../../store/analytic/rows.ts'
import { computeReferences } from '../decide/compute-references.ts'
import type { Planned } from '../planned.ts'
import type { Project } from '../project.ts'

/** What all accounts together say about each of the days, computed once for all pages that ask. */
export function referenceOfDays(project: Project, planned: Planned, days: DayRange): Promise<Reference> {
  const kept = project.references.get(planned)
  if (kept?.seeded === project.seeded && kept.days.from <= days.from && kept.days.to >= days.to) return kept.reference
  const from = Math.min(days.from, kept?.days.from ?? days.from)
  const span = { from, to: Math.max(days.to, project.judgedDay ?? days.to) }
  const reference = computeReferences(project.store, planned, span).then(readReference)
  project.references.set(planned, { seeded: project.seeded, days: span, reference })
  reference.catch(() => project.references.delete(planned))
  return reference
}

/** The same, where the configuration asks for it; else null. */
export async function referenceAsked(project: Project, planned: Planned, days: DayRange): Promise<Reference | null> {
  const { plan } = planned
  const asks = referenceNodes(plan).length > 0 || plan.reads.size > 0 || plan.asksColleagues
  return asks ? referenceOfDays(project, planned, days) : null
}
