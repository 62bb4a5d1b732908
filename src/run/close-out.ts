import type { Project } from './project.ts'

/** What follows the judgement of a closed day: facts are merged into order when enough have come, and the day's messages are sealed into archives. */
export async function closeOut(project: Project): Promise<void> {
  if (project.judgedDay === null) return
  await project.store.compact()
  await project.store.archive(project.judgedDay)
}
