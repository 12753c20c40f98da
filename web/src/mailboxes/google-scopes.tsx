const scopes = {
  read: { name: 'gmail.readonly', says: 'to bring the mail of the account here. It changes nothing there.' },
  send: { name: 'gmail.send', says: 'to send your answers as the account. It lets nobody read, change or delete.' },
}

/** What Google is asked to allow, by its own names, and what each is for. */
export const GoogleScopes = ({ send }: { send: boolean }) => (
  <section aria-label="What Google is asked to allow" className="rounded-lg border bg-canvas p-4 text-sm">
    <h3 className="font-medium">What Google is asked to allow</h3>
    <ul className="mt-1 flex flex-col gap-1 text-ink-2">
      {(send ? [scopes.read, scopes.send] : [scopes.read]).map(({ name, says }) => (
        <li key={name}>
          <code className="font-mono text-ink">{name}</code>: {says}
        </li>
      ))}
    </ul>
  </section>
)
