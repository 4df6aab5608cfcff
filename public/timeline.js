// @ts-check

// The address carries the place as one reads on: whoever reloads, or comes back to a page that the browser did not
// keep, goes on where they were. Each `.page` says in `data-place` which address that is.

const middle = new IntersectionObserver(
  (entries) => {
    for (const { isIntersecting, target } of entries) {
      if (isIntersecting && target instanceof HTMLElement) goTo(target.dataset.place);
    }
  },
  { rootMargin: "-50% 0px -50% 0px" },
);

/** @param {string | undefined} place */
function goTo(place) {
  if (place !== undefined && place !== location.pathname + location.search) {
    // The state stays as it is: it is htmx's.
    history.replaceState(history.state, "", place);
  }
}

const watchPages = () => {
  for (const page of document.querySelectorAll(".page:not([data-watched])")) {
    page.setAttribute("data-watched", "");
    middle.observe(page);
  }
};

document.addEventListener("htmx:after:swap", watchPages);
watchPages();
