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
export function answerHeaders(_request: Request, response: Response, next: NextFunction): void {
  response.setHeader('Cache-Control', 'no-store').setHeader('X-Content-Type-Options', 'nosniff');
  next();
}
