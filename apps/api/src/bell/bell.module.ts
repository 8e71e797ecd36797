import { Global, Module } from '@nestjs/common';
import { Bell } from './bell.js';

@Global()
@Module({ providers: [Bell], exports: [Bell] })
export class BellModule {}
