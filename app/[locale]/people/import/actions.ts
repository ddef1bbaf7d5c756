'use server';

import { continueImport, startImport } from '../../../../lib/people/import';
import { type FormState, submit } from '../../../../lib/web/form';
import { fileField, textField } from '../../../../lib/web/form-fields';
import { requestContext } from '../../../../lib/web/request-context';

/** Steps that follow each other by script are short, so that the page can show progress. */
const STEP_MS = 1500;
const STEP_WITHOUT_SCRIPT_MS = 10_000;

export async function submitImport(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, {
    isForAdministrators: true,
    page: '/people/import',
    save: async (session) => {
      const started = await startImport(session, fileField(form, 'file'));
      return started.ok ? { ok: true, next: `/people/import?list=${started.id}` } : started;
    },
    next: '/people/import',
  });
}

/** Creates nothing that exists, so it can be sent again after a break. */
export async function submitImportConfirm(_: FormState, form: FormData): Promise<FormState> {
  const list = textField(form, 'list');
  const page = `/people/import?list=${encodeURIComponent(list)}`;
  const mostMs = requestContext()?.isScripted ? STEP_MS : STEP_WITHOUT_SCRIPT_MS;
  return submit(form, {
    isForAdministrators: true,
    needsConfirmation: true,
    page,
    save: async (session, _, client) => {
      const step = await continueImport({ session, client }, list, mostMs);
      if (!step.ok) return step;
      return step.isFinished
        ? { ok: true, notice: 'people.notices.imported' as const }
        : { ok: true, next: `${page}&going=` };
    },
    next: '/people',
  });
}
