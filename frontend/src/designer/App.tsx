import { ReactFlowProvider } from "@xyflow/react";
import { useEffect, useState } from "react";
import { ApiError } from "../api/client";
import { Canvas } from "../canvas/Canvas";
import { ConnectBar } from "../canvas/ConnectBar";
import { Column } from "../hotel/Column";
import { Strip } from "../hotel/Strip";
import { LiveFeed } from "../live/LiveFeed";
import { LivePane } from "../live/LivePane";
import { Outline } from "../outline/Outline";
import { TellCanvas } from "../outline/TellCanvas";
import { Palette } from "../palette/Palette";
import { QuickAdd } from "../palette/QuickAdd";
import { usePalette } from "../palette/usePalette";
import { Pane } from "../pane/Pane";
import { getDocument, useDesigner } from "../store/designer";
import { TestPane } from "../testing/TestPane";
import { Button, Tile } from "../ui/controls";
import { WhyPane } from "../why/WhyPane";
import { useWords } from "../words";
import { Find } from "./Find";
import { Header } from "./Header";
import { addressOf, openAt, readAddress } from "./modes";
import { Publish } from "./Publish";
import { Shortcuts } from "./Shortcuts";
import { keepMine, loadTheirs, openJourney, reloadJourney } from "./saving";

const REFRESH = 15_000;
type Loading = { state: "loading" | "ready" } | { state: "failed"; error: unknown };

/** The designer's page: loads a journey, then the canvas between the palette and the pane. */
export function App({ journey }: { journey: string }) {
  const [loading, setLoading] = useState<Loading>({ state: "loading" });
  useEffect(() => {
    openJourney(journey).then(
      () => setLoading({ state: "ready" }),
      (error) => setLoading({ state: "failed", error }),
    );
  }, [journey]);
  if (loading.state === "failed") return <Failed error={loading.error} />;
  return loading.state === "ready" ? <Designer /> : <Skeleton />;
}

function Designer() {
  const paneOpen = useDesigner((now) => now.paneOpen);
  const overlay = useDesigner((now) => now.overlay);
  const mode = useDesigner((now) => now.mode);
  const outline = useDesigner((now) => now.outline);
  const { patch } = useDesigner.getState();
  useTitle();
  useRefresh();
  useAddress();
  return (
    <ReactFlowProvider>
      <div className={`designer in-${mode}`}>
        <Header onPublish={() => patch({ overlay: "publish" })} />
        <ConflictBar />
        <Strip />
        <div className="work">
          {mode !== "live" && <Palette />}
          {outline ? <Outline /> : <Canvas />}
          <Column />
          {paneOpen && <Side />}
          <Find />
        </div>
        <LiveFeed />
        <TellCanvas />
        <ConnectBar />
        <QuickAdd />
        <DragGhost />
        <Toasts />
        <Shortcuts />
        {overlay === "publish" && <Publish onClose={() => patch({ overlay: null })} />}
      </div>
    </ReactFlowProvider>
  );
}

/** Beside the canvas: settings, a person's way, the numbers, or the try-out, by what one is doing. */
function Side() {
  const mode = useDesigner((now) => now.mode);
  const run = useDesigner((now) => now.run);
  if (mode === "test") return <TestPane />;
  if (mode === "edit") return <Pane />;
  return run ? <WhyPane key={run} run={run} /> : <LivePane />;
}

/** The address names the mode, version, run and step, so that links from elsewhere lead there. */
function useAddress(): void {
  useEffect(() => {
    const asked = readAddress(window.location.search);
    void openAt(asked).then(() => {
      if (asked.step && getDocument().graph.nodes[asked.step]) {
        useDesigner.getState().open(asked.step);
      }
    });
    return useDesigner.subscribe((now, before) => {
      if (now.mode !== before.mode || now.run !== before.run || now.version !== before.version) {
        window.history.replaceState(null, "", addressOf(now));
      }
    });
  }, []);
}

function useTitle(): void {
  const name = useDesigner((now) => now.journey?.name);
  useEffect(() => {
    if (name) document.title = `${name} · Gilmok`;
  }, [name]);
}

/** How many people are inside changes by itself. */
function useRefresh(): void {
  const isLive = useDesigner((now) => (now.journey?.versions.length ?? 0) > 0);
  useEffect(() => {
    if (!isLive) return;
    const timer = setInterval(() => {
      if (document.visibilityState === "visible") void reloadJourney();
    }, REFRESH);
    return () => clearInterval(timer);
  }, [isLive]);
}

/** Someone else saved, or the session ended: nothing is lost, the user chooses. */
function ConflictBar() {
  const t = useWords();
  const kind = useDesigner((now) => now.saving.kind);
  if (kind === "signed_out") {
    return (
      <div className="bar" role="alert">
        <span>{t("signedOut")}</span>
        <a className="button plain" href="/sign-in/" target="_blank" rel="noreferrer">
          {t("signIn")}
        </a>
        <Button onClick={() => void keepMine()}>{t("tryAgain")}</Button>
      </div>
    );
  }
  if (kind !== "conflict") return null;
  return (
    <div className="bar" role="alert" data-testid="conflict">
      <span>{t("conflict")}</span>
      <Button data-testid="load-theirs" onClick={() => void loadTheirs()}>
        {t("loadTheirs")}
      </Button>
      <Button data-testid="keep-mine" onClick={() => void keepMine()}>
        {t("keepMine")}
      </Button>
    </div>
  );
}

function DragGhost() {
  const t = useWords();
  const drag = useDesigner((now) => now.drag);
  const items = usePalette();
  const item = items.find((one) => one.id === drag?.item);
  if (!drag || !item) return null;
  const { x, y } = drag.screen;
  return (
    <div className="ghost" style={{ transform: `translate(${x - 32}px, ${y - 24}px)` }}>
      <Tile tone={item.tone} icon={item.icon} />
      <span>
        <span className="palette-name">{item.name}</span>
        {drag.target && <span className="ghost-hint">{t("dropHere")}</span>}
      </span>
    </div>
  );
}

function Toasts() {
  const t = useWords();
  const toast = useDesigner((now) => now.toast);
  const { patch, undo } = useDesigner.getState();
  useEffect(() => {
    if (!toast) return;
    const timer = setTimeout(() => patch({ toast: null }), 6000);
    return () => clearTimeout(timer);
  }, [toast, patch]);
  return (
    <div className="toasts" role="status">
      {toast && (
        <div className="toast" key={toast.id}>
          <span>{toast.text}</span>
          {toast.undo && (
            <button
              type="button"
              onClick={() => {
                undo();
                patch({ toast: null });
              }}
            >
              {t("undo")}
            </button>
          )}
        </div>
      )}
    </div>
  );
}

function Failed({ error }: { error: unknown }) {
  const t = useWords();
  const reason = error instanceof Error ? error.message : String(error);
  const isSignedOut = error instanceof ApiError && error.status === 401;
  return (
    <div className="failed" role="alert">
      <p>{t("loadFailed", { reason })}</p>
      <Button look="primary" onClick={() => window.location.reload()}>
        {t(isSignedOut ? "signIn" : "tryAgain")}
      </Button>
    </div>
  );
}

function Skeleton() {
  const t = useWords();
  return (
    <div className="failed">
      <p className="muted">{t("loading")}</p>
    </div>
  );
}
