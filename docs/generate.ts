import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderErrorsPage } from './errors-page';

writeFileSync(join(__dirname, 'errors.md'), renderErrorsPage());
