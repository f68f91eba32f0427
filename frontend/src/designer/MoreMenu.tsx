import { useState } from "react";
import { api } from "../api/client";
import { useDesigner } from "../store/designer";
import { Button, Dialog, IconButton, Popover } from "../ui/controls";
import { useWords } from "../words";
import { attempt, reloadJourney } from "./saving";

type Asked = "close" | "stop" | "delete" | null;

/** What is seldom done: closing, stopping, exporting, and the list of keys. */
export function MoreMenu() {
  const t = useWords();
  const [asked, setAsked] = useState<Asked>(null);
  const journey = useDesigner((now) => now.journey);
  const canPublish = useDesigner((now) => now.canPublish);
  const canEdit = useDesigner((now) => now.canEdit);
  if (!journey) return null;
  const isPublished = journey.versions.length > 0;
  const isLive = journey.status === "live";
  const isOver = journey.status === "stopped" || journey.status === "draft";
  const items: [Asked | "export" | "shortcuts", string, boolean][] = [
    ["export", t("exportJson"), true],
    ["shortcuts", t("shortcuts"), true],
    ["close", t("closeJourney"), canPublish && isLive],
    ["stop", t("stopJourney"), canPublish && !isOver],
    ["delete", t("deleteJourney"), canEdit && !isPublished],
  ];
  const choose = (what: Asked | "export" | "shortcuts") => {
    if (what === "export") void exportJourney(journey.id, journey.name);
    else if (what === "shortcuts") useDesigner.getState().patch({ overlay: "shortcuts" });
    else setAsked(what);
  };
  return (
    <>
      <Popover
        label={t("more")}
        button={(open, isOpen) => (
          <IconButton
            icon="more"
            label={t("more")}
            aria-expanded={isOpen}
            data-testid="more"
            onClick={open}
          />
        )}
      >
        {(close) => (
          <div className="menu">
            {items.map(([what, label, isPossible]) => (
              <button
                key={what}
                type="button"
                disabled={!isPossible}
                data-testid={`menu:${what}`}
                onClick={() => {
                  close();
                  choose(what);
                }}
              >
                {label}
              </button>
            ))}
          </div>
        )}
      </Popover>
      {asked && <Confirm what={asked} onClose={() => setAsked(null)} />}
    </>
  );
}

async function exportJourney(id: string, name: string): Promise<void> {
  await attempt(async () => {
    const text = JSON.stringify(await api.document(id), null, 2);
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
    link.download = `${name}.json`;
    link.click();
    URL.revokeObjectURL(link.href);
  });
}

/** Asks before what cannot be undone, and says how many people it touches. */
function Confirm({ what, onClose }: { what: "close" | "stop" | "delete"; onClose: () => void }) {
  const t = useWords();
  const journey = useDesigner((now) => now.journey);
  if (!journey) return null;
  const { id, inside } = journey;
  const texts = {
    close: [t("closeTitle"), t.count("closeText", inside), t("closeDo")],
    stop: [t("stopTitle"), t.count("stopText", inside), t.count("stopDo", inside)],
    delete: [t("deleteTitle"), t("deleteText"), t("deleteDo")],
  }[what];
  const confirm = async () => {
    onClose();
    const calls = { close: api.close, stop: api.stop, delete: api.deleteJourney };
    const isDone = await attempt(async () => void (await calls[what](id)));
    if (!isDone) return;
    if (what === "delete") window.location.assign("/journeys/");
    else await reloadJourney();
  };
  return (
    <Dialog
      title={texts[0] as string}
      closeLabel={t("close")}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button look="danger" data-testid={`confirm:${what}`} onClick={() => void confirm()}>
            {texts[2]}
          </Button>
        </>
      }
    >
      <p>{texts[1]}</p>
    </Dialog>
  );
}
