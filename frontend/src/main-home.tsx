import "./styles/base.css";
import "./styles/pages.css";
import "./styles/events.css";
import "./styles/home.css";
import { HomePage } from "./home/HomePage";
import { mount, withQueries } from "./ui/page";

mount((root) => withQueries(<HomePage hotel={root.dataset.hotel ?? ""} />));
