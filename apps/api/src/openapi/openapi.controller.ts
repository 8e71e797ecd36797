import { Controller, Get, Header } from '@nestjs/common';
import { Public } from '#security/access.js';
import { openApiDocument } from './document.js';
import { openApiPage, PAGE_POLICY } from './page.js';

/** What the API says of itself: for programs, and for people. */
@Public()
@Controller()
export class OpenApiController {
  private readonly document = openApiDocument();
  private readonly page = openApiPage(this.document);

  @Get('openapi.json')
  openApi() {
    return this.document;
  }

  @Get('docs')
  @Header('Content-Type', 'text/html; charset=utf-8')
  @Header('Content-Security-Policy', PAGE_POLICY)
  @Header('Referrer-Policy', 'no-referrer')
  docs() {
    return this.page;
  }
}
