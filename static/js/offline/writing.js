/** Forms that go through the outbox, and what their writer is told. */
import "./closest.js";
import "./voice.js";
import { bindForms } from "./forms.js";
import { begin } from "./parts.js";
import { person } from "./session.js";
import { get } from "./store.js";
import { sync } from "./syncing.js";
import { tell, tellKept, tellSent } from "./told.js";

async function kept(item, form) {
  const told = tell(form);
  tellKept(told, item);
  const { why } = await sync(true);
  if (!(await get("sent", item.id))) tellKept(told, item, why);
  const sent = await tellSent(told, item);
  const onward = sent && nextPage(form, sent.result ?? {});
  if (onward) go(onward);
}

/** On the page that is open already, what was sent is shown once it is read anew. */
function go(onward) {
  location.assign(onward);
  if (onward.split("#")[0] === location.pathname && onward.includes("#")) location.reload();
}

/** data-outbox-next with what the server's result names: /lo/feedback/sent/{report}/ */
function nextPage(form, result) {
  const path = form.dataset.outboxNext ?? "";
  const filled = path.replace(/\{(\w+)\}/g, (hole, name) => String(result[name] ?? hole).toLowerCase());
  return filled.includes("{") ? "" : filled;
}

begin(person().then((writer) => bindForms(writer.uid, kept)));
