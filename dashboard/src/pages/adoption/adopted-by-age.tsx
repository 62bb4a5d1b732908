import { adoptedByAge } from '@contract/analyze/standing-questions.ts'
import { useAnalysis } from '../../api/analysis.ts'
import { SharesByAge } from '../../charts/shares-by-age.tsx'
import { Waiting } from '../../parts/waiting.tsx'
import { daysBefore } from '../../words/intervals.ts'

/** How many of each week of sign-ups had used a feature, by age in weeks. */
export function AdoptedByAge({ feature, asOf }: { feature: string; asOf: string }) {
  const asked = adoptedByAge(asOf, (days) => daysBefore(asOf, days), feature)
  const query = useAnalysis('cohorts', asked)
  return (
    <Waiting query={query} what="The cohorts" height={420}>
      {(answer) => (
        <SharesByAge
          id="adopted-by-age"
          title={`Have used ${feature}, by age`}
          say="Of accounts that signed up in a week: how many had used it at least once by each age."
          done={`had used ${feature}`}
          period="week"
          {...{ answer, asked }}
        />
      )}
    </Waiting>
  )
}
