import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { chmodSync, chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import pg from 'pg'

/** A PostgreSQL of the tests' own: in a folder of its own, on a socket in it, and on no network. */
export type Cluster = {
  /** The connection string of a fresh database of this name. */
  readonly database: (name: string) => Promise<string>
  readonly stop: () => Promise<void>
}

const VERSIONS = '/usr/lib/postgresql'

/** The folder with `initdb` and `postgres`, where Debian puts them or on the path; null: there is none, and tests that need it are skipped. */
export function findPostgres(): string | null {
  const versions = existsSync(VERSIONS) ? readdirSync(VERSIONS).sort((a, b) => Number(b) - Number(a)) : []
  const folders = [
    ...versions.map((version) => join(VERSIONS, version, 'bin')),
    ...(process.env.PATH ?? '').split(delimiter),
  ]
  return folders.find((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres'))) ?? null
}

/** Why tests are skipped, as their title says. */
export const NO_POSTGRES = 'no PostgreSQL here: apt-get install postgresql-15'

/** Starts one. PostgreSQL refuses to be root's, so root gives it to `postgres`, or to nobody. */
export async function startCluster(): Promise<Cluster> {
  const bin = findPostgres()
  if (bin === null) throw new Error(NO_POSTGRES)
  const folder = mkdtempSync(join(tmpdir(), 'telltale-pg-'))
  const user = ownerOf(folder)
  const data = join(folder, 'data')
  execFileSync(join(bin, 'initdb'), ['-D', data, '-U', 'app', '-A', 'trust', '--no-sync', '-E', 'UTF8', '--locale=C'], {
    ...user,
    cwd: folder,
    stdio: 'ignore',
  })
  const options = [
    '-c',
    'fsync=off',
    '-c',
    'shared_buffers=32MB',
    '-c',
    'max_connections=20',
    '-c',
    'timezone=Europe/Berlin',
  ]
  const args = ['-D', data, '-c', 'listen_addresses=', '-c', `unix_socket_directories=${folder}`, ...options]
  const server = spawn(join(bin, 'postgres'), args, { ...user, cwd: folder, stdio: 'ignore' })
  await untilReady(folder, server)
  return {
    database: async (name) => {
      await asAdmin(folder, `CREATE DATABASE ${name}`)
      return urlOf(folder, name)
    },
    stop: async () => {
      const gone = new Promise((resolve) => server.once('exit', resolve))
      server.kill('SIGINT')
      await gone
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function ownerOf(folder: string): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {}
  const uid = idOf('-u')
  const gid = idOf('-g')
  chownSync(folder, uid, gid)
  chmodSync(folder, 0o755)
  return { uid, gid }
}

function idOf(flag: '-u' | '-g'): number {
  for (const name of ['postgres', 'nobody']) {
    try {
      return Number(execFileSync('id', [flag, name], { stdio: ['ignore', 'pipe', 'ignore'] }).toString())
    } catch {}
  }
  throw new Error('there is neither a user postgres nor nobody')
}

function urlOf(folder: string, database: string): string {
  return `postgresql://app@${encodeURIComponent(folder)}/${database}`
}

async function untilReady(folder: string, server: ChildProcess): Promise<void> {
  for (let attempt = 0; attempt < 600; attempt++) {
    if (server.exitCode !== null) throw new Error(`postgres ended with ${server.exitCode}`)
    try {
      return await asAdmin(folder, 'SELECT 1')
    } catch {
      await setTimeout(50)
    }
  }
  throw new Error('postgres did not start')
}

async function asAdmin(folder: string, statement: string): Promise<void> {
  await query(urlOf(folder, 'postgres'), statement)
}

/** Runs statements as the application would; the rows of the last one. */
export async function query(url: string, statements: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url })
  try {
    await client.connect()
    const results: unknown = await client.query(statements)
    const last = Array.isArray(results) ? results.at(-1) : results
    return (last as pg.QueryResult).rows
  } finally {
    await client.end().catch(() => {})
  }
}
