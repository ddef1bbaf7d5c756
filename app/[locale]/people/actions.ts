'use server';

import { notFound } from 'next/navigation';
import type { NoticeCode, Outcome } from '../../../lib/outcome';
import {
  type AccountChange,
  deleteNamedUser,
  disableUser,
  enableUser,
  endUserSessions,
  resetPassword,
  resetTwoFactor,
  setUser,
} from '../../../lib/people';
import type { Actor } from '../../../lib/people/act';
import { renameCompany } from '../../../lib/people/companies';
import { isMailOn } from '../../../lib/settings';
import { type FormState, submit } from '../../../lib/web/form';
import { changedFields, isTicked, textField } from '../../../lib/web/form-fields';

const ACT = { isForAdministrators: true, needsConfirmation: true, stale: '/people' } as const;

/** Bound values come from the browser unchecked. */
function pageOf(id: string): string {
  return typeof id === 'string' && /^[\w-]+$/.test(id) ? `/people/${id}` : notFound();
}

type Shown = { by: string; company: string; role: string; language: string; administrator: boolean };

/** @param shown what the form showed: a field that still says so was not changed by this administrator */
export async function submitPerson(id: string, shown: Shown, _: FormState, form: FormData): Promise<FormState> {
  const page = pageOf(id);
  const texts = changedFields(form, ['company', 'role', 'language'], shown);
  const administrator = isTicked(form, 'administrator');
  const change: AccountChange = { ...texts, ...(administrator !== shown?.administrator && { administrator }) };
  const isUnchanged = Object.keys(change).length === 0;
  return submit(form, {
    ...ACT,
    page,
    typed: {
      company: textField(form, 'company'),
      role: textField(form, 'role'),
      language: textField(form, 'language'),
      administrator: administrator ? 'on' : '',
    },
    typedIn: `person ${id}`,
    typedBy: shown?.by,
    save: async (session, _, client) => {
      const saved = await setUser({ id }, { session, client }, change);
      return saved.ok && administrator === false && session.userId === id ? { ...saved, next: '/profile' } : saved;
    },
    next: page,
    notice: isUnchanged ? 'profile.notices.unchanged' : 'profile.notices.saved',
  });
}

type Act = (who: { id: string }, actor: Actor) => Promise<Outcome>;

async function submitAct(form: FormData, id: string, act: Act, notice: NoticeCode): Promise<FormState> {
  const page = pageOf(id);
  return submit(form, {
    ...ACT,
    page,
    save: (session, _, client) => act({ id }, { session, client }),
    next: page,
    notice,
  });
}

export async function submitResetPassword(id: string, _: FormState, form: FormData): Promise<FormState> {
  const mails = isMailOn();
  const reset: Act = (who, actor) => resetPassword(who, actor, { mails });
  return submitAct(form, id, reset, mails ? 'people.notices.linkSent' : 'people.notices.passwordReset');
}

export async function submitResetTwoFactor(id: string, _: FormState, form: FormData): Promise<FormState> {
  return submitAct(form, id, resetTwoFactor, 'people.notices.twoFactorReset');
}

export async function submitEndSessions(id: string, _: FormState, form: FormData): Promise<FormState> {
  return submitAct(form, id, endUserSessions, 'people.notices.sessionsEnded');
}

export async function submitDisable(id: string, _: FormState, form: FormData): Promise<FormState> {
  return submitAct(form, id, disableUser, 'people.notices.disabled');
}

export async function submitEnable(id: string, _: FormState, form: FormData): Promise<FormState> {
  return submitAct(form, id, enableUser, 'people.notices.enabled');
}

export async function submitDelete(id: string, by: string, _: FormState, form: FormData): Promise<FormState> {
  return submit(form, {
    ...ACT,
    page: pageOf(id),
    fields: ['username'],
    typed: { username: textField(form, 'username') },
    typedIn: `person-delete ${id}`,
    typedBy: by,
    save: (session, { username }, client) => deleteNamedUser(id, username, { session, client }),
    next: '/people',
    notice: 'people.notices.deleted',
  });
}

export async function submitRename(by: string, _: FormState, form: FormData): Promise<FormState> {
  const company = textField(form, 'company');
  return submit(form, {
    ...ACT,
    page: `/people?company=${encodeURIComponent(company)}`,
    fields: ['company', 'name'],
    typed: { name: textField(form, 'name') },
    typedIn: `company-rename ${company}`,
    typedBy: by,
    save: async (...renaming) => {
      const renamed = await renameCompany(...renaming);
      return renamed.ok && !renamed.isChanged ? { ...renamed, notice: 'profile.notices.unchanged' } : renamed;
    },
    next: '/people',
    notice: 'people.notices.companyRenamed',
  });
}
