import type { AuditNote } from '../contract/access/audit.ts'
import { recordAudit } from '../store/control/access/audit.ts'
import type { ControlStore } from '../store/control/open-control-store.ts'
import type { Invocation } from './command.ts'
import { whoAsks } from './who-asks.ts'

/** Adds to the audit log what somebody at this machine did with a command. */
export function noteHere(
  db: ControlStore,
  invocation: Invocation,
  note: Omit<AuditNote, 'who' | 'from'>,
): Promise<void> {
  return recordAudit(db, { who: `${whoAsks(invocation)}, at this machine`, from: '', ...note }, invocation.clock.now())
}
