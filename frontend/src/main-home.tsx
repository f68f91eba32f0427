import "./styles/base.css";
import "./styles/pages.css";
import { HomePage } from "./home/HomePage";
import { mount, withQueries } from "./ui/page";

mount(() => withQueries(<HomePage />));
