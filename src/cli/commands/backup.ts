import { resolve } from 'node:path'
import { backUpFolder } from '../back-up-folder.ts'
import type { BackupManifest } from '../backup-manifest.ts'
import type { CommandSpec } from '../command.ts'
import { packageVersion } from '../package-version.ts'
import { reportProgress } from '../report-progress.ts'
import { restoreFolder } from '../restore-folder.ts'

export const backupCommand: CommandSpec = {
  usage: 'backup <folder>',
  summary:
    'Back up the data folder into a new folder, also while the server runs: the log, the archives, and what was decided. The configuration file is yours to keep.',
  options: [],
  examples: ['npx telltale backup backups/monday', 'npx telltale backup backups/monday --data .telltale --json'],
  run: async (invocation) => {
    const { io, json, args, dataDir, clock } = invocation
    const into = resolve(io.cwd, String(args[0]))
    const progress = reportProgress(io, 'Backing up', 'files')
    const manifest = await backUpFolder({
      dataDir,
      into,
      version: packageVersion(),
      now: clock.now(),
      progress: progress.update,
    })
    io.out(
      json ? JSON.stringify({ path: into, ...manifest }) : `Backed up ${dataDir} to ${into}: ${sizeText(manifest)}.`,
    )
    return 0
  },
}

export const restoreCommand: CommandSpec = {
  usage: 'restore <folder>',
  summary:
    'Restore a backup into a new or empty data folder. A backup that is incomplete or damaged is refused, with the file at fault.',
  options: [],
  examples: ['npx telltale restore backups/monday --data restored'],
  run: async (invocation) => {
    const { io, json, args, dataDir, clock } = invocation
    const from = resolve(io.cwd, String(args[0]))
    const progress = reportProgress(io, 'Verifying', 'files')
    const manifest = await restoreFolder({ from, dataDir, now: clock.now(), progress: progress.update })
    io.out(
      json
        ? JSON.stringify({ path: dataDir, ...manifest })
        : `Restored the backup of ${manifest.takenAt} to ${dataDir}: ${sizeText(manifest)}.\nThe numbers are computed from it when it is opened first: npx telltale start --data ${dataDir}`,
    )
    return 0
  },
}

function sizeText({ logs, files }: BackupManifest): string {
  const all = [...logs.flatMap((log) => log.files), ...files]
  const messages = logs.reduce((sum, { firstN, lastN }) => sum + lastN - firstN + 1, 0)
  const megabytes = all.reduce((sum, { bytes }) => sum + bytes, 0) / 1e6
  return `${all.length} files, ${megabytes.toFixed(1)} MB, ${messages.toLocaleString('en')} messages in the log`
}
