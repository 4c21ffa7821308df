import type { Facts } from '../../core/fact';
import type { OptionReader } from '../../model/option-reader';
import { PROJECT_PATH } from '../../model/rules';
import { SHARED } from '../../model/shared-values';
import type { SiteModel } from './model';

/** The folders in the bucket that contain releases, error pages, lists of old assets, and previews of pull requests. */
const RESERVED = ['releases', 'errors', 'deleted', 'previews'];

/** Which files all releases share, and which file answers for a missing one. */
export function resolveSiteFolders(options: OptionReader, decisions: Facts): Pick<SiteModel, 'assets' | 'errorPage'> {
  const assets = options.string('assets', PROJECT_PATH)?.replace(/^\.\//, '') ?? 'assets';
  const errorPage = options.string('errorPage', PROJECT_PATH)?.replace(/^\.\//, '') ?? '404.html';
  const [first] = assets.split('/');
  if (RESERVED.includes(first!)) {
    options.reject('assets', 'reserved-site-folder', {
      why: `is in the folder ${first}, which contains other files in the bucket of the site`,
      allowed: `any folder except ${RESERVED.join(', ')}`,
      fix: 'Use another folder for assets.',
    });
  }
  if (errorPage.startsWith(`${assets}/`)) {
    options.reject('errorPage', 'reserved-site-folder', {
      why: `is in the folder ${assets}, whose files never change`,
      allowed: `a file outside of ${assets}`,
      fix: 'Move the error page to another folder, or set assets to another one.',
    });
  }
  return {
    assets: decisions.decide(SHARED.siteAssets, assets),
    errorPage: decisions.decide(SHARED.siteErrorPage, errorPage),
  };
}
