import type { DeliveryWaiver } from '../options';

/** The days before the end of a waiver in which it is a warning. */
export const WARNING_DAYS = 30;

const DAY = 24 * 60 * 60 * 1000;

/** The time of a synthesis. `SOURCE_DATE_EPOCH`, in seconds, replaces it: https://reproducible-builds.org/specs/source-date-epoch/ */
export function now(): Date {
  const epoch = process.env.SOURCE_DATE_EPOCH;
  return epoch !== undefined && /^\d+$/.test(epoch) ? new Date(Number(epoch) * 1000) : new Date();
}

/** The first moment at which a waiver is no longer valid. */
function endOf({ expires }: DeliveryWaiver): number {
  return Date.parse(`${expires}T00:00:00Z`) + DAY;
}

export function isExpired(waiver: DeliveryWaiver, at: Date): boolean {
  return at.getTime() >= endOf(waiver);
}

export function expiresSoon(waiver: DeliveryWaiver, at: Date): boolean {
  return !isExpired(waiver, at) && at.getTime() >= endOf(waiver) - WARNING_DAYS * DAY;
}
