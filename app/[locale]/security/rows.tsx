'use client'; // as a server component it would send each row twice: as HTML and as the payload

import { Icon } from '../../ui/svg-icon';

const COLOURS = { checked: 'text-success', alert: 'text-warning', lock: 'text-muted', monitor: 'text-muted' };

/** One sentence a line: some languages have no space between sentences. */
export type SecurityRow = { to: string; title: string; shape: keyof typeof COLOURS; lines: string[] };

export function SecurityRows({ rows }: { rows: SecurityRow[] }) {
  return (
    <ul className="-my-3 divide-y divide-base-300">
      {rows.map(({ to, title, shape, lines }) => (
        <li key={to}>
          <a
            href={to}
            className="group flex items-center gap-3 py-3 after:text-muted after:text-xl after:content-['›'/'']"
          >
            <Icon shape={shape} className={`size-5 ${COLOURS[shape]}`} />
            <span className="min-w-0 flex-1">
              <span className="block text-balance font-medium group-hover:underline">{title}</span>
              {lines.map((line) => (
                <span key={line} className="block text-muted text-sm">
                  {line}
                </span>
              ))}
            </span>
          </a>
        </li>
      ))}
    </ul>
  );
}
