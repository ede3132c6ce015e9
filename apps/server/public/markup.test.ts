/** Nothing that somebody typed becomes markup. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { html } from './markup.ts';

it('escapes what stands in a gap, in text and in attributes, and leaves its own markup as it is', () => {
  const typed = `<script>alert("x")</script>' onload='&`;
  const inner = html`<b>${typed}</b>`;
  expect(html`<p title="${typed}">${[inner, '!']}${null}${false}</p>`.text).toBe(
    '<p title="&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;&#39; onload=&#39;&amp;">' +
      '<b>&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;&#39; onload=&#39;&amp;</b>!</p>',
  );
});

it('lets no typed text open a tag or end an attribute', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (typed) => {
      const inside = html`[${typed}]`.text.slice(1, -1);
      expect(inside).not.toMatch(/[<>"']/);
    }),
  );
});
