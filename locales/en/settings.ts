export const settings = {
  title: "Settings",
  sections: "Settings",
  save: "Save",
  profile: {
    title: "Profile",
    name: "Name",
    nameHint: "As you would sign a letter. Left empty, your user name stands in its place.",
    username: "User name",
    usernameHint: "Your old one stays yours and leads on to the new one.",
    about: "About me",
    aboutHint: "Up to 500 characters",
  },
  appearance: {
    title: "Appearance",
    locale: "Language",
    localeAuto: "As my browser says",
    theme: "Colours",
    themeAuto: "As my device says",
    themeLight: "Light",
    themeDark: "Dark",
  },
};
