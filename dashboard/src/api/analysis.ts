import type { Analyses, AnalysisKind } from '@contract/analyze/analyses.ts'
import { warningsQuestion } from '@contract/analyze/standing-questions.ts'
import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query'
import { postApi } from './post.ts'
import { andStanding } from './standing.ts'

/** One of the analysis queries, kept by its question. */
export function analysisQuery<K extends AnalysisKind>(kind: K, asked: Analyses[K]['asked']) {
  return queryOptions({
    queryKey: ['analyze', kind, asked],
    queryFn: async ({ signal }) =>
      (await postApi<`/analyze/${AnalysisKind}`>(
        `/analyze/${kind}`,
        {},
        { body: asked, signal },
      )) as Analyses[K]['answer'],
    staleTime: 60_000,
  })
}

/** What had warned before customers left, as of a close: it stands from then on. */
export function warningsQuery(asOf: string | null) {
  return queryOptions({
    queryKey: ['warnings', asOf],
    queryFn: ({ signal, client }) =>
      andStanding(client, postApi('/analyze/warnings', {}, { body: warningsQuestion(asOf), signal })),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  })
}

/** The answer to a question of the page; while another one is asked the one before stays, and says so. */
export function useAnalysis<K extends AnalysisKind>(kind: K, asked: Analyses[K]['asked'], { enabled = true } = {}) {
  return useQuery({ ...analysisQuery(kind, asked), enabled, placeholderData: keepPreviousData })
}
