import { forgetBody } from '../../ingest/forget-body.ts'
import { keepOut } from '../../ingest/forgotten-subject.ts'
import type { CompiledSettings } from '../../ingest/ingest-settings.ts'
import { makeSuppression, type Suppression } from '../../ingest/suppression.ts'
import type { MessagesHeader } from '../../store/log/log-record.ts'

/** Gives what may be written of a body. */
export type Door = (header: Pick<MessagesHeader, 'shape'>, body: Uint8Array) => Uint8Array

/** Answers about ids are kept for so many bodies: a hash for each and everybody who was forgotten takes its time, and whoever comes comes again. */
const BODIES_KEPT = 10_000

/** Nothing of whoever asked to be forgotten is written; its place in the log is kept, so that the sender is told nothing new. `forgotten`: as the state of attribution keeps them. */
export function openDoor(
  forgotten: () => ReadonlySet<string>,
  { accountPaths }: Pick<CompiledSettings, 'accountPaths'>,
): Door {
  let kept: { readonly of: ReadonlySet<string>; readonly suppressed: Suppression; left: number } | null = null
  return (header, body) => {
    const of = forgotten()
    if (of.size === 0) return body
    if (kept === null || kept.of !== of || kept.left === 0)
      kept = { of, suppressed: makeSuppression(of), left: BODIES_KEPT }
    kept.left -= 1
    const { suppressed } = kept
    return forgetBody(header, Buffer.from(body), (item, around) => keepOut(item, suppressed, { accountPaths, around }))
  }
}
