import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { maskedRecipient, parseRecipient } from './recipient.js';

describe('parseRecipient', () => {
  it.each([
    ['ops@delivery.com', 'email', 'ops@delivery.com'],
    ["o'brien+dr@mail.example.co.uk", 'email', "o'brien+dr@mail.example.co.uk"],
    ['jörg@bücher.example', 'email', 'jörg@bücher.example'],
    ['https://hooks.example/dr?team=1', 'webhook', 'https://hooks.example/dr?team=1'],
    ['http://127.0.0.1:9/x', 'webhook', 'http://127.0.0.1:9/x'],
    ['secret://ops-hook', 'webhook', 'secret://ops-hook'],
    ['slack+https://hooks.slack.example/T/B/x', 'chat', 'https://hooks.slack.example/T/B/x'],
    ['slack+secret://ops-slack', 'chat', 'secret://ops-slack'],
  ])('reads %s as %s', (text, channel, address) => {
    expect(parseRecipient(text)).toEqual({ channel, address });
  });

  it.each([
    '',
    'Bob',
    'a@b@c',
    'a@b.example, c@d.example',
    'Bob <bob@example.org>',
    'a@b.example\r\nBcc: all@b.example',
    'https://user:password@hooks.example/',
    'https://',
    'ftp://files.example/x',
    'slack+mailto:a@b.example',
    'slack+slack+https://hooks.example/',
    'secret://',
    `${'a'.repeat(250)}@b.example`,
    `https://hooks.example/${'a'.repeat(2000)}`,
  ])('refuses %j', (text) => {
    expect(parseRecipient(text)).toBeNull();
  });

  it('never takes for an e-mail address what could be several, or another header', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const address = `${text}@example.org`;
        if (parseRecipient(address)?.channel === 'email') expect(address).not.toMatch(/[\s,;<>]/);
      }),
    );
  });
});

describe('maskedRecipient', () => {
  it.each([
    ['ops@delivery.com', 'ops@delivery.com'],
    ['https://hooks.example', 'https://hooks.example'],
    ['https://hooks.example/T0/B0/token', 'https://hooks.example/…'],
    ['slack+https://hooks.example?token=1', 'slack+https://hooks.example/…'],
    ['slack+secret://ops-slack', 'slack+secret://ops-slack'],
  ])('%s → %s', (text, masked) => {
    expect(maskedRecipient(text)).toBe(masked);
  });
});
