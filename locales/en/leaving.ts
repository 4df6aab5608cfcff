export const leaving = {
  title: "Delete my account",
  lead: "With all that is in it. You have a week to change your mind.",
  begin: "Delete my account …",
  atOnce: "Your profile and your posts are gone from sight at once, and you are signed out everywhere.",
  later:
    "For {days:number} days you can change your mind by signing in. Then everything is removed: posts, follows, pictures and settings. It cannot be brought back.",
  stays:
    "Messages that you sent stay with those who received them, as from a deleted person. Nobody else will get your user name.",
  username: "Your user name",
  usernameHint: "{username:string}, to be sure that this is what you want.",
  password: "Your password",
  confirm: "Delete my account",
  remain: "Stay",
};
