FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --ignore-scripts
COPY . .
RUN node tools/build.ts
# What only builds the pages goes, and with the development packages those that others would like beside them.
RUN npm pkg delete devDependencies \
  && npm uninstall --ignore-scripts vite @vitejs/plugin-react react react-dom @tanstack/react-query

FROM node:24-bookworm-slim
ENV NODE_ENV=production \
    PORT=8080 \
    DATA_DIR=/data
WORKDIR /app
# For WhatsApp by its web page: docker build --build-arg WHATSAPP_WEB=on
ARG WHATSAPP_WEB=off
RUN if [ "$WHATSAPP_WEB" = on ]; then \
    apt-get update && apt-get install -y --no-install-recommends chromium-headless-shell && rm -rf /var/lib/apt/lists/*; \
  fi
# Owned by root: the program cannot change itself. What it writes is in /data alone.
COPY --from=build /app ./
RUN install -d -o node -g node -m 700 /data
USER node
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/health/live`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "adapters/cli/start.js"]
