import { useDesigner } from "../store/designer";
import { Button, Dialog } from "../ui/controls";
import { useWords, type WordKey } from "../words";

const KEYS: [WordKey, string[]][] = [
  ["keys_add", ["A"]],
  ["keys_open", ["Enter"]],
  ["keys_rename", ["F2"]],
  ["keys_delete", ["Del"]],
  ["keys_branch", ["Shift+Del"]],
  ["keys_connect", ["C"]],
  ["keys_walk", ["↑", "↓", "←", "→"]],
  ["keys_along", ["Shift+→", "Shift+←"]],
  ["keys_nudge", ["Alt+↑↓←→"]],
  ["keys_undo", ["Ctrl+Z", "Ctrl+Shift+Z"]],
  ["keys_clipboard", ["Ctrl+C", "X", "V", "D"]],
  ["keys_all", ["Ctrl+A"]],
  ["keys_find", ["/", "Ctrl+F"]],
  ["keys_problem", ["F8", "Shift+F8"]],
  ["keys_step", ["Alt+PgDn", "Alt+PgUp"]],
  ["keys_settings", [","]],
  ["keys_publish", ["Ctrl+Enter"]],
  ["keys_panels", ["I", "V"]],
  ["keys_zoom", ["+", "−", "0"]],
  ["keys_fit", ["1", "2"]],
  ["keys_tidy", ["Shift+T"]],
  ["keys_modes", ["E", "T", "L"]],
  ["keys_test", ["←", "→"]],
  ["keys_testJump", ["Shift+→"]],
  ["keys_testPlay", ["Home", "Space"]],
  ["keys_view", ["B", "M"]],
  ["keys_outline", ["O"]],
  ["keys_help", ["?"]],
];

/** The keys of this page. */
export function Shortcuts() {
  const t = useWords();
  const isOpen = useDesigner((now) => now.overlay === "shortcuts");
  if (!isOpen) return null;
  const close = () => useDesigner.getState().patch({ overlay: null });
  return (
    <Dialog
      title={t("shortcuts")}
      closeLabel={t("close")}
      onClose={close}
      footer={<Button onClick={close}>{t("close")}</Button>}
    >
      <dl className="shortcuts">
        {KEYS.map(([word, keys]) => (
          <div key={word}>
            <dt>{t(word)}</dt>
            <dd>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
