import type { NamesAnswer, NamesRequest } from '../../contract/names.ts'
import type { Project } from '../project.ts'
import { nameOfEntity } from './read-signals.ts'

/** What accounts and people are called now; the key of one that nothing names, or that nobody knows. */
export function readNames(project: Project, { accounts, people }: NamesRequest): NamesAnswer {
  return {
    accounts: accounts.map((key) => ({ key, name: nameOfEntity(project, { level: 'account', account: key }) })),
    people: people.map((key) => ({ key, name: nameOfEntity(project, { level: 'person', person: key }) })),
  }
}
