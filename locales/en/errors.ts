export const errors = {
  badRequest: {
    title: "That did not make sense",
    message: "The request was not understood. Please go back and try again.",
  },
  signedOut: {
    title: "You are signed out",
    message: "You are signed out. Sign in again in another tab, then try once more: nothing is lost here.",
  },
  forbidden: { title: "Not allowed", message: "You may not do this." },
  notFound: {
    title: "Nothing here",
    message: "There is no such page. It may have moved, or it was deleted.",
  },
  methodNotAllowed: { title: "Not possible here", message: "This page cannot be used in this way." },
  tooLarge: { title: "Too large", message: "What you sent is larger than we can take." },
  unprocessable: {
    title: "Not quite right",
    message: "What you sent cannot be used as it is. Please check it and send it again.",
  },
  tooMany: {
    title: "A little too fast",
    message: "There were too many attempts. Please wait a while and try again.",
  },
  failure: { title: "Something broke", message: "It is our fault, not yours. Please try again in a moment." },
  unavailable: { title: "Back in a moment", message: "We cannot answer just now. Please try again shortly." },
  notSaved: {
    title: "Nothing can be saved just now",
    message: "What you sent was not saved. You can go on reading; please try again later.",
  },
  other: { title: "That did not work", message: "Please try again." },
  network: "The server cannot be reached. Are you still connected? Please try again.",
  tryAgain: "Try again",
  sendAgain: "Send again",
  written: "What you wrote",
  toStart: "Back to the start",
  reference: "Should you report this, please mention {id:string}.",
};
