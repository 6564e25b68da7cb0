/** Hands a passage's address to the phone's own sharing, or copies it. Without it a link leads there. */

async function share(link) {
  const { title, copied } = link.dataset;
  if (navigator.share) return navigator.share({ title, url: link.href });
  await navigator.clipboard.writeText(link.href);
  link.querySelector("[data-said]").textContent = copied;
}

document.querySelectorAll("a[data-share]").forEach((link) => {
  const able = navigator.share || navigator.clipboard; // neither on plain http: the link stays a link
  if (!able) return;
  link.addEventListener("click", (event) => {
    event.preventDefault();
    share(link).catch(() => {}); // shut again by the reader: nothing to say
  });
});
