# The image of MicroBlog: base → dependencies → development, test, production (the last, and so the default).
# docs/deploy.md says what is in it.

FROM oven/bun:1.4.5-slim AS base
WORKDIR /app
ENV HOST=0.0.0.0 \
    PORT=3000
EXPOSE 3000

# Twice: all packages to work and test with, and those that production needs, without what only people and compilers read.
FROM base AS dependencies
COPY package.json bun.lock bunfig.toml ./
RUN --mount=type=cache,target=/root/.bun/install/cache \
    bun install --frozen-lockfile
WORKDIR /production
COPY package.json bun.lock bunfig.toml ./
RUN --mount=type=cache,target=/root/.bun/install/cache \
    bun install --frozen-lockfile --omit=dev --omit=peer \
 && find node_modules -type f \( -name '*.map' -o -name '*.ts' -o -name '*.cts' -o -name '*.mts' -o -iname '*.md' \) -delete \
 && find node_modules -type d -empty -delete

# compose.yaml mounts the source over this one; what changes there is running a moment later.
FROM base AS development
COPY --from=dependencies /app/node_modules node_modules
COPY . .
USER 1000:1000
CMD ["bun", "--watch", "--no-clear-screen", "src/index.ts"]

# As root, because the tests install what they miss: Chromium, where no browser is found.
FROM base AS test
# hadolint ignore=DL3008
RUN apt-get update \
 && apt-get install --yes --no-install-recommends git mariadb-server-core \
 && rm -rf /var/lib/apt/lists/*
COPY --from=dependencies /app/node_modules node_modules
COPY . .
CMD ["bun", "run", "test"]

FROM base AS production
# The collector of garbage works as on a machine of 256 MB: else it lets pile up what a large one has room for.
ENV NODE_ENV=production \
    BUN_JSC_forceRAMSize=268435456 \
    UPLOADS_DIR=/var/lib/microblog/uploads
RUN install --directory --owner=1000 --group=1000 "$UPLOADS_DIR" /var/lib/microblog/backups
COPY --from=dependencies /production/node_modules node_modules
COPY package.json tsconfig.json LICENSE ./
COPY public public
COPY locales locales
COPY components components
COPY db db
COPY src src
VOLUME /var/lib/microblog/uploads
USER 1000:1000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --retries=3 --start-period=70s --start-interval=1s \
    CMD ["bun", "-e", "const { ok } = await fetch('http://127.0.0.1:' + process.env.PORT + '/livez'); process.exit(ok ? 0 : 1)"]
LABEL org.opencontainers.image.title="MicroBlog" \
      org.opencontainers.image.description="A microblog that one person starts with one command and a town can live on" \
      org.opencontainers.image.licenses="MIT"
CMD ["bun", "src/index.ts"]

ARG VERSION=unknown
ARG REVISION=unknown
LABEL org.opencontainers.image.version="$VERSION" \
      org.opencontainers.image.revision="$REVISION"
