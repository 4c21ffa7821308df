import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderErrorsPage } from './errors-page';
import { renderRulesPage } from './rules-page';

writeFileSync(join(__dirname, 'errors.md'), renderErrorsPage());
writeFileSync(join(__dirname, 'rules.md'), renderRulesPage());
