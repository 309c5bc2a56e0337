package consort.ledger.entry;

import consort.ledger.json.JsonException;
import consort.ledger.json.JsonFields;
import consort.ledger.json.JsonObject;
import java.math.BigInteger;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;

/**
 * Amounts that members owe each other for a reason that no other entry gives, as they agreed: the next close pays them with its bill.
 *
 * @param postings sorted by organization, each once
 * @param reason for people
 * @param dispute index of the dispute that it follows from, if there is one
 */
public record Journal(long timeMillis, List<Journal.Posting> postings, String reason, OptionalLong dispute) implements CoordinatorBody {

    /** @throws JsonException unless there are at least two postings, sorted, each of its own organization, that sum to zero */
    public Journal {
        postings = List.copyOf(postings);
        List<String> names = postings.stream().map(Posting::organization).toList();
        if (postings.size() < 2 || new HashSet<>(names).size() != names.size() || !names.equals(names.stream().sorted().toList())) {
            throw JsonException.about("postings", ": expected two or more, sorted by organization, each once, found " + names);
        }
        BigInteger sum = postings.stream().map(one -> BigInteger.valueOf(one.amountMinor())).reduce(BigInteger.ZERO, BigInteger::add);
        if (sum.signum() != 0) {
            throw JsonException.about("postings", ": expected amounts that sum to 0, found " + sum);
        }
    }

    /**
     * What one organization gets.
     *
     * @param amountMinor in minor units of the charter's currency, not 0; what it owes when negative
     */
    public record Posting(String organization, long amountMinor) {

        /** @throws JsonException when the amount is 0 */
        public Posting {
            if (amountMinor == 0) {
                throw JsonException.about("amountMinor", ": expected an amount other than 0 for " + organization);
            }
        }

        static Posting read(JsonFields json) {
            return new Posting(Fields.name(json, "organization"), Fields.signed(json, "amountMinor"));
        }

        JsonObject json() {
            return JsonObject.builder().put("organization", organization).put("amountMinor", amountMinor).build();
        }
    }

    static Journal read(JsonFields json) {
        return new Journal(
                Fields.time(json),
                json.objects("postings", Limits.MAX_MEMBERS, Posting::read),
                json.text("reason", Limits.MAX_DETAIL_CHARACTERS),
                Fields.optionalLong(json, "dispute", Fields::natural));
    }

    /** What an organization gets, or owes when negative; 0 when it has no posting. */
    public long amountMinor(String organization) {
        return postings.stream().filter(one -> one.organization().equals(organization)).mapToLong(Posting::amountMinor).sum();
    }

    @Override
    public EntryType type() {
        return EntryType.JOURNAL;
    }

    @Override
    public JsonObject json() {
        return JsonObject.builder()
                .put("timeMillis", timeMillis)
                .put("postings", postings.stream().map(Posting::json).toList())
                .put("reason", reason)
                .putIfPresent("dispute", Fields.json(dispute))
                .build();
    }
}
