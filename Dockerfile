# One image for api and worker; the command says which. No engine has built it yet: `npm run check-image` carries these
# instructions out without one, and runs what they make.
FROM node:24-slim AS dependencies
WORKDIR /app
# The version is the one package.json pins, from the npm registry configured for the build.
COPY package.json ./
RUN npm install --global "$(node --print "require('./package.json').packageManager")"
COPY pnpm-lock.yaml pnpm-workspace.yaml .pnpmfile.cjs ./
COPY patches ./patches
COPY apps/api/package.json apps/api/
COPY apps/worker/package.json apps/worker/
COPY packages/config/package.json packages/config/
COPY packages/db/package.json packages/db/
COPY packages/jobs/package.json packages/jobs/
COPY packages/platforms/package.json packages/platforms/
# Linked packages stay outside of node_modules: Node does not strip types inside of it.
RUN pnpm install --frozen-lockfile --prod \
    --filter "@shopmirror/api..." --filter "@shopmirror/worker..."

# The dashboard's files; what builds them does not get into the image.
FROM dependencies AS dashboard
COPY apps/dashboard/package.json apps/dashboard/
RUN pnpm install --frozen-lockfile --prod --filter "@shopmirror/api..." --filter "@shopmirror/dashboard"
COPY apps ./apps
COPY packages ./packages
COPY tsconfig.json ./
COPY scripts ./scripts
RUN node scripts/build-dashboard.ts

FROM node:24-slim
ENV NODE_ENV=production
WORKDIR /app
COPY --from=dependencies /app ./
COPY apps/api ./apps/api
COPY apps/worker ./apps/worker
COPY packages ./packages
COPY --from=dashboard /app/apps/dashboard/dist ./apps/dashboard/dist
USER node
# Api and worker both answer /healthz there.
ENV HOST=0.0.0.0 PORT=3000 WORKER_PORT=3000
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
  CMD ["node", "--eval", "fetch('http://127.0.0.1:3000/healthz').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "apps/api/src/main.ts"]
