import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ROOT } from './read-sources.ts'

type Manifest = {
  readonly dependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
  readonly workspaces?: readonly string[]
  readonly bin?: Readonly<Record<string, string>>
  readonly scripts?: Readonly<Record<string, string>>
}
type Locked = {
  readonly version?: string
  readonly resolved?: string
  readonly optionalDependencies?: Readonly<Record<string, string>>
}
type Lock = { readonly packages: Readonly<Record<string, Locked>> }

const FOLDERS = ['.', 'bench']

describe('what is installed', () => {
  it('is pinned exactly, in every package', () => {
    const loose = ['.', 'dashboard', 'bench'].flatMap((folder) => {
      const { dependencies, devDependencies } = readJson<Manifest>(folder, 'package.json')
      return Object.entries({ ...dependencies, ...devDependencies }).filter(
        ([, version]) => !/^\d+\.\d+\.\d+[\w.-]*$/.test(version),
      )
    })
    expect(loose, 'To mend: write the exact version.').toEqual([])
  })

  it('comes from whatever registry npm is set to: the lock names no host and no address', () => {
    const addressed = FOLDERS.flatMap((folder) => Object.entries(readJson<Lock>(folder, 'package-lock.json').packages))
      .filter(([, { resolved }]) => resolved !== undefined && /:\/\//.test(resolved))
      .map(([path]) => path)
    expect(addressed, 'To mend: npm install with omit-lockfile-registry-resolved=true, as .npmrc says.').toEqual([])
    for (const folder of FOLDERS) {
      expect(readFileSync(join(ROOT, folder, 'package-lock.json'), 'utf8')).not.toMatch(
        /registry\.|https?:\/\/[^"]*\.tgz/,
      )
    }
  })

  it('is locked for every platform: npm ci refuses a lock that lacks a program for another one', () => {
    const missing = FOLDERS.flatMap((folder) => {
      const { packages } = readJson<Lock>(folder, 'package-lock.json')
      return Object.entries(packages).flatMap(([path, { optionalDependencies }]) =>
        Object.keys(optionalDependencies ?? {}).filter(
          (name) => !(`node_modules/${name}` in packages) && !(`${path}/node_modules/${name}` in packages),
        ),
      )
    })
    expect(missing, 'To mend: npm install --package-lock-only, with a registry that has them all.').toEqual([])
  })

  it('has no heavy engine outside bench/, which is no workspace', () => {
    const { packages } = readJson<Lock>('.', 'package-lock.json')
    expect(Object.keys(packages).filter((path) => /chdb|(^|\/)bench$/.test(path))).toEqual([])
    expect(readJson<Manifest>('.', 'package.json').workspaces).toEqual(['dashboard'])
  })

  it('has every script and program that the package names', () => {
    const { scripts, bin } = readJson<Manifest>('.', 'package.json')
    const named = Object.values(scripts ?? {}).flatMap((line) => line.match(/scripts\/[\w-]+\.mjs/g) ?? [])
    const missing = [...named, ...Object.values(bin ?? {})].filter((path) => !existsSync(join(ROOT, path)))
    expect(missing).toEqual([])
  })
})

function readJson<T>(folder: string, name: string): T {
  return JSON.parse(readFileSync(join(ROOT, folder, name), 'utf8'))
}
