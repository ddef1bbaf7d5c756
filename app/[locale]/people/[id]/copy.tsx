'use client';

export { CopyButton as Copy } from '../../../ui/copy-button';
