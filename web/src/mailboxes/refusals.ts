/** Why a way to Google or Nylas ended without a mailbox, by the word it came back with, and what to do. */
export const refusals: Record<string, { title: string; says: string }> = {
  'signed-out': {
    title: 'You were signed out on the way',
    says: 'Or you may not connect mailboxes any more. Sign in as an administrator and begin again in the same browser; nothing was connected.',
  },
  spent: {
    title: 'This way was used or is over',
    says: 'It works once, for a few minutes, in the browser that began it. Begin again, and do not use Back on the pages in between.',
  },
  denied: {
    title: 'Access was not allowed',
    says: 'Somebody pressed Cancel, or the account may not share its mail with programs. Begin again and allow access; in a company an administrator of the mail may have to allow Docket first.',
  },
  'other-account': {
    title: 'Another account was signed in',
    says: 'Docket reads this mailbox only as its own address. Begin again, and choose that account at the provider, signing out of the other one if need be.',
  },
  'not-granted': {
    title: 'The access that was granted could not be used',
    says: 'Nylas did not accept what came back. Check NYLAS_CLIENT_ID, NYLAS_API_KEY and the region in NYLAS_API_URI, then begin again.',
  },
  away: {
    title: 'The provider could not be reached',
    says: 'Nothing was connected and nothing is wrong with the account. Wait a minute and begin again.',
  },
}

export const refusalOf = (word: string) =>
  (Object.hasOwn(refusals, word) ? refusals[word] : undefined) ?? {
    title: 'The mailbox was not connected',
    says: 'The way to the provider ended without an answer. Begin again.',
  }
