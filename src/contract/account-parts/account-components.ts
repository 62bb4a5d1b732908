import { AccountDetail } from '../account.ts'
import { AccountFeature, AccountFeatures } from './account-features.ts'
import { AccountLimit, AccountLimits, LimitForecast } from './account-limits.ts'
import { AccountOutreach, OutreachEnrolment, OutreachMessage, OutreachTask } from './account-outreach.ts'
import { AccountPayments, FailedPayment } from './account-payments.ts'

/** Schemas of one account that the document of the API names. */
export const ACCOUNT_COMPONENTS = {
  ...{ AccountDetail, AccountLimit, AccountLimits, LimitForecast },
  ...{ AccountFeature, AccountFeatures, AccountPayments, FailedPayment },
  ...{ AccountOutreach, OutreachEnrolment, OutreachMessage, OutreachTask },
}
