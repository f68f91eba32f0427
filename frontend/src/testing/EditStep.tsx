import { enter } from "../designer/modes";
import { useDesigner } from "../store/designer";
import { Button } from "../ui/controls";
import { Icon } from "../ui/Icon";
import { useWords } from "../words";

/** From trying out to drawing, at the same step. */
export function EditStep({ node }: { node: string }) {
  const t = useWords();
  const open = () => void enter("edit").then(() => useDesigner.getState().open(node));
  return (
    <Button look="quiet" className="edit-step" onClick={open}>
      <Icon name="pencil" size={14} />
      {t("testEditStep")}
    </Button>
  );
}
