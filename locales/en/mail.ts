export const mail = {
  greeting: "Hello {name:string},",
  toAccount: "Go to your account",
  digest: {
    subject: "What is new",
    opening: "This is new for you:",
    link: "See your notifications",
    why: "You get this because you asked to be told by mail.",
    unsubscribe: "Stop these mails",
  },
  confirmEmail: {
    subject: "Please confirm your address",
    opening: "Welcome! One step is left: confirm that this address is yours. Then you can write too.",
    link: "Confirm this address",
    lasts: "The link works for 24 hours.",
    notYou: "If you did not register, leave this alone. Nothing more will come.",
  },
  changeEmail: {
    subject: "Please confirm your new address",
    opening: "This is to be the new address of your account. It takes effect when you confirm it.",
    link: "Confirm this address",
    lasts: "The link works for 24 hours.",
    notYou: "If you did not ask for this, leave it alone. Nothing will change.",
  },
  emailChangeAsked: {
    subject: "Your address is to be changed",
    opening:
      "Somebody who knows your password asked that {address:string} become the address of your account. It does when the mail that we sent there is answered.",
    notYou:
      "If it was not you, somebody knows your password: sign in, forget the new address there and change your password at once.",
  },
  passwordReset: {
    subject: "A new password",
    opening: "Somebody asked for a new password for your account. If it was you, choose one here.",
    link: "Choose a new password",
    lasts: "The link works once, for 10 minutes.",
    notYou: "If it was not you, leave this alone. Your password stays as it is.",
  },
  security: {
    subject: "Your account was changed",
    wasYou: "If it was you, there is nothing to do.",
    notYou:
      "If it was not you, somebody else has been in your account: change your password at once. If you cannot sign in any more, ask for a new password on the sign-in page.",
    events: {
      passwordChanged: "Your password was changed. Every other device was signed out.",
      passwordReset: "Your password was set anew by a link. Every device was signed out.",
      emailChanged: "This is the address of your account from now on.",
      totpAdded: "An authenticator app was added to your account.",
      totpRemoved: "The authenticator app was removed from your account.",
      recoveryCodesMade: "New recovery codes were made for your account. The former ones no longer work.",
      recoveryCodeUsed: "Somebody signed in to your account with one of its recovery codes.",
      passkeyAdded: "A passkey was added to your account.",
      passkeyRemoved: "A passkey was removed from your account.",
      deletionAsked: "Your account is to be deleted. Until then, signing in keeps it.",
      deletionUndone: "Your account stays: it will not be deleted.",
    },
  },
  suspended: {
    subject: "Your account is suspended",
    opening:
      "The people who run this place have suspended your account. You cannot sign in, and nobody sees your profile and your posts.",
    reason: "This is why:",
    mistake: "If you think that this is a mistake, please write to them.",
  },
  unsuspended: {
    subject: "Your account is open again",
    opening: "Your account is no longer suspended. You can sign in as before, and your posts are seen again.",
  },
  postRemoved: {
    subject: "One of your posts was removed",
    opening: "The people who run this place have removed a post of yours.",
    reason: "This is why:",
    mistake: "If you think that this is a mistake, please write to them.",
  },
  deletionOrdered: {
    subject: "Your account will be deleted",
    opening:
      "The people who run this place have your account deleted. Nobody sees it any more, and in {days:number} days all that is in it will be removed.",
    keep: "Signing in before then keeps it.",
    mistake: "If you think that this is a mistake, please write to them.",
  },
  mailbox: {
    title: "Mailbox",
    lead: "Every mail of this site lands here while it is being worked on. Nothing leaves this machine.",
    empty: "No mail yet.",
    to: "To {address:string}",
    follow: "Follow the link",
  },
};
