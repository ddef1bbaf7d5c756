import { pages } from './pages';

const SUBJECTS: Record<string, () => Promise<void>> = { pages };

const asked = process.argv.slice(2);
for (const [name, measure] of Object.entries(SUBJECTS)) if (asked.length === 0 || asked.includes(name)) await measure();
