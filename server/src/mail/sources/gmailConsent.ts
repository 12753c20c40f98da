import { consentUrl, refusalOf, takeConsent } from '../../connectors/googleConsent.ts'
import { problem } from '../../platform/problem.ts'
import { leaveByGmail } from '../sending/settingWayOut.ts'
import type { ConsentProvider } from './consented.ts'
import { googleAppOf } from './sources.ts'

export const gmailNotSetUp = problem('gmail-not-set-up', 409, 'Docket is not registered at Google yet')

export const gmailConsent: ConsentProvider = {
  kind: 'gmail',
  name: 'Google',
  callback: '/mailboxes/gmail/oauth/callback',
  notSetUp: gmailNotSetUp,
  refusalOf,
  at(config) {
    const app = googleAppOf(config)
    return {
      url: (way) => consentUrl(app, way),
      async take(answer, { journal }) {
        const { token, whose } = await takeConsent(app, answer)
        return { secret: token, settings: {}, whose: async () => ({ ...(await whose()), journal }) }
      },
    }
  },
  async sendBy(tx, store, mailboxId, { sends, journal }) {
    if (sends && !journal) await leaveByGmail(tx, store, mailboxId)
  },
}
