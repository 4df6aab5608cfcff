import { PostArticle } from "../posts/post-article.tsx";
import type { ShownKind } from "./kinds.tsx";

export const mention: ShownKind = {
  sentence: (_, name, LL) => LL.notifications.mention({ name }),
  Below: ({ told, ...reader }) => (told.post ? <PostArticle post={told.post} {...reader} /> : null),
};
