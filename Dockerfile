# Rapport in one image; compose.yaml runs it as web, as streams, as worker, and once per start to migrate.
# docs/operating.md says how. Libraries are installed by their hashes, into an environment that the last stage copies.

FROM debian:bookworm-slim AS libraries
RUN apt-get update \
 && apt-get install --yes --no-install-recommends python3 python3-venv ca-certificates \
 && rm -rf /var/lib/apt/lists/*
COPY requirements/base.txt /src/requirements/base.txt
RUN python3 -m venv /opt/rapport/venv \
 && /opt/rapport/venv/bin/pip install --require-hashes --no-cache-dir --disable-pip-version-check --no-compile \
      -r /src/requirements/base.txt \
 && /opt/rapport/venv/bin/pip uninstall --yes --quiet pip

FROM debian:bookworm-slim
RUN apt-get update \
 && apt-get install --yes --no-install-recommends python3 ca-certificates tzdata \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 10001 --home-dir /home/rapport --create-home --shell /usr/sbin/nologin rapport \
 && install -d -o rapport -g rapport -m 0700 /var/lib/rapport
COPY --from=libraries /opt/rapport/venv /opt/rapport/venv
COPY LICENSE README.md /opt/rapport/src/
COPY rapport /opt/rapport/src/rapport
RUN cd /opt/rapport/src \
 && RAPPORT_HOME=/tmp/build PYTHONPATH=/opt/rapport/src /opt/rapport/venv/bin/python -m rapport.core.cli messages compile \
 && /opt/rapport/venv/bin/python -m compileall -q /opt/rapport/src/rapport \
 && rm -rf /tmp/build
ENV PYTHONPATH=/opt/rapport/src PYTHONSAFEPATH=1 PYTHONUTF8=1 PYTHONUNBUFFERED=1 RAPPORT_HOME=/var/lib/rapport
WORKDIR /opt/rapport/src
USER rapport
VOLUME /var/lib/rapport
EXPOSE 8000 8001
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=4 \
  CMD ["/opt/rapport/venv/bin/python", "-c", "import urllib.request as u; u.urlopen(u.Request('http://127.0.0.1:8000/health/ready', headers={'Host': 'localhost'}), timeout=4)"]
ENTRYPOINT ["/opt/rapport/venv/bin/python", "-m", "rapport.core.cli"]
CMD ["web", "--host", "0.0.0.0", "--port", "8000"]
