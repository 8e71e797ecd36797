import { Module } from '@nestjs/common';
import { Notifier } from './notifier.js';

@Module({ providers: [Notifier] })
export class NotificationsModule {}
