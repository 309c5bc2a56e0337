package consort.ledger.entry;

import consort.ledger.json.JsonException;
import consort.ledger.json.JsonFields;
import consort.ledger.json.JsonObject;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Whose cosignatures a checkpoint needs to count as witnessed, in the charter's fields {@code witnesses}, {@code witnessQuorum} and
 * {@code operatedBy}.
 *
 * @param by who are witnesses
 * @param quorum cosignatures that a checkpoint needs; 0 exactly when nobody is a witness
 * @param operatedBy the organization that operates the coordinator, whose own cosignature therefore does not count
 */
public record Witnessing(By by, int quorum, Optional<String> operatedBy) {

    /** A charter that asks for no cosignatures. */
    public static final Witnessing NONE = new Witnessing(By.NONE, 0, Optional.empty());

    private static final String WITNESSES = "witnesses";
    private static final String QUORUM = "witnessQuorum";
    private static final String OPERATED_BY = "operatedBy";
    private static final Pattern BY = Pattern.compile("none|members");

    /** Who are witnesses. */
    public enum By {
        NONE,
        /** Every member that has entered a witness's key. */
        MEMBERS;

        public String text() {
            return Fields.text(this);
        }
    }

    /** @throws JsonException when there is a quorum of nobody, or witnesses without one */
    public Witnessing {
        if (quorum > 0 != (by == By.MEMBERS) || quorum < 0 || quorum > Limits.MAX_WITNESS_QUORUM) {
            throw JsonException.about(QUORUM, ": expected 1 to " + Limits.MAX_WITNESS_QUORUM + " where witnesses are members, and none otherwise; "
                    + "found " + quorum + " of " + by.text());
        }
    }

    /** The members, as many of them as {@code quorum} says. */
    public static Witnessing members(int quorum, Optional<String> operatedBy) {
        return new Witnessing(By.MEMBERS, quorum, operatedBy);
    }

    /** Whether a checkpoint needs cosignatures. */
    public boolean isAsked() {
        return by == By.MEMBERS;
    }

    /** Whether the cosignature of this organization's witness counts. */
    public boolean counts(String organization) {
        return isAsked() && isIndependent(organization);
    }

    /** Whether this organization is another than the one that operates the coordinator. */
    public boolean isIndependent(String organization) {
        return operatedBy.filter(organization::equals).isEmpty();
    }

    static Witnessing read(JsonFields json) {
        By by = json.text(WITNESSES, BY, "\"none\" or \"members\"").equals(By.NONE.text()) ? By.NONE : By.MEMBERS;
        return new Witnessing(by, by == By.NONE ? 0 : json.count(QUORUM, 1, Limits.MAX_WITNESS_QUORUM),
                Fields.optional(json, OPERATED_BY, Fields::name));
    }

    /** What is not asked for has no field: so the digests of charters without witnesses are those of earlier versions. */
    void write(JsonObject.Builder json) {
        json.put(WITNESSES, by.text());
        if (quorum > 0) {
            json.put(QUORUM, quorum);
        }
        operatedBy.ifPresent(organization -> json.put(OPERATED_BY, organization));
    }
}
