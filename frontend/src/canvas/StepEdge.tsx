import { BaseEdge, EdgeLabelRenderer, type EdgeProps } from "@xyflow/react";
import { memo } from "react";
import { distance } from "../graph/geometry";
import { isLabelled } from "../graph/ports";
import { labelPoint, pathOf } from "../graph/routing";
import type { Direction, Point } from "../graph/types";
import { portLabel } from "../nodes";
import { type LineMark, useLineMark } from "../overlay/marks";
import { useCatalog, useDesigner, useStep } from "../store/designer";
import { Icon } from "../ui/Icon";
import { useWords } from "../words";
import { useHover } from "./hover";
import type { EdgeData, StepEdge as FlowStepEdge } from "./mapping";

/** React Flow measures ends at the rim of a handle, some pixels from ours. */
const SLACK = 16;

/** A connection, with the name of its path and a place to insert. */
export const StepEdge = memo(function StepEdge(props: EdgeProps<FlowStepEdge>) {
  const { source, selected } = props;
  const port = props.data?.port ?? "next";
  const isHovered = useHover((now) => now.edge === props.id);
  const isDropTarget = useDesigner(
    (now) => now.drag?.target?.node === source && now.drag.target.port === port,
  );
  const canEdit = useDesigner((now) => now.canEdit);
  const direction = props.data?.direction ?? "down";
  const line = lineOf(props, direction);
  const mark = useLineMark(source, port);
  const look = lookOf(port, selected === true, isDropTarget, mark);
  const step = useStep(source);
  const hasLabel = step !== undefined && isLabelled(step, port);
  const places = labelPlaces(line, direction, hasLabel, props.data);
  return (
    <>
      <BaseEdge
        path={pathOf(line)}
        className={look}
        interactionWidth={24}
        {...(mark?.width && { style: { strokeWidth: mark.width } })}
        {...(props.markerEnd && { markerEnd: props.markerEnd })}
      />
      <EdgeLabelRenderer>
        {hasLabel && (
          <Pill
            source={source}
            port={port}
            at={places.label}
            from={line[0]}
            direction={direction}
            room={roomFor(line, direction, props.data?.avoid ?? [])}
            share={mark?.share}
          />
        )}
        {mark?.text && (
          <span
            className="line-mark"
            style={{
              transform: `translate(-50%, -50%) translate(${places.tools.x}px, ${places.tools.y}px)`,
            }}
          >
            {mark.text}
          </span>
        )}
        {canEdit && (
          <Tools
            source={source}
            port={port}
            id={props.id}
            at={places.tools}
            isShown={isHovered || selected === true || isDropTarget}
            isSelected={selected === true}
          />
        )}
      </EdgeLabelRenderer>
    </>
  );
});

function lookOf(port: string, selected: boolean, drop: boolean, mark?: LineMark): string {
  const lit = mark?.isLit === undefined ? "" : mark.isLit ? "lit" : "dim";
  const untried = mark?.isUntried ? "untried" : "";
  const aside = isAside(port) ? "aside" : "";
  return ["way", selected ? "selected" : "", drop ? "drop" : "", aside, lit, untried].join(" ");
}

/** Ways that are taken when what was hoped for did not happen are dashed. */
function isAside(port: string): boolean {
  return port === "else" || port === "error" || port === "alt:late";
}

/** The way around the cards; while an end is being dragged, the plain way between the ends. */
function lineOf(props: EdgeProps<FlowStepEdge>, direction: Direction): Point[] {
  const from = { x: props.sourceX, y: props.sourceY };
  const to = { x: props.targetX, y: props.targetY };
  const line = props.data?.line ?? [];
  const [first, last] = [line[0], line.at(-1)];
  const isStill = first && last && distance(first, from) < SLACK && distance(last, to) < SLACK;
  if (isStill) return line;
  if (direction === "right") {
    const x = (from.x + to.x) / 2;
    return [from, { x, y: from.y }, { x, y: to.y }, to];
  }
  const y = (from.y + to.y) / 2;
  return [from, { x: from.x, y }, { x: to.x, y }, to];
}

/** Where the name of the path stands, and where one inserts: below the name, else half way. */
function labelPlaces(line: Point[], direction: Direction, hasLabel: boolean, data?: EdgeData) {
  const label = labelPoint(line, direction, data?.avoid, data?.beside);
  const [first, last] = [line[0], line.at(-1)];
  if (!first || !last) return { label, tools: label };
  if (!hasLabel && line.length === 2) {
    return { label, tools: { x: (first.x + last.x) / 2, y: (first.y + last.y) / 2 } };
  }
  if (direction === "right") return { label, tools: { x: last.x - 28, y: last.y } };
  return { label, tools: { x: last.x, y: last.y - 22 } };
}

/** How wide a name on a straight line may be before it covers the buttons beside it. */
function roomFor(line: Point[], direction: Direction, avoid: Point[]): number {
  const start = line[0];
  if (!start || line.length > 2 || direction === "right") return WIDEST;
  const gaps = avoid.map((point) => Math.abs(point.x - start.x));
  return Math.min(WIDEST, 2 * (Math.min(...gaps, WIDEST) - 14));
}
const WIDEST = 150;

type PlaceProps = { source: string; port: string; at: Point };

type PillProps = PlaceProps & {
  room: number;
  from: Point | undefined;
  direction: Direction;
  share?: string | undefined;
};

/** Left to right, a name on the first stretch begins beside the card, so that it does not cover it. */
function placeOf(at: Point, from: Point | undefined, direction: Direction): string {
  const isBeside = direction === "right" && from && Math.abs(from.y - at.y) < CLEAR_OF_CARD;
  return isBeside
    ? `translate(0, -50%) translate(${from.x + CLEAR_OF_CARD}px, ${at.y}px)`
    : `translate(-50%, -50%) translate(${at.x}px, ${at.y}px)`;
}
const CLEAR_OF_CARD = 12;

function Pill({ source, port, at, room, from, direction, share }: PillProps) {
  const t = useWords();
  const catalog = useCatalog();
  const step = useStep(source);
  const hover = useHover((now) => now.set);
  if (!step) return null;
  const label = portLabel(step, port, t, catalog);
  return (
    <button
      type="button"
      className="pill nodrag nopan"
      style={{
        maxWidth: room,
        transform: placeOf(at, from, direction),
      }}
      title={share ? `${label} · ${share}` : label}
      tabIndex={-1}
      onMouseEnter={() => hover(`${source} ${port}`)}
      onMouseLeave={() => hover(null)}
      onClick={() => useDesigner.getState().open(source)}
    >
      <span className="pill-name">{label}</span>
      {share && <span className="pill-share">{share}</span>}
    </button>
  );
}

type ToolsProps = PlaceProps & { id: string; isShown: boolean; isSelected: boolean };

function Tools({ source, port, id, at, isShown, isSelected }: ToolsProps) {
  const t = useWords();
  const hover = useHover((now) => now.set);
  const canEdit = useDesigner((now) => now.canEdit);
  const { patch, act } = useDesigner.getState();
  if (!canEdit) return null;
  const ref = { node: source, port };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: only keeps the buttons shown
    <div
      className={`edge-tools nodrag nopan ${isShown ? "shown" : ""}`}
      style={{ transform: `translate(-50%, -50%) translate(${at.x}px, ${at.y}px)` }}
      onMouseEnter={() => hover(id)}
      onMouseLeave={() => hover(null)}
    >
      <button
        type="button"
        className="edge-add"
        title={t("insertHere")}
        aria-label={t("insertHere")}
        data-testid={`insert:${source}:${port}`}
        tabIndex={isSelected ? 0 : -1}
        onClick={(event) =>
          patch({
            quickAdd: { at: ref, screen: { x: event.clientX, y: event.clientY + 12 } },
          })
        }
      >
        <Icon name="plus" size={16} />
      </button>
      {isSelected && (
        <button
          type="button"
          className="edge-cut"
          title={t("disconnect")}
          aria-label={t("disconnect")}
          onClick={() => act({ kind: "disconnect", from: ref })}
        >
          <Icon name="x" size={14} />
        </button>
      )}
    </div>
  );
}
