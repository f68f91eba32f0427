import { linkFault } from "../graph/links";
import { freePorts, portsOf } from "../graph/ports";
import type { PortRef } from "../graph/types";
import { getDocument, useDesigner } from "../store/designer";
import { connect } from "../store/edits";
import { words } from "../words";

/** Looks for a target for a step's first free way out, else for its first. */
export function connectFrom(key: string): void {
  const { graph } = getDocument();
  const step = graph.nodes[key];
  const port = freePorts(graph, key)[0]?.port ?? (step && portsOf(step)[0]?.id);
  if (port && useDesigner.getState().canEdit)
    useDesigner.getState().patch({ connecting: { node: key, port } });
}

/** Connects, or says why not. */
export function tryConnect(from: PortRef, to: string): void {
  const fault = linkFault(getDocument().graph, from, to);
  if (fault) useDesigner.getState().say(words()(fault));
  else connect(from, to);
}
