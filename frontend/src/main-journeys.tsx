import "./styles/base.css";
import "./styles/pages.css";
import { JourneysPage } from "./journeys/JourneysPage";
import { mount, withQueries } from "./ui/page";

mount(() => withQueries(<JourneysPage />));
