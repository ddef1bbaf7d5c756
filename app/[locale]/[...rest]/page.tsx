import { notFound } from 'next/navigation';

/** An address under a locale that no page has: not found, in that language. */
export default function Page(): never {
  notFound();
}
