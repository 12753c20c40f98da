import { parseMail, sha256Of, Unparsable } from '../../mail/index.ts'
import { type Command, json, Misuse } from './command.ts'
import { findMailFiles, mailsOf, whyUnreadable } from './mailFiles.ts'

type Parsed = Awaited<ReturnType<typeof parseMail>>['mail']

/** Says what Docket understands of mails, without a database: the answer to "why was this mail treated so?". */
export const command: Command = {
  takes: '<files or folders…>',
  takesWords: true,
  options: { json: { type: 'boolean' } },
  about: { json: 'one JSON object per mail and line (that is how it always prints)' },
  example: 'docket parse bounce.eml archive/ | jq .verdict',
  async run({ words, terminal }) {
    if (words.length === 0) throw new Misuse('Name at least one file.')
    let faults = 0
    const unreadable = (_path: string, sentence: string) => {
      faults++
      terminal.say(sentence)
    }
    for await (const file of findMailFiles(words, terminal.folder, unreadable)) {
      // Here a file is one mail unless its name says otherwise: a saved mail may begin with the "From " line of an mbox.
      const whole = { ...file, isMbox: file.path.toLowerCase().endsWith('.mbox') }
      try {
        for await (const bytes of mailsOf(whole))
          await terminal.out(json({ file: file.path, ...(await understand(bytes)) }))
      } catch (error) {
        unreadable(file.path, `${file.path} cannot be read: ${whyUnreadable(error)}.`)
      }
    }
    return faults > 0 ? 1 : 0
  },
}

async function understand(bytes: Uint8Array): Promise<Parsed> {
  try {
    return (await parseMail(bytes)).mail
  } catch (error) {
    if (error instanceof Unparsable) {
      // What could be told is told; the sentence says why no ticket is made of it.
      const { problems, ...read } = error.read?.mail ?? nothingOf(bytes)
      return { ...read, problems: [...new Set([...problems, error.message])] }
    }
    throw error
  }
}

function nothingOf(bytes: Uint8Array): Parsed {
  return {
    sha256: sha256Of(bytes),
    message_id: null,
    in_reply_to: null,
    references: [],
    date: null,
    subject: '',
    from: null,
    to: [],
    cc: [],
    reply_to: [],
    text: '',
    reply_text: '',
    quoted_text: '',
    html: null,
    attachments: [],
    verdict: {
      auto_generated: false,
      vacation: false,
      bounce: false,
      list: false,
      loop: false,
      spam: false,
      reasons: [],
    },
    bounces: [],
    recipient: { address: null, source: 'unknown', confidence: 'low' },
    problems: [],
  }
}
