import { relative } from 'node:path'

/** Relative where that is shorter: inside the working folder. */
export function shownPath(path: string, cwd: string): string {
  const short = relative(cwd, path)
  return short === '' || short.startsWith('..') ? path : short
}
