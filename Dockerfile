# CSO Net for production: two stages, no compiler and no root in the image that runs.
FROM python:3.12-slim AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
# No pip goes into the environment that runs: that of the base image fills it.
RUN python -m venv --without-pip /opt/venv
COPY requirements.lock /tmp/
RUN python -m pip --python /opt/venv/bin/python install --only-binary :all: --require-hashes -r /tmp/requirements.lock
WORKDIR /srv/csonet
COPY . .
# Collected and compiled while building, with a key that is thrown away with the stage.
RUN SECRET_KEY=only-while-building-the-image DEBUG=off ALLOWED_HOSTS=localhost VAR_DIR=/tmp/build STATIC_ROOT=/srv/static \
    sh -c "/opt/venv/bin/python manage.py compile_catalogues && /opt/venv/bin/python manage.py collectstatic --no-input" \
    && /opt/venv/bin/python -m compileall -q . && chmod -R a+rX /srv

FROM python:3.12-slim
ENV PATH=/opt/venv/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 \
    MALLOC_ARENA_MAX=1 MALLOC_MMAP_THRESHOLD_=131072 MALLOC_TRIM_THRESHOLD_=131072 \
    DEBUG=off STATIC_ROOT=/srv/static VAR_DIR=/srv/var MEDIA_ROOT=/srv/var/media PORT=8000
# Pango and fonts of the six languages: letters, badges and certificates are drawn with them.
RUN apt-get update -qq \
    && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
        libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fontconfig fonts-noto-core fonts-noto-cjk \
    && rm -rf /var/lib/apt/lists/*
RUN groupadd --gid 10001 csonet \
    && useradd --no-log-init --no-create-home --uid 10001 --gid csonet --home-dir /srv/var \
        --shell /usr/sbin/nologin csonet \
    && install -d -o csonet -g csonet /srv/var
COPY --from=build /opt/venv /opt/venv
COPY --from=build /srv/static /srv/static
COPY --from=build /srv/csonet /srv/csonet
WORKDIR /srv/csonet
USER csonet
VOLUME /srv/var
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=180s \
    CMD ["python", "-c", "import os,urllib.request as u; u.urlopen(f'http://127.0.0.1:{os.environ[\"PORT\"]}/healthz', timeout=4)"]
ENTRYPOINT ["python", "manage.py", "enter"]
CMD ["web"]
