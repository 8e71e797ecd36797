import { UnsupportedMediaTypeException } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';

export const JSON_TYPES = ['application/json', 'application/*+json'];

/** A body in any other form would be taken for none. */
export function jsonOnly(request: Request, _response: Response, next: NextFunction): void {
  // `is` answers null without a body, and false when it is of another type.
  const empty = request.get('Content-Length') === '0';
  next(!empty && request.is(JSON_TYPES) === false ? new UnsupportedMediaTypeException() : undefined);
}

/** Answers tell the state of a moment, and are of nobody else's business. */
export function answerHeaders(request: Request, response: Response, next: NextFunction): void {
  response.set({ 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' });
  // Express would answer 304 to `If-None-Match: *` on any GET; what has a tag compares it itself.
  Object.defineProperty(request, 'fresh', { value: false });
  next();
}
