import { launchServer } from '../../tests/support/server';
import { interleaved, transpose } from './measure';
import { report } from './report';
import { tour } from './tour';

export async function forms(): Promise<void> {
  const portrait = await launchServer();
  const figures = await interleaved([
    { name: 'alone ms', run: () => tour(portrait, 1) },
    { name: 'ten at a time ms', run: () => tour(portrait, 10) },
  ]);
  report('forms', transpose(figures), { over: 'GET profile', measures: ['alone ms', 'ten at a time ms'] });
  await portrait.stop();
}
