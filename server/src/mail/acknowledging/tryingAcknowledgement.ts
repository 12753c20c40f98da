import { actingUser, organisationOf } from '../../auth/index.ts'
import { SendFailed, smtpOut } from '../../connectors/smtpOut.ts'
import { problem } from '../../platform/problem.ts'
import type { Later } from '../../platform/routes.ts'
import type { Store } from '../../platform/store.ts'
import type { Tx } from '../../platform/work.ts'
import { mustNotBeInShadow } from '../../tickets/index.ts'
import { splitAddress } from '../mailbox.ts'
import { type Composed, composeReply } from '../sending/composing.ts'
import { filled, type Language, mustBeSendable, type Text } from './acknowledgementTexts.ts'
import { valuesOf, wordsFor } from './acknowledging.ts'
import { type Acknowledging, acknowledgingOf } from './acknowledgingSettings.ts'

export const noMailServer = problem('no-mail-server', 409, 'No mail leaves this server')
export const notTaken = problem('mail-not-taken', 502, 'The mail server did not take the mail')

/** A number and a customer that there never are. */
const example = { number: 1042, address: 'customer@example.com', token: `1042-${'a'.repeat(26)}` }

type Trial = { id: string; language: Language; text?: Text | undefined }
type Shown = Text & { raw_text: string }

/** The mail as a customer would get it, with the words given, or with those that stand. */
export async function previewAcknowledgement(tx: Tx, trial: Trial): Promise<Shown> {
  const { text, raw } = await composeTrial(tx, trial, example.address)
  return { ...text, raw_text: raw.toString('utf8') }
}

/** The same mail to whoever asks, and to nobody else. What a mail server says to it is told at once. */
export async function tryAcknowledgement(tx: Tx, trial: Trial, store: Store): Promise<Later<{ sent_to: string }>> {
  const { email } = (await actingUser(tx))!
  const { raw } = await composeTrial(tx, trial, email)
  const { id, address } = await acknowledgingOf(tx, trial.id)
  await mustNotBeInShadow(tx, { address, mailboxId: id })
  const { smtpUrl } = store.config
  if (!smtpUrl) throw noMailServer('SMTP_URL is not set. The preview shows the mail as it would leave.')
  return async () => {
    try {
      await smtpOut(smtpUrl).send({ from: '', to: [email], raw })
    } catch (error) {
      if (error instanceof SendFailed) throw notTaken(error.message)
      throw error
    }
    return { sent_to: email }
  }
}

async function composeTrial(tx: Tx, trial: Trial, to: string): Promise<{ text: Text; raw: Composed['raw'] }> {
  const mailbox = await acknowledgingOf(tx, trial.id)
  if (trial.text) mustBeSendable(trial.text, 'text.')
  const organisation = (await organisationOf(tx)).name
  const words = trial.text ?? wordsFor(mailbox, trial.language)
  const text = filled(words, valuesOf(mailbox, organisation, example.number))
  const { raw } = await composeReply(trialOf(tx, mailbox, text, to), { mailbox, token: example.token })
  return { text, raw }
}

function trialOf(tx: Tx, { address }: Acknowledging, text: Text, to: string): Parameters<typeof composeReply>[0] {
  const id = tx.newId()
  const { domain } = splitAddress(address)
  return {
    message: {
      id,
      messageIdHeader: `docket.${id}@${domain}`,
      inReplyTo: null,
      subject: text.subject,
      text: text.body,
      to: [{ name: '', address: to }],
      cc: [],
      at: tx.now,
      automatic: 'acknowledgement',
    },
    ticket: { id },
    thread: [],
  }
}
