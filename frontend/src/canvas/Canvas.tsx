import {
  applyNodeChanges,
  Background,
  BackgroundVariant,
  type Connection,
  type NodeChange,
  type OnConnectEnd,
  ReactFlow,
  useReactFlow,
  useStore,
} from "@xyflow/react";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { sizeOf } from "../graph/geometry";
import { linkFault } from "../graph/links";
import { relocation, stepAt } from "../graph/places";
import type { PortRef } from "../graph/types";
import { Tokens } from "../hotel/Tokens";
import { CANVAS_WORDS } from "../outline/TellCanvas";
import { getDocument, problemsOf, useDesigner, useDocument } from "../store/designer";
import { connect, relocate } from "../store/edits";
import { useWords, words } from "../words";
import { ContextMenu } from "./ContextMenu";
import { Controls } from "./Controls";
import { tryConnect } from "./connecting";
import { useHover } from "./hover";
import { rename, useKeyboard } from "./keyboard";
import { cardLabels } from "./labels";
import { type StepEdge as FlowStepEdge, portOf, type StepNode, toEdges, toNodes } from "./mapping";
import { StepCard } from "./StepCard";
import { StepEdge } from "./StepEdge";
import { FIT, showJourney, useAnotherDrawing, useFirstStep, useKeepInView } from "./view";

const NODE_TYPES = { step: StepCard };
const EDGE_TYPES = { step: StepEdge };
const isTouch = globalThis.matchMedia?.("(pointer: coarse)").matches ?? false;

export function Canvas() {
  const t = useWords();
  const flow = useReactFlow();
  const canEdit = useDesigner((now) => now.canEdit);
  const isConnecting = useDesigner((now) => now.connecting !== null);
  const { nodes, changed } = useNodes();
  const edges = useEdges();
  const hover = useHover((now) => now.set);
  const far = useStore((now) => distanceOf(now.transform[2]));
  const hasSteps = useRef(nodes.length > 0);
  useFirstStep(flow, nodes.length);
  useKeyboard(flow);
  useKeepInView(flow);
  useAnotherDrawing(flow);
  const links = useLinks();
  return (
    <section
      className={`canvas ${far} ${isConnecting ? "connecting" : ""}`}
      aria-label={t("canvas")}
      aria-describedby={CANVAS_WORDS}
      data-testid="canvas"
    >
      <ReactFlow<StepNode, FlowStepEdge>
        nodes={nodes}
        edges={edges}
        nodeTypes={NODE_TYPES}
        edgeTypes={EDGE_TYPES}
        onNodesChange={changed}
        onNodeClick={(event, node) => clickCard(node.id, event)}
        onNodeDoubleClick={(_, node) => rename(node.id)}
        onNodeDrag={(_, __, moved) => lookForPlace(moved)}
        onNodeDragStop={(_, __, moved) => dropNodes(moved)}
        onSelectionDragStop={(_, moved) => moveNodes(moved)}
        onEdgeClick={(_, edge) => useDesigner.getState().selectEdge(portOf(edge))}
        onEdgeMouseEnter={(_, edge) => hover(edge.id)}
        onEdgeMouseLeave={() => hover(null)}
        onPaneClick={() => clickNothing()}
        onNodeContextMenu={(event, node) => openMenu(event, node.id, null)}
        onEdgeContextMenu={(event, edge) => openMenu(event, null, portOf(edge))}
        onPaneContextMenu={(event) => openMenu(event, null, null)}
        {...links}
        connectOnClick={false}
        connectionRadius={40}
        nodesDraggable={canEdit}
        nodesConnectable={canEdit}
        edgesReconnectable={canEdit}
        disableKeyboardA11y
        deleteKeyCode={null}
        selectionOnDrag={!isTouch}
        panOnDrag={isTouch ? true : [1, 2]}
        panOnScroll
        zoomOnDoubleClick={false}
        multiSelectionKeyCode={["Control", "Meta", "Shift"]}
        snapToGrid
        snapGrid={[8, 8]}
        minZoom={0.1}
        maxZoom={2}
        fitView={hasSteps.current}
        fitViewOptions={FIT}
        onInit={() => {
          if (hasSteps.current) setTimeout(() => void showJourney(flow), 0);
        }}
        attributionPosition="bottom-center"
        elevateNodesOnSelect={false}
      >
        <Background variant={BackgroundVariant.Dots} gap={24} size={1.5} />
        <Controls />
        <Tokens />
      </ReactFlow>
      <Empty />
      <ContextMenu />
    </section>
  );
}

/** From far away a card is its name, from further its sign and colour. */
function distanceOf(zoom: number): string {
  if (zoom < 0.3) return "very far";
  return zoom < 0.55 ? "far" : "";
}

/** React Flow's nodes: ours, with what it changes while a card is being dragged. */
function useNodes() {
  const t = useWords();
  const document = useDocument();
  const selection = useDesigner((now) => now.selection);
  const problems = useDesigner(problemsOf);
  const labels = useMemo(() => cardLabels(document, problems, t), [document, problems, t]);
  const [nodes, setNodes] = useState<StepNode[]>(() => toNodes(document, selection, labels, []));
  useEffect(() => {
    setNodes((before) => toNodes(document, selection, labels, before));
  }, [document, selection, labels]);
  const changed = useCallback((changes: NodeChange<StepNode>[]) => {
    selectionChanged(changes);
    const own = changes.filter((one) => one.type === "position" || one.type === "dimensions");
    if (own.length > 0) setNodes((before) => applyNodeChanges(own, before));
  }, []);
  return { nodes, changed };
}

/** A marquee and modified clicks come as changes of single nodes. */
function selectionChanged(changes: NodeChange<StepNode>[]): void {
  const own = changes.filter((one) => one.type === "select");
  if (own.length === 0) return;
  const { selection, select } = useDesigner.getState();
  const next = new Set(selection);
  for (const change of own) {
    if (change.selected) next.add(change.id);
    else next.delete(change.id);
  }
  select([...next]);
}

function useEdges(): FlowStepEdge[] {
  const document = useDocument();
  const selected = useDesigner((now) => now.selectedEdge);
  const before = useRef<FlowStepEdge[]>([]);
  return useMemo(() => {
    before.current = toEdges(document, selected, before.current);
    return before.current;
  }, [document, selected]);
}

function moveNodes(moved: StepNode[]): void {
  const positions = Object.fromEntries(moved.map((node) => [node.id, node.position]));
  useDesigner.getState().act({ kind: "moveNodes", positions });
}

/** A single card over a line or a free way out shows that it would be put there. */
function lookForPlace(moved: StepNode[]): void {
  const { drag, patch } = useDesigner.getState();
  const target = placeUnder(moved);
  if (edgeKey(target) === edgeKey(drag?.target ?? null)) return;
  patch({ drag: target ? { item: "", screen: { x: 0, y: 0 }, target } : null });
}

function edgeKey(at: PortRef | null): string {
  return at ? `${at.node} ${at.port}` : "";
}

function placeUnder(moved: StepNode[]): PortRef | null {
  const [node, more] = moved;
  const document = getDocument();
  const step = node && document.graph.nodes[node.id];
  if (!node || !step || more) return null;
  const size = sizeOf(step, document.layout.direction);
  const middle = { x: node.position.x + size.width / 2, y: node.position.y + size.height / 2 };
  return relocation(document, node.id, middle);
}

function dropNodes(moved: StepNode[]): void {
  const target = placeUnder(moved);
  useDesigner.getState().patch({ drag: null });
  if (target && moved[0]) relocate(moved[0].id, target);
  else moveNodes(moved);
}

function openMenu(
  event: React.MouseEvent | MouseEvent,
  step: string | null,
  edge: PortRef | null,
): void {
  event.preventDefault();
  const { selection, select, selectEdge, patch } = useDesigner.getState();
  if (step && !selection.includes(step)) select([step]);
  if (edge) selectEdge(edge);
  patch({ menu: { screen: { x: event.clientX, y: event.clientY }, step, edge } });
}

function clickCard(key: string, event: React.MouseEvent): void {
  const { connecting, patch, open } = useDesigner.getState();
  if (connecting) {
    tryConnect(connecting, key);
    patch({ connecting: null });
  } else if (!event.ctrlKey && !event.metaKey && !event.shiftKey) {
    open(key);
  }
}

function clickNothing(): void {
  useDesigner.getState().patch({ selection: [], selectedEdge: null, connecting: null });
}

/** Dragging lines from a way out to a card, to nothing, and an end of a line elsewhere. */
function useLinks() {
  const flow = useReactFlow();
  const onConnect = useCallback((made: Connection) => tryConnect(portOf(made), made.target), []);
  const isValidConnection = useCallback(
    (made: Connection | FlowStepEdge) =>
      linkFault(getDocument().graph, portOf(made), made.target) === null,
    [],
  );
  const onConnectEnd: OnConnectEnd = useCallback(
    (event, state) => {
      if (state.isValid || !state.fromNode || state.fromHandle?.type !== "source") return;
      const from = { node: state.fromNode.id, port: state.fromHandle.id ?? "next" };
      const screen = pointOf(event);
      const point = flow.screenToFlowPosition(screen, { snapToGrid: false });
      const target = stepAt(getDocument(), point);
      if (target === from.node) return;
      if (target) tryConnect(from, target);
      else useDesigner.getState().patch({ quickAdd: { at: from, screen } });
    },
    [flow],
  );
  const onReconnect = useCallback(
    (edge: FlowStepEdge, made: Connection) => connect(portOf(edge), made.target),
    [],
  );
  // An end that was dragged off to nowhere is cut, with a way back.
  const onReconnectEnd = useCallback(
    (
      _: MouseEvent | TouchEvent,
      edge: FlowStepEdge,
      __: unknown,
      state: { isValid: boolean | null; toNode: unknown },
    ) => {
      if (state.isValid || state.toNode) return;
      useDesigner
        .getState()
        .act({ kind: "disconnect", from: portOf(edge) }, words()("disconnected"));
    },
    [],
  );
  return { onConnect, onConnectEnd, onReconnect, onReconnectEnd, isValidConnection };
}

function pointOf(event: MouseEvent | TouchEvent) {
  const touch = "changedTouches" in event ? event.changedTouches[0] : undefined;
  const at = touch ?? (event as MouseEvent);
  return { x: at.clientX, y: at.clientY };
}

function Empty() {
  const t = useWords();
  const isEmpty = Object.keys(useDocument().graph.nodes).length === 0;
  if (!isEmpty) return null;
  return (
    <div className="empty">
      <strong>{t("emptyTitle")}</strong>
      <p>{t("emptyText")}</p>
    </div>
  );
}
