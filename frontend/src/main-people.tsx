import "./styles/base.css";
import "./styles/pages.css";
import "./styles/people.css";
import "./styles/told.css";
import "./styles/why.css";
import { PeoplePage } from "./people/PeoplePage";
import { mount, withQueries } from "./ui/page";

mount(() => withQueries(<PeoplePage />));
