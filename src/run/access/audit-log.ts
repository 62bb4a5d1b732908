import type { AuditNote, AuditPage, AuditQuery } from '../../contract/access/audit.ts'
import type { Clock } from '../../core/time.ts'
import { readAudit, recordAudit } from '../../store/control/access/audit.ts'
import type { ControlStore } from '../../store/control/open-control-store.ts'

type Kept = { readonly control: ControlStore; readonly clock: Clock }

/** The audit log, read and added to. */
export function auditLog({ control, clock }: Kept): {
  readonly note: (note: AuditNote) => Promise<void>
  readonly read: (query: AuditQuery) => Promise<AuditPage>
} {
  return {
    note: (note) => recordAudit(control, note, clock.now()),
    read: async (query) => {
      const rows = await readAudit(control, query)
      const last = rows.at(-1)
      return {
        data: rows.map(({ at, ...row }) => ({ ...row, at: new Date(at).toISOString() })),
        nextCursor: rows.length < query.limit || last === undefined ? null : String(last.id),
      }
    },
  }
}
