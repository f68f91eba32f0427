import "./styles/base.css";
import "./styles/pages.css";
import "./styles/told.css";
import "./styles/events.css";
import { EventsPage } from "./events/EventsPage";
import { mount, withQueries } from "./ui/page";

mount((root) => withQueries(<EventsPage curl={root.dataset.curl ?? ""} />));
