# One image for the six apps; the command picks one: apps/<app>/src/server.ts.
#
# Node runs the source as it is, but refuses .ts files below node_modules. So the workspace is copied
# as it is and installed in place; `pnpm deploy` would move our packages below node_modules.
ARG BASE_IMAGE=node:24-bookworm-slim

FROM ${BASE_IMAGE} AS base
WORKDIR /app
ENV NODE_ENV=production HOST=0.0.0.0 PORT=8000

# What runs in production, and nothing else: changes only with a package.json or the lockfile.
FROM base AS installed
# Behind a proxy with a certificate of its own: --secret id=ca,src=<bundle of certificates>
ENV NODE_EXTRA_CA_CERTS=/run/secrets/ca
RUN --mount=type=secret,id=ca npm install --global --no-fund --no-audit pnpm@12
COPY package.json pnpm-lock.yaml pnpm-workspace.yaml ./
COPY packages/shared/package.json packages/shared/
COPY packages/editor/package.json packages/editor/
COPY apps/account/package.json apps/account/
COPY apps/blog/package.json apps/blog/
COPY apps/cart/package.json apps/cart/
COPY apps/events/package.json apps/events/
COPY apps/federation/package.json apps/federation/
COPY apps/market/package.json apps/market/
# pnpm notes the registry's address and where it was run. Nobody reads types and source maps here, and of
# lucide only the icons.
RUN --mount=type=secret,id=ca --mount=type=cache,target=/root/.local/share/pnpm/store \
    pnpm install --prod --frozen-lockfile \
    && rm node_modules/.modules.yaml node_modules/.pnpm-workspace-state-v1.json \
    && find node_modules -type f \( -name '*.map' -o -name '*.d.[cm]ts' -o -name '*.d.ts' \) -delete \
    && cd node_modules/.pnpm/lucide-static@*/node_modules/lucide-static \
    && rm -r dist font sprite.svg

# The prose editor is built when it is installed, with what production has no use for.
FROM base AS editor
ENV NODE_EXTRA_CA_CERTS=/run/secrets/ca NODE_ENV=development
RUN --mount=type=secret,id=ca npm install --global --no-fund --no-audit pnpm@12
COPY package.json pnpm-lock.yaml pnpm-workspace.yaml tsconfig.base.json ./
COPY packages/shared/package.json packages/shared/
COPY packages/editor packages/editor
RUN --mount=type=secret,id=ca --mount=type=cache,target=/root/.local/share/pnpm/store \
    pnpm install --frozen-lockfile --filter @rose-ash/editor

FROM installed AS built
COPY packages/shared packages/shared
COPY apps apps
RUN node packages/shared/src/views/build/build-assets.ts

FROM base
COPY --from=installed /app .
COPY --from=built /app/packages/shared/dist packages/shared/dist
COPY --from=editor /app/packages/editor/dist packages/editor/dist
COPY migrations migrations
COPY packages/shared packages/shared
COPY packages/editor packages/editor
COPY apps apps
# A new volume takes over who owns the folder, and what is in it.
RUN mkdir -p /media/incoming compiled && chown -R node:node /media compiled
USER node
# glibc: one arena, and what is free goes back to the system.
ENV MALLOC_ARENA_MAX=1 MALLOC_TRIM_THRESHOLD_=131072 MALLOC_MMAP_THRESHOLD_=16384
# What Node compiles stays in the image, so that an app starts in half the time and without the program
# that strips types. By the user that runs it: the cache is one's own.
ENV NODE_COMPILE_CACHE=/app/compiled
RUN for app in apps/*; do \
    node --max-semi-space-size=8 --max-old-space-size=256 "$app/src/server.ts" --compile || exit 1; done
EXPOSE 8000
# Ready means: the schema is current and the database answers. Asked every second until then, and by
# bash, for a Node of its own would take 60 times as long.
HEALTHCHECK --start-period=60s --start-interval=1s --interval=10s --timeout=3s --retries=6 \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/$PORT && printf 'GET /readyz HTTP/1.0\\r\\n\\r\\n' >&3 && grep -q '^HTTP/1.1 200' <&3"]
# How much memory, six times over: docs/decisions/0006.
ENTRYPOINT ["node", "--max-semi-space-size=8", "--max-old-space-size=256"]
CMD ["apps/blog/src/server.ts"]
