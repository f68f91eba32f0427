import { present } from "../ui/present";
import type { Profile } from "../why/api";
import { Value } from "../why/Expression";
import { Json } from "../why/Json";
import { clockText } from "../why/time";
import { useWords } from "../words";

/** What is known of a person, by the names of the schema. */
export function ProfileTable({ profile }: { profile: Profile | null }) {
  const t = useWords();
  if (!profile || profile.rows.length === 0) {
    return (
      <section className="part">
        <h2>{t("profile")}</h2>
        <p className="muted">{t("noProfileText")}</p>
      </section>
    );
  }
  const clock = { zone: undefined, now: present() };
  return (
    <section className="part" aria-label={t("profile")}>
      <h2>
        {t("profile")}
        <span className="part-note">
          {t("changedOn", { when: clockText(profile.changed_at, t.language, clock) })}
        </span>
      </h2>
      <dl className="attributes">
        {profile.rows.map((row) => (
          <div key={row.path} title={row.path}>
            <dt>{row.name ?? row.path}</dt>
            <dd>
              <Value value={row.value} />
            </dd>
          </div>
        ))}
      </dl>
      <Json value={profile.attributes} />
    </section>
  );
}
