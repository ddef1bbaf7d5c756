'use client';

import { unstable_rethrow, usePathname, useRouter } from 'next/navigation';
import { Component, startTransition } from 'react';

type Props = { sentence: string; again: string; support: React.ReactNode; children: React.ReactNode };

/** Shown instead of a page that throws, until a retry or another page. */
export function Failure(props: Props) {
  return <Boundary {...props} path={usePathname()} refresh={useRouter().refresh} />;
}

type State = { hasFailed: boolean; path: string };

/** `catchError` of next/error does the same and brings 3 kB of Next's older router to every page. */
class Boundary extends Component<Props & { path: string; refresh(): void }, State> {
  override state = { hasFailed: false, path: this.props.path };

  static getDerivedStateFromError(error: unknown): Partial<State> {
    unstable_rethrow(error);
    return { hasFailed: true };
  }

  static getDerivedStateFromProps({ path }: { path: string }, state: State): State | null {
    return path === state.path ? null : { hasFailed: false, path };
  }

  retry = () =>
    startTransition(() => {
      this.props.refresh();
      this.setState({ hasFailed: false });
    });

  override render() {
    const { sentence, again, support, children } = this.props;
    if (!this.state.hasFailed) return children;
    return (
      <div role="alert" className="alert alert-error alert-soft">
        <div>
          <p>{sentence}</p>
          {support}
        </div>
        <button type="button" className="btn btn-sm" onClick={this.retry}>
          {again}
        </button>
      </div>
    );
  }
}
