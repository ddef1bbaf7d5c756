'use client'; // as a server component it would send each link twice: as HTML and as the payload

export type NavigationLink = { href: string; text: string; current?: 'page' | 'true' };

/** Beside the content on wide windows, above it on others. */
export function NavigationList({ label, links }: { label: string; links: NavigationLink[] }) {
  return (
    <nav aria-label={label} className="lg:sticky lg:top-10 lg:w-44 lg:shrink-0 lg:self-start">
      <ul className="navigation -mx-2.5 flex flex-wrap gap-1 lg:flex-col">
        {links.map(({ href, text, current }) => (
          <li key={href}>
            <a href={href} aria-current={current}>
              {text}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
