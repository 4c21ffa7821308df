/**
 * The last day on which each major version of Node.js receives fixes.
 *
 * Source: `schedule.json` of github.com/nodejs/Release, commit e4bf922 (2026-07-02).
 */
export const NODEJS_END_OF_LIFE: Readonly<Record<string, string>> = {
  '16': '2023-09-11',
  '17': '2022-06-01',
  '18': '2025-04-30',
  '19': '2023-06-01',
  '20': '2026-04-30',
  '21': '2024-06-01',
  '22': '2027-04-30',
  '23': '2025-06-01',
  '24': '2028-04-30',
  '25': '2026-06-01',
  '26': '2029-04-30',
  '27': '2030-04-30',
};
