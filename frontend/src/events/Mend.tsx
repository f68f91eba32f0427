import { type ReactNode, useId, useRef, useState } from "react";
import { ApiError } from "../api/client";
import { Button } from "../ui/controls";
import { Icon } from "../ui/Icon";
import { useWords, type WordKey } from "../words";
import { type Refused, replayRejection } from "./api";
import { Copy } from "./Copy";
import { type JsonFault, jsonFault, lineOf, printed } from "./json";
import { Outcome } from "./SendAgain";

type Props = {
  row: Refused;
  canReplay: boolean;
  children: ReactNode;
  onSent: () => void;
  onOpen: (id: string) => void;
};
type Wrong = { line: number | null; pointer: string; text: string };

/** A refused document, to be mended and sent again: the fault is pointed at, old and new. */
export function Mend({ row, children, onSent, onOpen, ...rights }: Props) {
  const t = useWords();
  const canReplay = rights.canReplay && row.can_replay;
  const area = useRef<HTMLTextAreaElement>(null);
  const help = useId();
  const [first] = useState(() => sent(row));
  const [text, setText] = useState(first.text);
  const [wrong, setWrong] = useState<Wrong[]>(() => said(row, t("refusedHere"), first.text));
  const [made, setMade] = useState("");
  const [isSending, setSending] = useState(false);
  const fault = text === first.text ? null : jsonFault(text);
  const send = async () => {
    setSending(true);
    setMade("");
    try {
      const document: unknown = JSON.parse(text);
      setMade((await replayRejection(row.id, document)).id);
      setWrong([]);
      onSent();
    } catch (error) {
      setWrong(refusals(error, text));
    }
    setSending(false);
  };
  const isSound = fault === null && jsonFault(text) === null;
  return (
    <>
      {made && <Outcome id={made} onOpen={onOpen} />}
      <section className="mend">
        <h3>
          {t("whatWasSent")} <Copy text={text} look="quiet" />
        </h3>
        {!first.isWhole && <p className="muted">{t("onlyBeginning")}</p>}
        <Problems wrong={wrong} fault={fault} area={area} text={text} id={help} />
        <textarea
          ref={area}
          className="input code"
          aria-label={t("whatWasSent")}
          aria-describedby={help}
          aria-invalid={wrong.length > 0 || fault !== null || undefined}
          spellCheck={false}
          rows={Math.min(22, Math.max(6, text.split("\n").length + 1))}
          value={text}
          readOnly={!canReplay}
          data-testid="mend"
          onChange={(event) => setText(event.target.value)}
        />
        <p className="mend-acts">
          <Button
            look="primary"
            disabled={!canReplay || !isSound || isSending}
            data-testid="send-mended"
            onClick={() => void send()}
          >
            <Icon name="redo" size={16} /> {t("sendMended")}
          </Button>
          <span className="muted">{t(canReplay ? "mendHelp" : whyNot(row))}</span>
        </p>
      </section>
      {children}
    </>
  );
}

function whyNot(row: Refused): WordKey {
  return row.can_replay ? "replayNeedsRole" : "replayNeedsSource";
}

type ProblemsProps = {
  wrong: Wrong[];
  fault: JsonFault | null;
  area: React.RefObject<HTMLTextAreaElement | null>;
  text: string;
  id: string;
};

/** What is wrong, each with the line that it stands in: a press goes there. */
function Problems({ wrong, fault, area, text, id }: ProblemsProps) {
  const t = useWords();
  const broken = fault && {
    line: fault.line - 1,
    pointer: "",
    text: t(`json_${fault.code}`, { column: fault.column }),
  };
  const all = broken ? [broken] : wrong;
  return (
    <div id={id} role="status">
      {all.map((one) => (
        <p className="failure" key={one.pointer + one.text}>
          <Icon name="alert" size={16} />
          <span>{one.text}</span>
          {one.line !== null && (
            <button type="button" onClick={() => goTo(area.current, text, one.line ?? 0)}>
              {t("lineNumber", { n: one.line + 1 })}
            </button>
          )}
        </p>
      ))}
    </div>
  );
}

/** Selects a line, so that it is seen and can be typed over. */
function goTo(area: HTMLTextAreaElement | null, text: string, line: number): void {
  const before = text.split("\n").slice(0, line).join("\n").length;
  const from = line === 0 ? 0 : before + 1;
  const to = text.indexOf("\n", from);
  area?.focus();
  area?.setSelectionRange(from, to < 0 ? text.length : to);
}

/** What was sent, on lines of its own where all of it was kept. */
function sent(row: Refused): { text: string; isWhole: boolean } {
  try {
    return { text: printed(JSON.parse(row.excerpt)), isWhole: true };
  } catch {
    return { text: row.excerpt, isWhole: row.code === "bad_json" };
  }
}

/** Where the fault stands that it was refused for; the reason itself is told above. */
function said(row: Refused, sentence: string, text: string): Wrong[] {
  const fault = jsonFault(text);
  const line = fault ? fault.line - 1 : row.pointer ? lineOf(text, row.pointer) : null;
  return line === null ? [] : [{ line, pointer: row.pointer, text: sentence }];
}

/** Why it was refused again: every fault, with the line of the text as it stands. */
function refusals(error: unknown, text: string): Wrong[] {
  const message = error instanceof Error ? error.message : String(error);
  if (!(error instanceof ApiError) || error.errors.length === 0) {
    return [{ line: null, pointer: "", text: message }];
  }
  return error.errors.map(({ pointer, detail }) => ({
    pointer,
    line: pointer ? lineOf(text, pointer) : null,
    text: pointer ? `${pointer.slice(1).replaceAll("/", ".")}: ${detail}` : detail,
  }));
}
