import type { ControlHeader } from '../../store/log/log-record.ts'
import { openLogReader } from '../../store/log/open-log-reader.ts'
import { LIVE_LOG } from '../data-folder.ts'
import type { Project } from '../project.ts'

/** The control records of the live log at positions (after, upTo]. */
export function controlsBehind(
  { folder }: Project,
  { after, upTo }: { readonly after: number; readonly upTo: number },
): readonly ControlHeader[] {
  const reader = openLogReader({ dir: folder.root, logName: LIVE_LOG, after })
  try {
    const controls: ControlHeader[] = []
    for (let read = reader.read(1 << 22); read.frames.length > 0; read = reader.read(1 << 22)) {
      for (const { header } of read.frames)
        if (header.kind !== 'messages' && header.firstN > after && header.firstN <= upTo) controls.push(header)
    }
    return controls
  } finally {
    reader.close()
  }
}
