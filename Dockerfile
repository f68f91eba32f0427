# Scaled out: web, worker and beat share this image. `make run` needs none of it.
FROM node:22-slim AS designer
WORKDIR /designer
COPY frontend/package.json frontend/package-lock.json frontend/.npmrc ./
RUN npm ci --no-audit --no-fund
COPY frontend/ ./
RUN npm run build

FROM python:3.11-slim
ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1
WORKDIR /gilmok
COPY requirements.txt ./
RUN pip install --no-cache-dir -r requirements.txt
COPY . .
COPY --from=designer /designer/dist frontend/dist
RUN useradd --create-home gilmok && mkdir -p var/static && chown -R gilmok var
USER gilmok
EXPOSE 8000
CMD ["granian", "--interface", "wsgi", "--host", "0.0.0.0", "--port", "8000", \
     "--blocking-threads", "32", "config.wsgi:application"]
