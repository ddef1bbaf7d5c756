type Props = { id?: string; title: string; level: 1 | 2; children: React.ReactNode };

/** A group of things that belong together, under its heading. */
export function Card({ id, title, level, children }: Props) {
  const Heading = `h${level}` as const;
  return (
    <section id={id} className="mb-6 rounded-box border border-base-300 bg-base-100 p-5 sm:p-8">
      <Heading className="mb-5 font-semibold text-xl tracking-tight">{title}</Heading>
      {children}
    </section>
  );
}
