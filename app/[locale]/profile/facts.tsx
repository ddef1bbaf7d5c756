import { Icon } from '../../ui/svg-icon';

type Props = { facts: Record<string, string>; note: string; href?: string };

/** What the user can't change here. @param href where the note leads, if anywhere */
export function Facts({ facts, note, href }: Props) {
  return (
    <>
      <dl className="grid max-w-md grid-cols-[repeat(auto-fit,minmax(min(100%,11rem),1fr))] gap-x-6 gap-y-4">
        {Object.entries(facts).map(([term, fact]) => (
          <div key={term} className="min-w-0">
            <dt className="text-muted">{term}</dt>
            <dd>
              <bdi>{fact}</bdi>
            </dd>
          </div>
        ))}
      </dl>
      <p className="mt-1 mb-6 flex gap-1.5 text-muted text-sm">
        <Icon shape="lock" className="mt-0.5 size-4 shrink-0" />
        {href ? (
          <a href={href} className="link">
            {note}
          </a>
        ) : (
          note
        )}
      </p>
    </>
  );
}
