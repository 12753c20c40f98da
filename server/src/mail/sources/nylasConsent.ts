import { SourceRefused } from '../../connectors/mailSource.ts'
import { consentUrl, refusalOf, takeConsent } from '../../connectors/nylasConsent.ts'
import { problem } from '../../platform/problem.ts'
import type { ConsentProvider } from './consented.ts'
import { nylasAppOf } from './sources.ts'

export const nylasNotSetUp = problem('nylas-not-set-up', 409, 'Docket is not registered at Nylas yet')

export const nylasConsent: ConsentProvider = {
  kind: 'nylas',
  name: 'Nylas',
  callback: '/mailboxes/nylas/callback',
  notSetUp: nylasNotSetUp,
  refusalOf,
  at(config) {
    const app = nylasAppOf(config)
    if (!app)
      throw new SourceRefused(
        'NYLAS_CLIENT_ID and NYLAS_API_KEY are not set: docs/inbound.md says where they come from.',
      )
    return {
      url: (way) => consentUrl(app, way),
      // The key of the application speaks for every grant: there is no secret to keep.
      async take(answer) {
        const settings = await takeConsent(app, answer)
        return { secret: '', settings, whose: async () => settings }
      },
    }
  },
}
