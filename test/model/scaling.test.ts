import { problemsOf, resolve } from './resolving';

const NIGHT = { cron: '0 20 ? * MON-FRI *', minCapacity: 0, maxCapacity: 2, timeZone: 'Europe/Berlin' };
const DAY = { cron: '30 6 1,15 1-6 ? 2027', minCapacity: 4, maxCapacity: 12 };

const scaledBy = (options: object) => ({ autoScaling: { maxCapacity: 8, ...options } });

describe('the schedules of auto scaling', () => {
  test('have a name, and the time zone UTC by default', () => {
    const [{ managed }] = resolve(scaledBy({ schedules: [NIGHT, DAY] })).environments as any;
    expect(managed.autoScaling.schedules).toEqual([
      { name: 'schedule-1', ...NIGHT },
      { name: 'schedule-2', ...DAY, timeZone: 'UTC' },
    ]);
  });

  test('count for the room that a deployment needs', () => {
    const options = {
      desiredCount: 4,
      strategyParameters: { minimumHealthyPercent: 50, maximumPercent: 100 },
      ...scaledBy({ schedules: [{ ...NIGHT, minCapacity: 1 }] }),
    };
    expect(problemsOf(options)).toEqual([expect.stringContaining('[no-room-to-replace-tasks]')]);
  });

  test('count for the tasks that can run on Fargate Spot', () => {
    const options = { fargateSpot: { onDemandBase: 10 } };
    expect(problemsOf({ ...options, ...scaledBy({}) })).toEqual([expect.stringContaining('[no-spot-tasks]')]);
    expect(problemsOf({ ...options, ...scaledBy({ schedules: [DAY] }) })).toEqual([]);
  });

  test.each<[string, object, string]>([
    [
      'a maximum below the minimum',
      { ...DAY, maxCapacity: 3 },
      'autoScaling.schedules[0].maxCapacity: 3 is less than minCapacity (allowed: 4 to 5000). Raise maxCapacity, or lower minCapacity. [capacity-range]',
    ],
    [
      'a cron expression with five fields',
      { ...DAY, cron: '0 20 * * 1-5' },
      'autoScaling.schedules[0].cron: "0 20 * * 1-5" is not valid (allowed: six fields, with ? as the day of the month or the day of the week, for example 0 20 ? * MON-FRI *). Correct the value. [invalid-format]',
    ],
    [
      'a cron expression with two days',
      { ...DAY, cron: '0 20 * * * *' },
      'autoScaling.schedules[0].cron: "0 20 * * * *" is not valid (allowed: six fields, with ? as the day of the month or the day of the week, for example 0 20 ? * MON-FRI *). Correct the value. [invalid-format]',
    ],
    [
      'a schedule without a time',
      { minCapacity: 1, maxCapacity: 1 },
      'autoScaling.schedules[0].cron: is missing. Set cron. [missing-option]',
    ],
  ])('exclude %s', (_name, schedule, line) => {
    expect(problemsOf(scaledBy({ schedules: [schedule] }))).toEqual([line]);
  });
});
