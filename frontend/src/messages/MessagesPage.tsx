import { useState } from "react";
import type { Message } from "../api/types";
import { Button } from "../ui/controls";
import { Icon, type IconName } from "../ui/Icon";
import { present } from "../ui/present";
import { ago, useWords, type WordKey } from "../words";
import { useMessages } from "./useMessages";

/** What the journeys send, as it leaves. */
export function MessagesPage({ curl }: { curl: string }) {
  const t = useWords();
  const [text, setText] = useState("");
  const { messages, seen, isConnected, isLoaded } = useMessages();
  const shown = messages.filter((one) => matches(one, text));
  return (
    <div className="page">
      <header className="page-head">
        <div>
          <h1>{t("messages")}</h1>
          <p className="muted">{t("messagesText")}</p>
        </div>
        <span className="gap" />
        <label className="search">
          <Icon name="search" size={16} />
          <input
            type="search"
            value={text}
            placeholder={t("filterMessages")}
            aria-label={t("filterMessages")}
            onChange={(event) => setText(event.target.value)}
          />
        </label>
        <span className={`listening ${isConnected ? "on" : "off"}`} role="status">
          <span className="pulse" />
          {t(isConnected ? "listening" : "notListening")}
        </span>
      </header>
      {isLoaded && messages.length === 0 && <Nothing curl={curl} />}
      {messages.length > 0 && shown.length === 0 && (
        <p className="muted">{t("nothingFound", { text })}</p>
      )}
      <ul className="feed" aria-live="polite">
        {shown.map((one) => (
          <Card key={one.id} message={one} isFresh={seen.has(one.id)} />
        ))}
      </ul>
    </div>
  );
}

function matches(message: Message, text: string): boolean {
  const own = [message.to, message.subject, message.text, message.person, message.journey_name];
  return own.join(" ").toLowerCase().includes(text.trim().toLowerCase());
}

const ICONS: Record<string, IconName> = {
  email: "mail",
  mail: "mail",
  push: "bell",
  sms: "message",
  console: "bell",
  message: "bell",
  http: "send",
};
const CHANNELS = new Set(["email", "mail", "push", "sms", "console", "message", "http"]);

function Card({ message, isFresh }: { message: Message; isFresh: boolean }) {
  const t = useWords();
  const { channel } = message;
  const isMail = channel === "email" || channel === "mail";
  const name = CHANNELS.has(channel) ? t(`channel_${channel}` as WordKey) : channel;
  return (
    <li
      className={`message ${isMail ? "mail" : "notice"} ${isFresh ? "fresh" : ""}`}
      data-testid={`message:${message.id}`}
    >
      <header>
        <span className="message-sign">
          <Icon name={ICONS[channel] ?? "send"} size={18} />
        </span>
        <span className="message-channel">{name}</span>
        <span className="message-to">
          <span className="muted">{t("toWhom")} </span>
          {message.to}
        </span>
        {isFresh && <span className="new">{t("newOnes")}</span>}
        <time dateTime={message.at} title={new Date(message.at).toLocaleString(t.language)}>
          {ago(message.at, t.language, present())}
        </time>
      </header>
      {message.subject && <h2>{message.subject}</h2>}
      <p className="message-text">{message.text}</p>
      <footer>
        <span>
          <Icon name="route" size={14} />
          <a href={`/journeys/${message.journey}/?step=${encodeURIComponent(message.node)}`}>
            {message.journey_name} v{message.version}
          </a>
          › {message.node_name || message.node}
        </span>
        <span>
          <Icon name="user" size={14} />
          <a href={`/people/?person=${encodeURIComponent(message.person)}`}>{message.person}</a>
        </span>
      </footer>
    </li>
  );
}

function Nothing({ curl }: { curl: string }) {
  const t = useWords();
  const [isCopied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard?.writeText(curl);
    setCopied(true);
  };
  return (
    <div className="nothing">
      <span className="nothing-sign">
        <Icon name="bell" size={28} />
      </span>
      <strong>{t("noMessages")}</strong>
      <p>{t("noMessagesText")}</p>
      {curl && (
        <>
          <pre className="command">{curl}</pre>
          <Button onClick={() => void copy()}>{t(isCopied ? "copied" : "copyCommand")}</Button>
        </>
      )}
    </div>
  );
}
