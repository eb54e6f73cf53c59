# Self-hosting with docker-compose.yml: PostgreSQL, Redis and the relay are other services.
FROM node:20-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# Not `npm ci`: it refuses a lock file made where a platform's optional packages were missing.
RUN npm install --no-save
COPY tsconfig.json tsconfig.build.json ./
COPY services ./services
COPY workers ./workers
RUN npm run build

FROM node:20-bookworm-slim
WORKDIR /app
ENV NODE_ENV=production HOST=0.0.0.0 DATA_DIR=/data
COPY package.json package-lock.json .npmrc ./
# The optional packages are the embedded PostgreSQL and the compiler's binaries.
RUN npm install --no-save --omit=dev --omit=optional && npm cache clean --force
COPY migrations ./migrations
COPY templates ./templates
COPY services ./services
COPY --from=build /app/dist ./dist
RUN mkdir /data && chown node:node /data
USER node
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s \
  CMD ["node", "--eval", "fetch(`http://127.0.0.1:${process.env.PORT || 3000}/healthz`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "dist/services/cli/main.js", "start"]
