export const explore = {
  title: "Explore",
  lead: "Everyone’s posts, newest first.",
  empty: "Nobody has written anything yet.",
  emptyWrite: "Be the first",
};
