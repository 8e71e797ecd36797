import { expect, test } from '@jest/globals';
import { isTimeZone } from './time-zone.js';

test.each(['UTC', 'America/St_Johns', 'Asia/Kathmandu', 'Etc/GMT+5', 'America/Argentina/Buenos_Aires'])(
  '%s is a time zone',
  (name) => expect(isTimeZone(name)).toBe(true),
);

test.each(['+05:30', 'Mars/Olympus', '', 'GMT+5', "UTC'; --", 5, null])('%p is none', (name) =>
  expect(isTimeZone(name)).toBe(false),
);
