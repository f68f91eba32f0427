import "./styles/base.css";
import "./styles/pages.css";
import { MessagesPage } from "./messages/MessagesPage";
import { mount } from "./ui/page";

mount((root) => <MessagesPage curl={root.dataset.curl ?? ""} />);
