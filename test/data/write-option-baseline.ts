import { writeFileSync } from 'node:fs';
import { BASELINE, optionList } from './option-list';

writeFileSync(BASELINE, `${optionList().join('\n')}\n`);
