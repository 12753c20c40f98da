import { invitationToMail, organisationOf, resetToMail, usersById } from '../auth/index.ts'
import type { Store } from '../platform/store.ts'
import type { Tx } from '../platform/work.ts'

export type Kind = 'invitation' | 'password-reset' | 'password-changed' | 'second-factor-on' | 'second-factor-off'

export type Words = {
  to: { name: string; address: string }
  subject: string
  lines: string[]
  link?: { url: string; says: string }
  last: string
}

/** What a mail says, made anew each time from what it is about; undefined when that is over. */
export async function wordsOf(tx: Tx, store: Store, kind: Kind, about: string): Promise<Words | undefined> {
  const [id = '', rest = ''] = about.split(' ')
  if (kind === 'invitation') return invitation(tx, store, id, Number(rest))
  if (kind === 'password-reset') return reset(tx, store, id)
  return notice(tx, store, kind, id)
}

async function invitation(tx: Tx, store: Store, id: string, issue: number): Promise<Words | undefined> {
  const it = await invitationToMail(tx, store, { id, issue })
  return (
    it && {
      to: { name: it.name, address: it.email },
      subject: `You are invited to ${it.organisation}`,
      lines: [`${it.inviter ?? 'An administrator'} invites you to the helpdesk of ${it.organisation}, as ${it.role}.`],
      link: { url: it.link, says: 'Set a password and begin' },
      last: `The link works once, until ${utc(it.expiresAt)}. If you do not know why you got this mail, do nothing.`,
    }
  )
}

async function reset(tx: Tx, store: Store, id: string): Promise<Words | undefined> {
  const it = await resetToMail(tx, store, { id })
  return (
    it && {
      to: { name: it.name, address: it.email },
      subject: `Set a new password for ${it.organisation}`,
      lines: ['Somebody, most likely you, said that you forgot your password.'],
      link: { url: it.link, says: 'Set a new password' },
      last: `The link works once, until ${utc(it.expiresAt)}. If it was not you, do nothing: your password stays as it is.`,
    }
  )
}

const changed: Record<Exclude<Kind, 'invitation' | 'password-reset'>, { subject: string; says: string }> = {
  'password-changed': {
    subject: 'Your password was changed',
    says: 'The password of your account was changed, and all other sessions were ended.',
  },
  'second-factor-on': {
    subject: 'A second factor was turned on',
    says: 'Signing in to your account now asks for a code of your authenticator.',
  },
  'second-factor-off': {
    subject: 'The second factor was turned off',
    says: 'Signing in to your account no longer asks for a code.',
  },
}

async function notice(tx: Tx, store: Store, kind: keyof typeof changed, userId: string): Promise<Words | undefined> {
  const user = (await usersById(tx, [userId])).get(userId)
  if (!user) return undefined
  const { subject, says } = changed[kind]
  return {
    to: { name: user.name, address: user.email },
    subject: `${subject} at ${(await organisationOf(tx)).name}`,
    lines: [says],
    link: { url: `${store.config.publicUrl}/sign-in`, says: 'Sign in' },
    last: 'If it was not you, ask for a new password on the sign-in page now, and tell your administrator.',
  }
}

const utc = (at: Date) => `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`
