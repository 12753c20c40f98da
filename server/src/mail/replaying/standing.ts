import type { StoredMessage } from '../../tickets/index.ts'
import type { ParsedMail } from '../parsing/parsed.ts'

/** Sentences that stand with a mail's verdict though no parser wrote them, and what each makes of the mail. */
const later: { says: RegExp; makes: { spam?: true } }[] = [
  { says: / is blocked here[:,]/, makes: { spam: true } },
  { says: /^The provider put it among the spam:/, makes: { spam: true } },
  { says: /^The check of the sender failed: /, makes: { spam: true } },
]

/**
 * The mail as today's parser reads it, with what was decided about it after it was read and is not the parser's to take back: that it
 * came back from the way, that its sender is blocked or failed the check, that the provider took it for spam.
 */
export function withWhatStands(stored: StoredMessage, mail: ParsedMail): ParsedMail {
  const said = (stored.verdict?.reasons ?? []).flatMap((reason) => {
    const found = later.find(({ says }) => says.test(reason))
    return found ? [{ reason, makes: found.makes }] : []
  })
  const fresh = said.filter(({ reason }) => !mail.verdict.reasons.includes(reason))
  return {
    ...mail,
    verdict: {
      ...mail.verdict,
      ...(stored.stitchReason === 'returned' && { vacation: true }),
      ...Object.assign({}, ...said.map(({ makes }) => makes)),
      reasons: [...mail.verdict.reasons, ...fresh.map(({ reason }) => reason)],
    },
  }
}
