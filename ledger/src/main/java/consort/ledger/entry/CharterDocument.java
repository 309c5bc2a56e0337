package consort.ledger.entry;

import consort.ledger.json.JsonException;
import consort.ledger.json.JsonFields;
import consort.ledger.json.JsonObject;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * What the members agree to.
 *
 * @param domain a DNS name the consortium controls; with {@code consortium} it makes the ledger's origin
 * @param currency ISO 4217
 * @param rateMinorPerHour price of an hour of normalized device time, in minor units
 * @param rateNote what the rate stands for
 * @param share how the pool is shared
 * @param settlement what follows from a bill
 * @param outcomes what device time earns, by outcome
 * @param approvals members that must approve a job before it runs; 0: none is asked
 * @param witnesses who cosigns checkpoints
 * @param disputeDays how long after a period's close a bill can be disputed
 * @param references by which the work of some trainers is normalized, in the order of their names; of others, device time
 *     counts as it is
 * @param clauses what is agreed beside figures
 * @param terms what members bear at most and at least, and whether days count
 * @param metering how claims are held against devices and counters; empty: they are not
 */
public record CharterDocument(
        String consortium,
        String domain,
        String currency,
        long rateMinorPerHour,
        String rateNote,
        Share share,
        Settlement settlement,
        Outcomes outcomes,
        int approvals,
        Witnessing witnesses,
        int disputeDays,
        List<ReferenceSpeed> references,
        Clauses clauses,
        BillTerms terms,
        Optional<Metering> metering) implements Document {

    static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");

    private static final Pattern DOMAIN =
            Pattern.compile("(?=.{1,100}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*");
    private static final int MAX_NOTE_CHARACTERS = 500;
    private static final long MAX_RATE = 1_000_000_000_000L;

    public CharterDocument {
        references = List.copyOf(references);
    }

    /** A charter without metering. */
    public CharterDocument(String consortium, String domain, String currency, long rateMinorPerHour, String rateNote, Share share,
            Settlement settlement, Outcomes outcomes, int approvals, Witnessing witnesses, int disputeDays, List<ReferenceSpeed> references,
            Clauses clauses, BillTerms terms) {
        this(consortium, domain, currency, rateMinorPerHour, rateNote, share, settlement, outcomes, approvals, witnesses, disputeDays,
                references, clauses, terms, Optional.empty());
    }

    /** A charter whose bills follow from weights alone. */
    public CharterDocument(String consortium, String domain, String currency, long rateMinorPerHour, String rateNote, Share share,
            Settlement settlement, Outcomes outcomes, int approvals, Witnessing witnesses, int disputeDays, List<ReferenceSpeed> references,
            Clauses clauses) {
        this(consortium, domain, currency, rateMinorPerHour, rateNote, share, settlement, outcomes, approvals, witnesses, disputeDays,
                references, clauses, BillTerms.NONE);
    }

    /** A charter without clauses. */
    public CharterDocument(String consortium, String domain, String currency, long rateMinorPerHour, String rateNote, Share share,
            Settlement settlement, Outcomes outcomes, int approvals, Witnessing witnesses, int disputeDays, List<ReferenceSpeed> references) {
        this(consortium, domain, currency, rateMinorPerHour, rateNote, share, settlement, outcomes, approvals, witnesses, disputeDays,
                references, Clauses.NONE);
    }

    /** The same charter with metering. */
    public CharterDocument metered(Metering agreed) {
        return new CharterDocument(consortium, domain, currency, rateMinorPerHour, rateNote, share, settlement, outcomes, approvals,
                witnesses, disputeDays, references, clauses, terms, Optional.of(agreed));
    }

    /** Percentages of the pool that are shared by benefit, by tier and equally; they sum to 100. */
    public record Share(int byBenefit, int tiered, int equal) {

        static Share read(JsonFields json) {
            Share share = new Share(
                    json.count("byBenefit", 0, 100), json.count("tiered", 0, 100), json.count("equal", 0, 100));
            json.end();
            int sum = share.byBenefit + share.tiered + share.equal;
            if (sum != 100) {
                throw JsonException.about("share", ": byBenefit, tiered and equal must sum to 100 percent, found " + sum);
            }
            return share;
        }

        JsonObject json() {
            return JsonObject.builder().put("byBenefit", byBenefit).put("tiered", tiered).put("equal", equal).build();
        }
    }

    /** What follows from a bill. */
    public enum Settlement {
        /** Members pay each other. */
        TRANSFERS,
        /** Nobody pays: contributions are recorded, amounts stay 0. */
        NONE;

        public String text() {
            return Fields.text(this);
        }
    }

    /** How many thousandths of the device time count, by what became of the task. */
    public record Outcomes(int accepted, int evaluated, int late, int refused, int failed) {

        static Outcomes read(JsonFields json) {
            Outcomes outcomes = new Outcomes(permille(json, "accepted"), permille(json, "evaluated"), permille(json, "late"),
                    permille(json, "refused"), permille(json, "failed"));
            json.end();
            return outcomes;
        }

        JsonObject json() {
            return JsonObject.builder()
                    .put("accepted", accepted)
                    .put("evaluated", evaluated)
                    .put("late", late)
                    .put("refused", refused)
                    .put("failed", failed)
                    .build();
        }

        private static int permille(JsonFields json, String field) {
            return json.count(field, 0, 1000);
        }
    }

    /**
     * Reads the stored form.
     *
     * @throws JsonException naming the field, what was expected and what was found
     */
    public static CharterDocument parse(byte[] canonical) {
        JsonFields json = JsonObject.parse(canonical, Limits.MAX_DOCUMENT_BYTES).fields();
        CharterDocument charter = new CharterDocument(
                Fields.name(json, "consortium"),
                json.text("domain", DOMAIN, "a DNS name in lower case"),
                currency(json),
                json.integer("rateMinorPerHour", 0, MAX_RATE),
                json.text("rateNote", MAX_NOTE_CHARACTERS),
                Share.read(json.object("share")),
                Fields.constant(json, "settlement", Settlement.class),
                Outcomes.read(json.object("outcomes")),
                json.count("approvals", 0, Limits.MAX_MEMBERS),
                Witnessing.read(json),
                json.count("disputeDays", 0, 3650),
                ReferenceSpeed.readAll(json, "references"),
                Clauses.read(json),
                BillTerms.read(json),
                Fields.optional(json, "metering", Metering::read));
        json.end();
        if (charter.clauses.maximumLiabilityMinor().isPresent() && charter.terms.capMinor().isPresent()) {
            throw json.error("maximumLiabilityMinor", "no such field beside terms.capMinor, which says the same and is enforced");
        }
        return charter;
    }

    /** The log's name: {@code <domain>/<consortium>}. */
    public String origin() {
        return KeyNames.log(domain, consortium);
    }

    /** How fast the reference device is with a trainer, if that is agreed. */
    public Optional<ReferenceSpeed> reference(String trainer) {
        return references.stream().filter(reference -> reference.trainer().equals(trainer)).findFirst();
    }

    /** With other terms of bills. */
    public CharterDocument withTerms(BillTerms other) {
        return new CharterDocument(consortium, domain, currency, rateMinorPerHour, rateNote, share, settlement, outcomes, approvals,
                witnesses, disputeDays, references, clauses, other);
    }

    /** What a member bears at most of one period's bill, enforced or only agreed: {@code terms} say which. */
    public OptionalLong maximumLiabilityMinor() {
        return terms.capMinor().isPresent() ? terms.capMinor() : clauses.maximumLiabilityMinor();
    }

    /** What is not agreed has no field: so the digest of a charter without it is that of earlier versions. */
    @Override
    public JsonObject json() {
        JsonObject.Builder json = JsonObject.builder()
                .put("consortium", consortium)
                .put("domain", domain)
                .put("currency", currency)
                .put("rateMinorPerHour", rateMinorPerHour)
                .put("rateNote", rateNote)
                .put("share", share.json())
                .put("settlement", settlement.text())
                .put("outcomes", outcomes.json())
                .put("approvals", approvals)
                .put("disputeDays", disputeDays);
        witnesses.write(json);
        if (!references.isEmpty()) {
            json.put("references", references.stream().map(ReferenceSpeed::json).toList());
        }
        clauses.write(json);
        terms.write(json);
        metering.ifPresent(agreed -> json.put("metering", agreed.json()));
        return json.build();
    }

    /** Only currencies with minor units: gold has none. */
    private static String currency(JsonFields json) {
        String code = json.text("currency", CURRENCY, "three letters of ISO 4217");
        try {
            if (Currency.getInstance(code).getDefaultFractionDigits() >= 0) {
                return code;
            }
        } catch (IllegalArgumentException unknown) {
            throw json.error("currency", "a currency of ISO 4217");
        }
        throw json.error("currency", "a currency with minor units");
    }
}
