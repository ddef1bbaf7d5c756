import type { Page } from 'playwright-core';

/** Fields without a visible label, and hints that describe no field. */
export const undescribed = (page: Page) =>
  page.evaluate(() => {
    const fields = [...document.querySelectorAll<HTMLInputElement>('input:not([type=hidden], [hidden]), select')];
    const unnamed = fields.filter(
      (field) => field.checkVisibility() && ![...(field.labels ?? [])].some((label) => label.checkVisibility()),
    );
    const loose = [...document.querySelectorAll('form [id$=-hint]')].filter(
      ({ id }) => !document.querySelector(`[aria-describedby~="${CSS.escape(id)}"]`),
    );
    return [...unnamed, ...loose].map((element) => element.outerHTML.slice(0, 120));
  });

/** Elements that a page has once. */
export const notOne = (page: Page) =>
  page.evaluate(() => ['h1', 'main'].filter((name) => document.querySelectorAll(name).length !== 1));

/** The autofill names of the fields of each form with a password, by the form's id. */
export const passwordForms = (page: Page) =>
  page.evaluate(() =>
    Object.fromEntries(
      [...document.querySelectorAll('form')]
        .filter((form) => form.querySelector('[autocomplete$=-password]'))
        .map((form) => [
          form.id,
          [...form.querySelectorAll('input[autocomplete]')].map((input) => input.getAttribute('autocomplete') ?? ''),
        ]),
    ),
  );

/** What phones use for a code, the keyboard type and autofill, by the form's id. */
export const codeFields = (page: Page) =>
  page.evaluate(() =>
    Object.fromEntries(
      [...document.querySelectorAll<HTMLInputElement>('[name=code]')].map((field) => [
        field.form?.id ?? '',
        [field.inputMode, field.autocomplete as string],
      ]),
    ),
  );

/**
 * Controls smaller than WCAG 2.5.5 asks for, except links in a sentence. A checkbox counts with its label, and a file
 * field with its button.
 */
export const tooSmall = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll('button, summary, select, a, input:not([type=hidden], [hidden]), [role=switch]')]
      .filter((control) => control.checkVisibility({ visibilityProperty: true }) && !control.closest('.sr-only'))
      .filter((control) => !control.matches('p > a.link:not(:only-child), :focus'))
      .filter((control) => {
        const labels = [...((control as HTMLInputElement).labels ?? [])].filter((label) =>
          label.closest('.btn, :has(> input)'),
        );
        return [control, ...labels].every((target) => {
          const { width, height } = target.getBoundingClientRect();
          return Math.min(width, height) < 44;
        });
      })
      .map((control) => control.outerHTML.slice(0, 120)),
  );

/** Pairs of links and buttons that share pixels, so that a finger may press either. */
export const overlapping = (page: Page) =>
  page.evaluate(() => {
    const isSeen = (control: Element) =>
      control.checkVisibility({ visibilityProperty: true }) &&
      !control.closest('.sr-only, header, [data-unsaved], [data-at=bottom]');
    const layer = document.querySelector('dialog[open]') ?? document.body;
    const controls = [...layer.querySelectorAll('a, button, summary, select')].filter(isSeen);
    const meet = (one: DOMRect, other: DOMRect) =>
      Math.min(one.right, other.right) - Math.max(one.left, other.left) > 1 &&
      Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top) > 1;
    const rects = controls.map((control) => [...control.getClientRects()]);
    return controls.flatMap((control, n) =>
      controls
        .slice(n + 1)
        .filter((_, m) => rects[n]?.some((one) => rects[n + 1 + m]?.some((other) => meet(one, other))))
        .map((other) => `${control.outerHTML.slice(0, 120)} and ${other.outerHTML.slice(0, 120)}`),
    );
  });
