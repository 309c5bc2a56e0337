package consort.ledger.entry;

import consort.ledger.json.JsonFields;
import consort.ledger.json.JsonObject;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * What a charter may say beside the figures that bills follow from. Members sign it; nothing is computed from it. The texts are
 * one line each, of printable characters: strangers read them at a terminal before they sign.
 *
 * @param maximumLiabilityMinor what a member bears at most of one period's bill, in minor units, as agreed; bills do not
 *     enforce it, but a job that by measured speeds would cost more is refused
 * @param modelLicense on what terms models may be used
 * @param modelOwnership whose they are
 * @param leavers what becomes of the rights and duties of those who leave
 */
public record Clauses(
        OptionalLong maximumLiabilityMinor, Optional<String> modelLicense, Optional<String> modelOwnership, Optional<String> leavers) {

    /** A charter that says nothing of it. */
    public static final Clauses NONE = new Clauses(OptionalLong.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    static final int MAX_CHARACTERS = 1000;

    private static final long MAX_LIABILITY = 1_000_000_000_000_000L;
    private static final String LIABILITY = "maximumLiabilityMinor";
    private static final String LICENSE = "modelLicense";
    private static final String OWNERSHIP = "modelOwnership";
    private static final String LEAVERS = "leavers";
    /** No control characters, and none that reorder what stands around them. */
    private static final Pattern TEXT = Pattern.compile("[^\\p{C}\\p{Zl}\\p{Zp}]{1," + MAX_CHARACTERS + "}");

    static Clauses read(JsonFields json) {
        return new Clauses(
                json.has(LIABILITY) ? OptionalLong.of(json.integer(LIABILITY, 0, MAX_LIABILITY)) : OptionalLong.empty(),
                text(json, LICENSE), text(json, OWNERSHIP), text(json, LEAVERS));
    }

    /** What is not said has no field: so the digests of charters without clauses are those of earlier versions. */
    void write(JsonObject.Builder json) {
        maximumLiabilityMinor.ifPresent(amount -> json.put(LIABILITY, amount));
        modelLicense.ifPresent(text -> json.put(LICENSE, text));
        modelOwnership.ifPresent(text -> json.put(OWNERSHIP, text));
        leavers.ifPresent(text -> json.put(LEAVERS, text));
    }

    private static Optional<String> text(JsonFields json, String name) {
        return json.has(name) ? Optional.of(json.text(name, TEXT, "1 to " + MAX_CHARACTERS
                + " printable characters on one line")) : Optional.empty();
    }
}
