import { readFileSync } from 'node:fs';
import { oldRelease } from '../lib/server/release';

const { version, released } = JSON.parse(readFileSync('package.json', 'utf8'));
test('the changelog has this version and its date', () => {
  expect(readFileSync('CHANGELOG.md', 'utf8')).toContain(`## [${version}] - ${released}`);
});

const daysAfter = (days: number) => oldRelease(Date.parse(released) + days * 86_400_000);

test('says nothing about a release of the last six months', () => {
  expect(daysAfter(180)).toEqual([]);
});

test('says in one line that a release is older than six months, and links to how to update', () => {
  const [line, ...more] = daysAfter(190);
  expect(more).toEqual([]);
  expect(line).toContain(`Portrait ${version} was released on ${released}.`);
  expect(line).toContain('docs/updating.md');
});
