// @ts-check

// A click with Ctrl, Cmd or Shift opens a link elsewhere. htmx 4.0.1 cancels it first and leaves it alone afterwards,
// so that nothing happens at all; kept away from htmx, it stays the browser's.

document.addEventListener(
  "click",
  (event) => {
    const elsewhere = event.ctrlKey || event.metaKey || event.shiftKey;
    const link = event.target instanceof Element && event.target.closest("a[hx-get]");
    if (elsewhere && link) event.stopPropagation();
  },
  { capture: true },
);
