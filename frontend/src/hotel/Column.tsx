import { useEffect } from "react";
import { api } from "../api/client";
import type { Message } from "../api/types";
import { IconButton } from "../ui/controls";
import { useWords } from "../words";
import { keepLooking } from "./looking";
import { Mailbox } from "./Mailbox";
import { Phone } from "./Phone";
import { openMessages, useHotel, useShowsMessages } from "./store";

const LOOK = 1_000;
const MOST = 60;
const GUESTS = /^ECID\/ecid-(jane|sam|minji|alex)(-|$)/;

/** Beside the canvas: what the guests got, as it looks on a phone and in a mailbox. */
export function Column() {
  const isHere = useHotel((now) => now.demo !== null && now.isOpen);
  const isShown = useShowsMessages();
  useMessages(isHere);
  return isHere && isShown ? <Shown /> : null;
}

function Shown() {
  const t = useWords();
  const messages = useHotel((now) => now.messages);
  const fresh = useHotel((now) => now.fresh);
  const mails = messages.filter(isMail);
  const pushes = messages.filter((one) => !isMail(one));
  return (
    <section className="hotel-column" aria-label={t("hotelColumn")} data-testid="hotel-column">
      <header>
        <h2>{t("hotelColumn")}</h2>
        <IconButton icon="x" label={t("hotelHideMessages")} onClick={() => openMessages(false)} />
      </header>
      <div className="hotel-devices">
        <Phone messages={pushes} fresh={fresh} />
        <Mailbox messages={mails} fresh={fresh} />
      </div>
    </section>
  );
}

function isMail(message: Message): boolean {
  return message.channel === "mail" || message.channel === "email";
}

/** The guests' messages as they come, the newest first. */
function useMessages(isHere: boolean): void {
  useEffect(() => {
    if (!isHere) return;
    let since: string | null = null;
    return keepLooking(async (isGone) => {
      const isFirst: boolean = since === null;
      const came: Message[] = await api.messages(since);
      since = largest([since ?? "0", ...came.map((one) => one.id)]);
      const guests = came.filter((one) => GUESTS.test(one.person));
      if (!isGone()) take(guests, isFirst);
    }, LOOK);
  }, [isHere]);
}

function take(came: Message[], isFirst: boolean): void {
  if (came.length === 0) return;
  const { messages, fresh } = useHotel.getState();
  const known = new Set(messages.map((one) => one.id));
  const more = came.filter((one) => !known.has(one.id));
  const all = [...more, ...messages].sort((a, b) => Number(b.id) - Number(a.id)).slice(0, MOST);
  const news = isFirst ? fresh : new Set([...fresh, ...more.map((one) => one.id)]);
  useHotel.setState({ messages: all, fresh: news });
}

function largest(ids: string[]): string {
  return ids.reduce((a, b) => (BigInt(b) > BigInt(a) ? b : a));
}
