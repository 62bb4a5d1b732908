import { readFileSync, rmSync, writeFileSync } from 'node:fs'

/** What a running server leaves in its data folder, so that commands find it. */
export type ServerAddress = { readonly pid: number; readonly url: string }

export function writeServerFile(path: string, address: ServerAddress): void {
  writeFileSync(path, JSON.stringify(address), { mode: 0o600 })
}

/** The server of the folder if its process lives; a file left by a crash counts as none. */
export function readServerFile(path: string): ServerAddress | null {
  try {
    const address: ServerAddress = JSON.parse(readFileSync(path, 'utf8'))
    process.kill(address.pid, 0)
    return address
  } catch {
    return null
  }
}

export function removeServerFile(path: string): void {
  rmSync(path, { force: true })
}
