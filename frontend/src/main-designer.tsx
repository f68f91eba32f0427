import "@xyflow/react/dist/base.css";
import "./styles/base.css";
import "./styles/canvas.css";
import "./styles/designer.css";
import "./styles/hotel.css";
import "./styles/live.css";
import "./styles/overlay.css";
import "./styles/pane.css";
import "./styles/testing.css";
import "./styles/told.css";
import "./styles/why.css";
import { App } from "./designer/App";
import { mount } from "./ui/page";

mount((root) => <App journey={root.dataset.journey ?? ""} />);
