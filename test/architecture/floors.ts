/** Which folder of src/ stands on which floor. Imports go down. */
export const FLOORS: Readonly<Record<string, number>> = {
  core: 0,
  stats: 0,
  config: 1,
  contract: 1,
  store: 2,
  fold: 3,
  judge: 3,
  worklist: 3,
  reports: 3,
  proof: 3,
  deliver: 3,
  playbooks: 3,
  ingest: 4,
  run: 4,
  worlds: 4,
  http: 5,
  cli: 5,
  mcp: 5,
}

/** Folders of one floor that may see each other, in this direction only. */
export const SAME_FLOOR: Readonly<Record<string, readonly string[]>> = {
  stats: ['core'],
  judge: ['fold'],
  proof: ['fold', 'judge'],
  run: ['ingest'],
  cli: ['http'],
}

/** Files directly under src/ (the public API, the pipeline) only put together what is there. */
const ABOVE_ALL = 6

export function folderOf(path: string): string | null {
  const parts = path.split('/')
  return parts.length > 2 ? (parts[1] ?? null) : null
}

/** null when the import is allowed, else why it is not. */
export function refuseImport(from: string, to: string): string | null {
  const [fromFolder, toFolder] = [folderOf(from), folderOf(to)]
  if (fromFolder === toFolder) return null
  const [high, low] = [floorOf(fromFolder), floorOf(toFolder)]
  if (high === undefined) return `src/${fromFolder} is on no floor`
  if (low === undefined) return `src/${toFolder} is on no floor`
  if (low < high) return null
  if (fromFolder !== null && toFolder !== null && SAME_FLOOR[fromFolder]?.includes(toFolder) === true) return null
  const how = low === high ? 'beside' : 'up'
  return `${fromFolder ?? 'src'} (floor ${high}) imports ${how} from ${toFolder ?? 'src'} (floor ${low})`
}

function floorOf(folder: string | null): number | undefined {
  return folder === null ? ABOVE_ALL : FLOORS[folder]
}
