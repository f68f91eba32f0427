import { useState } from "react";
import { api } from "../api/client";
import { Button } from "../ui/controls";
import { Icon, type IconName } from "../ui/Icon";
import { useWords } from "../words";

type Props = { hotel: string; canDraw: boolean };

/** The first thing to do: play the demonstration where it is there, else draw. */
export function Welcome({ hotel, canDraw }: Props) {
  const t = useWords();
  const [failure, setFailure] = useState("");
  const isHotel = hotel !== "";
  const draw = async () => {
    try {
      const { id } = await api.createJourney(t("untitled"));
      window.location.assign(`/journeys/${id}/`);
    } catch (error) {
      setFailure(error instanceof Error ? error.message : String(error));
    }
  };
  return (
    <section className="welcome">
      <div>
        <h2>{t(isHotel ? "welcomeHotel" : "welcomeTitle")}</h2>
        <p>{t(isHotel ? "welcomeHotelText" : "welcomeText")}</p>
        <p className="welcome-acts">
          {isHotel && (
            <a className="button primary" href={`/journeys/${hotel}/`} data-testid="play">
              <Icon name="right" size={16} /> {t("playHotel")}
            </a>
          )}
          {canDraw ? (
            <Button look={isHotel ? "plain" : "primary"} onClick={() => void draw()}>
              <Icon name="plus" size={16} /> {t("drawJourney")}
            </Button>
          ) : (
            <a className="button plain" href="/journeys/">
              {t("seeJourneys")}
            </a>
          )}
        </p>
        {failure && (
          <p className="error-text" role="alert">
            {failure}
          </p>
        )}
      </div>
      <Picture />
    </section>
  );
}

/** Three steps of a journey, as the canvas draws them. */
function Picture() {
  return (
    <svg className="picture" viewBox="0 0 470 132" aria-hidden="true">
      <path className="picture-edge" d="M150 66h32M308 66h20M328 66V32h18M328 66v34h18" />
      <Card x={8} y={42} tone="event" icon="zap" />
      <Card x={182} y={42} tone="flow" icon="clock" />
      <Card x={346} y={8} tone="action" icon="mail" />
      <Card x={346} y={76} tone="action" icon="bell" />
      <circle className="picture-person" r="5" cx="166" cy="66" />
    </svg>
  );
}

const SHAPES: Partial<Record<IconName, string>> = {
  zap: "M13 3 6 13h5l-1 8 7-10h-5z",
  clock: "M12 7v5l3 2M4 12a8 8 0 1 0 16 0 8 8 0 1 0-16 0",
  mail: "M4 6h16v12H4zM4 7l8 6 8-6",
  bell: "M6 16h12l-1.5-2.5V10a4.5 4.5 0 0 0-9 0v3.5zM10 19h4",
};

function Card({ x, y, tone, icon }: { x: number; y: number; tone: string; icon: IconName }) {
  const width = icon === "zap" ? 142 : icon === "clock" ? 126 : 116;
  return (
    <g transform={`translate(${x} ${y})`} className={`picture-card ${tone}`}>
      <rect className="picture-box" width={width} height="48" rx="10" />
      {tone === "event" ? (
        <circle className="picture-tile" cx="25" cy="24" r="15" />
      ) : (
        <rect className="picture-tile" x="10" y="9" width="30" height="30" rx="7" />
      )}
      <path className="picture-icon" transform="translate(15.4 14.4) scale(.8)" d={SHAPES[icon]} />
      <rect className="picture-line" x="50" y="15" width={width - 72} height="6" rx="3" />
      <rect className="picture-line soft" x="50" y="28" width={width - 92} height="5" rx="2.5" />
    </g>
  );
}
