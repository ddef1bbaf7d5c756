type Props = { id?: string; title: string; intro?: string; level: 1 | 2; children: React.ReactNode };

export function Card({ id, title, intro, level, children }: Props) {
  const Heading = `h${level}` as const;
  return (
    <section
      id={id}
      className="mb-6 rounded-box border border-base-300 bg-base-100 p-5 shadow-xs sm:mb-8 sm:p-8 print:border-0 print:p-0 print:shadow-none"
    >
      <Heading className={`font-semibold text-xl tracking-tight ${intro ? 'mb-1' : 'mb-6'}`}>{title}</Heading>
      {intro && <p className="mb-6 text-muted">{intro}</p>}
      {children}
    </section>
  );
}
