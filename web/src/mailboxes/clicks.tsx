/** What to click elsewhere, one after the other. */
export const Clicks = ({ title, steps }: { title: string; steps: string[] }) => (
  <section aria-label={title} className="rounded-lg border bg-canvas p-4 text-sm max-[899px]:p-3">
    <h3 className="font-medium">{title}</h3>
    <ol className="mt-1 list-decimal pl-5 text-ink-2 marker:text-ink-3">
      {steps.map((says) => (
        <li key={says} className="[overflow-wrap:anywhere]">
          {says}
        </li>
      ))}
    </ol>
  </section>
)
