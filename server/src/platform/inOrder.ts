type Answers<P extends readonly unknown[]> = { -readonly [K in keyof P]: Awaited<P[K]> }

/**
 * What was asked for at once, each answer in its place; where several are refused, the first of them in the order of asking says why,
 * whichever was heard first. Nothing of it is under way any more then.
 */
export async function inOrder<const P extends readonly unknown[]>(asked: P): Promise<Answers<P>> {
  const answers = await Promise.allSettled(asked)
  const refused = answers.find((answer) => answer.status === 'rejected')
  if (refused) throw refused.reason
  return answers.map((answer) => (answer as PromiseFulfilledResult<unknown>).value) as Answers<P>
}
