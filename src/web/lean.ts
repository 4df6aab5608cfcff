const transpiler = new Bun.Transpiler({ loader: "js", minifyWhitespace: true });

/** A script of ours without its comments and indentation, which are a third of what would be sent. */
export const leanScript = (script: string): string => transpiler.transformSync(script);

/** The same for a stylesheet. No string in it holds a comment or two spaces. */
export const leanStyle = (css: string): string => css.replace(/\/\*.*?\*\//gs, "").replace(/\s+/g, " ");
