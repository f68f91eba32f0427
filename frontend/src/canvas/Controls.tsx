import { MiniMap, Panel, useReactFlow, useStore } from "@xyflow/react";
import { kindOf } from "../nodes";
import { getDocument, useDesigner, useDocument } from "../store/designer";
import { IconButton } from "../ui/controls";
import { useWords } from "../words";
import type { StepNode } from "./mapping";
import { FIT, MOTION, showJourney } from "./view";

/** Zoom, fit, tidy, the direction of the flow, and the overview. */
export function Controls() {
  const t = useWords();
  const flow = useReactFlow();
  const zoom = useStore((now) => now.transform[2]);
  const canEdit = useDesigner((now) => now.canEdit);
  const act = useDesigner((now) => now.act);
  const minimap = useDesigner((now) => now.minimap);
  const { direction } = useDocument().layout;
  const fit = () => void flow.fitView({ ...FIT, ...MOTION });
  const after = () => setTimeout(fit, 50);
  const turn = () => {
    act({ kind: "setDirection", direction: direction === "down" ? "right" : "down" });
    setTimeout(() => void showJourney(flow), 50);
  };
  return (
    <>
      <Panel position="bottom-left" className="zoom">
        <IconButton icon="minus" label={t("zoomOut")} onClick={() => void flow.zoomOut(MOTION)} />
        <button
          type="button"
          className="zoom-value"
          title={t("zoomReset")}
          onClick={() => void flow.zoomTo(1, MOTION)}
        >
          {Math.round(zoom * 100)} %
        </button>
        <IconButton icon="plus" label={t("zoomIn")} onClick={() => void flow.zoomIn(MOTION)} />
        <button type="button" onClick={fit} data-testid="fit">
          {t("fit")}
        </button>
        <button
          type="button"
          disabled={!canEdit}
          data-testid="tidy"
          onClick={() => {
            act({ kind: "tidy" }, t("tidy"));
            after();
          }}
        >
          {t("tidy")}
        </button>
        <IconButton
          icon="map"
          className="map-button"
          label={`${t("minimap")} (M)`}
          aria-pressed={minimap}
          onClick={() => useDesigner.getState().patch({ minimap: !minimap })}
        />
        <IconButton
          icon="list"
          className="outline-button"
          label={`${t("outline")} (O)`}
          aria-keyshortcuts="O"
          data-testid="outline"
          onClick={() => useDesigner.getState().patch({ outline: true })}
        />
        <IconButton
          icon={direction === "down" ? "arrowDown" : "arrowRight"}
          label={t("turn")}
          disabled={!canEdit}
          onClick={turn}
        />
      </Panel>
      {minimap && (
        <MiniMap<StepNode>
          pannable
          zoomable
          ariaLabel={t("minimap")}
          nodeClassName={(node) => `mini ${toneOf(node.id)}`}
          nodeBorderRadius={12}
          nodeStrokeWidth={3}
          maskStrokeWidth={2}
        />
      )}
    </>
  );
}

function toneOf(key: string): string {
  const step = getDocument().graph.nodes[key];
  return step ? kindOf(step).tone(step as never) : "";
}
