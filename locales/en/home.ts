export const home = {
  title: "Home",
  welcomeTitle: "Short thoughts, from people you choose",
  welcomeLead:
    "{site:string} is a small, calm place to write and to read. Newest first, nothing in between: no advertising, no tricks to keep you here.",
  timeline: "Latest",
  newest: "The newest posts",
  emptyTitle: "It is quiet here",
  emptyLead:
    "Your own posts and those of people you follow will stand here. Follow someone, or write the first line.",
  emptyExplore: "See what everyone writes",
};
