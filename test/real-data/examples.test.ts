import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { codesOf, exampleWith, runReadme } from '../examples/run-readme.ts'

it('each command of the README of examples/git works', async () => {
  const commits = ['fastify,ana,1772357400,+0100,fix', 'fastify,bo,1772443800,-0500,feat']
  const cwd = exampleWith('git', {
    'commits.csv': ['account_id,user_id,ts_epoch,author_tz,kind', ...commits].join('\n'),
  })
  expect(codesOf(await runReadme(cwd))).toEqual([
    ['import', 0],
    ['accounts', 0],
    ['explain', 0],
    ['explain', 0],
    ['episodes', 0],
  ])
})

it('each command of the README of examples/sparkify works; the quarantine has findings', async () => {
  const row = { page: 'NextSong', ts: Date.UTC(2018, 10, 12), level: 'free', song: 'Sehr kosmisch', length: 645 }
  const rows = [
    { ...row, userId: '49' },
    { ...row, userId: '' },
  ].map((one) => JSON.stringify(one))
  const cwd = exampleWith('sparkify', { 'log_data_2018-11.ndjson': rows.join('\n') })
  expect(codesOf(await runReadme(cwd))).toEqual([
    ['import', 0],
    ['quarantine', 1],
    ['accounts', 0],
    ['explain', 0],
    ['evaluate', 0],
  ])
})

it('git-log.sh writes each commit of a repository, its author hashed, its kind from the subject', () => {
  const cwd = exampleWith('git', {})
  const repository = join(cwd, 'repository')
  const git = (...argv: string[]) =>
    execFileSync('git', ['-c', 'user.name=Ana', '-c', 'user.email=ANA@example.com', ...argv], {
      env: { ...process.env, GIT_AUTHOR_DATE: '1772357400 +0100', GIT_COMMITTER_DATE: '1772357400 +0100' },
    })
  git('init', '--quiet', repository)
  for (const subject of ['feat(api): one', 'fix!: two', 'three'])
    git('-C', repository, 'commit', '--quiet', '--allow-empty', '-m', subject)
  const out = execFileSync('sh', [join(cwd, 'git-log.sh'), repository, 'mine'], { encoding: 'utf8' })
  const user = out.split('\n')[1]?.split(',')[1] ?? ''
  expect(user).toMatch(/^u[0-9a-f]{12}$/)
  expect(out.trim().split('\n').sort()).toEqual([
    'account_id,user_id,ts_epoch,author_tz,kind',
    `mine,${user},1772357400,+0100,feat`,
    `mine,${user},1772357400,+0100,fix`,
    `mine,${user},1772357400,+0100,other`,
  ])
})
