import { TextWithUsernames } from './username';

/** With large text a long word still fits a phone. */
const SIZES = {
  1: 'text-[min(1.5rem,8.5vw)]/snug max-[23rem]:text-xl sm:text-[1.625rem] sm:leading-9',
  2: 'text-[min(1.125rem,8vw)]/snug',
};

type Props = { id?: string; title: React.ReactNode; intro?: string; level: 1 | 2; children: React.ReactNode };

/** Cards that follow each other are the sections of one sheet. */
export function Card({ id, title, intro, level, children }: Props) {
  const Heading = `h${level}` as const;
  return (
    <section
      id={id}
      className="sheet mb-6 rounded-box border border-base-300 bg-base-100 p-5 sm:mb-8 sm:p-8 print:border-0 print:p-0"
    >
      <Heading className={`font-semibold tracking-tight ${SIZES[level]} ${intro ? 'mb-1' : 'mb-6'}`}>{title}</Heading>
      {intro && (
        <p className="mb-6 text-muted sm:text-balance">
          <TextWithUsernames>{intro}</TextWithUsernames>
        </p>
      )}
      {children}
    </section>
  );
}
