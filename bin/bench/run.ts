import { applications } from './applications';
import { compare } from './compare';
import { burst, crowd } from './crowd';
import { equalAnswers } from './equal-answers';
import { equalLinks } from './equal-links';
import { forms } from './forms';
import { mailCost } from './mail-cost';
import { opening } from './opening';
import { pages } from './pages';
import { peers } from './peers';
import { processes } from './processes';
import { sizes } from './sizes';
import { startUp } from './start-up';
import { statements } from './statements';
import { uploads } from './uploads';

const SUBJECTS: Record<string, () => Promise<void>> = {
  pages,
  forms,
  statements,
  uploads,
  processes,
  opening,
  'start-up': startUp,
  sizes,
  crowd,
  burst,
  'equal-answers': equalAnswers,
  'equal-links': equalLinks,
  'mail-cost': mailCost,
  peers,
  applications,
};

process.env.BCRYPT_COST ??= '4'; // except where hashing itself is measured

const asked = process.argv.slice(2);
const unknown = asked.find((name) => !Object.hasOwn(SUBJECTS, name));
if (asked[0] === 'compare') await compare(asked[1] ?? '');
else if (unknown !== undefined) {
  console.error(`There is no subject "${unknown}". Choose from: ${Object.keys(SUBJECTS).join(', ')}, compare OTHER`);
  process.exitCode = 1;
} else
  for (const [name, measure] of Object.entries(SUBJECTS))
    if (asked.length === 0 || asked.includes(name)) await measure();
