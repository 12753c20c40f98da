/** Why somebody who came back from a provider is told nothing about their way there, by the word in the address. */
export const refusals: Record<string, { title: string; says: string }> = {
  'signed-out': {
    title: 'You were signed out on the way',
    says: 'Or you may not connect mailboxes any more. Sign in as an administrator and begin again in the same browser; nothing was connected.',
  },
  spent: {
    title: 'This way was used or is over',
    says: 'It works once, for a few minutes, in the browser that began it. Begin again, and do not use Back on the pages in between.',
  },
}

export const refusalOf = (word: string) =>
  (Object.hasOwn(refusals, word) ? refusals[word] : undefined) ?? {
    title: 'The mailbox was not connected',
    says: 'The way to the provider ended without an answer. Begin again.',
  }
