# syntax=docker/dockerfile:1
# GramQL as an image that holds the program, the certificates of the authorities
# that it trusts, and nothing else: no shell, no package manager, no root.
#
#   docker build -t gramql .
#   docker run --rm --read-only --tmpfs /tmp -v gramql:/data -p 127.0.0.1:8080:8080 gramql

FROM --platform=$BUILDPLATFORM golang:1.26.8-bookworm AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN --mount=type=cache,target=/go/pkg/mod go mod download
COPY . .
ARG TARGETOS TARGETARCH
# The version is what Go reads from .git, so .dockerignore leaves that in.
RUN --mount=type=cache,target=/go/pkg/mod --mount=type=cache,target=/root/.cache/go-build \
    CGO_ENABLED=0 GOOS=$TARGETOS GOARCH=$TARGETARCH \
    go build -trimpath -ldflags='-s -w' -o /out/gramql . \
    && mkdir /out/data /out/keys

FROM scratch
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
COPY --from=build /out/gramql /gramql
# A volume takes over its folder's owner when it is first used.
COPY --from=build --chown=65532:65532 --chmod=700 /out/data /data
COPY --from=build --chown=65532:65532 --chmod=700 /out/keys /keys
USER 65532:65532
# Inside a container every address but loopback is the container's own.
ENV GRAMQL_ADDR=0.0.0.0:8080 \
    GRAMQL_ADMIN_ADDR=0.0.0.0:8082 \
    GRAMQL_LOCAL_ADDR=0.0.0.0:8081 \
    GRAMQL_DATA=/data \
    GRAMQL_LOG_FORMAT=json
VOLUME ["/data"]
EXPOSE 8080 8081 8082
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s CMD ["/gramql", "healthy"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["/gramql"]
