import { StreamableFile } from '@nestjs/common';
import { ExpressAdapter } from '@nestjs/platform-express';
import type { Response } from 'express';

/** Answers that Express has more to say about: without a body, or to HEAD. */
const SPECIAL_STATUSES = [204, 205, 304];

/**
 * Express' adapter, which writes an answer that is plain JSON at once: the same headers and bytes as `response.json`,
 * without its detours over settings, content types and a copy of the text, and in one write instead of two.
 */
export class JsonAdapter extends ExpressAdapter {
  override reply(response: Response, body: unknown, statusCode?: number): unknown {
    if (!isPlain(body) || statusCode !== undefined || !isOrdinary(response)) {
      return super.reply(response, body, statusCode);
    }
    const text = JSON.stringify(body);
    response.setHeader('Content-Type', 'application/json; charset=utf-8');
    response.setHeader('Content-Length', Buffer.byteLength(text));
    return response.end(text);
  }
}

function isPlain(body: unknown): body is object {
  return (
    typeof body === 'object' &&
    body !== null &&
    !(body instanceof StreamableFile || body instanceof Error || ArrayBuffer.isView(body))
  );
}

function isOrdinary(response: Response): boolean {
  return (
    response.req.method !== 'HEAD' &&
    !SPECIAL_STATUSES.includes(response.statusCode) &&
    !response.headersSent &&
    !response.hasHeader('Content-Type')
  );
}
