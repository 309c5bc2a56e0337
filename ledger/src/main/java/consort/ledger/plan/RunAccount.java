package consort.ledger.plan;

import consort.ledger.entry.EstimateDocument;
import consort.ledger.entry.EstimateDocument.Figure;
import consort.ledger.entry.Lease;
import consort.ledger.entry.Limits;
import consort.ledger.fold.Billing;
import consort.ledger.fold.LeaseView;
import consort.ledger.fold.MemberView;
import consort.ledger.fold.RunView;
import consort.ledger.fold.State;
import consort.ledger.fold.UseView;
import consort.ledger.json.JsonFields;
import consort.ledger.json.JsonInteger;
import consort.ledger.json.JsonObject;
import consort.ledger.json.JsonValue;
import consort.ledger.money.AmountOverflowException;
import consort.ledger.money.Bill;
import consort.ledger.money.Party;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What a run took so far, beside what it was expected to take. Amounts are those of a bill with this run alone in it.
 *
 * @param wallMillis from the run's start to its end, or until now
 * @param acceptedMillis device time of all workers that was accepted
 * @param poolMinor absent when it is more than the ledger can hold
 * @param planned when the job was submitted; absent when nobody worked it out
 * @param members sorted by name
 */
public record RunAccount(long run, String job, boolean ended, String currency, long wallMillis, long acceptedMillis,
        OptionalLong poolMinor, Optional<EstimateDocument> planned, List<Line> members) {

    private static final int MAX_TEXT = 100;

    public RunAccount {
        members = List.copyOf(members);
    }

    /**
     * One member's part. Bytes are those of the models and updates that its tasks needed and its claims named, each counted
     * once, at the size the plan gives; absent without a plan. What was sent again, or not at all, is not known to the ledger.
     */
    public record Line(String organization, long acceptedMillis, OptionalLong downBytes, OptionalLong upBytes,
            OptionalLong creditMinor, OptionalLong shareMinor) {
    }

    /** A model that a worker of an organization needed. */
    private record Need(String worker, String model) {
    }

    /** Of each run, the models that each organization's workers needed: by worker, so that each counts once. */
    private record Needs(Map<Long, Map<String, Set<Need>>> models) {

        static Needs of(State state, Set<Long> runs) {
            Map<Long, Map<String, Set<Need>>> models = new HashMap<>();
            for (long number = first(state, runs); number < state.nextLease(); number++) {
                Lease lease = state.lease(number).map(LeaseView::lease).orElseThrow();
                if (runs.contains(lease.run())) {
                    models.computeIfAbsent(lease.run(), run -> new HashMap<>())
                            .computeIfAbsent(lease.organization(), organization -> new HashSet<>())
                            .add(new Need(lease.worker(), lease.model()));
                }
            }
            return new Needs(models);
        }

        /** The first lease that can be of one of these runs: leases are numbered in the order of their entries. */
        private static long first(State state, Set<Long> runs) {
            long start = runs.stream().mapToLong(run -> state.runs().get(run).models().getFirst().index()).min()
                    .orElse(Long.MAX_VALUE);
            long low = 1;
            long high = state.nextLease();
            while (low < high) {
                long middle = (low + high) >>> 1;
                if (state.lease(middle).orElseThrow().index() < start) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return low;
        }

        long count(long run, String organization) {
            return models.getOrDefault(run, Map.of()).getOrDefault(organization, Set.of()).size();
        }
    }

    /**
     * The account of some runs, oldest first. The leases since the first of them began are looked at: the loop asks for
     * the runs it shows.
     *
     * @param shown which
     * @param nowMillis ends the wall time of a run that has not ended
     */
    public static List<RunAccount> of(State state, Predicate<RunView> shown, long nowMillis) {
        List<RunView> runs = state.runs().values().stream().filter(shown).toList();
        Needs needs = Needs.of(state, runs.stream().map(RunView::run).collect(Collectors.toSet()));
        return runs.stream().map(run -> of(state, run, needs, nowMillis)).toList();
    }

    private static RunAccount of(State state, RunView run, Needs needs, long nowMillis) {
        Optional<EstimateDocument> planned = state.plan(run.run());
        long start = run.models().getFirst().timeMillis();
        long end = run.ended().map(ended -> ended.timeMillis()).orElse(Math.max(start, nowMillis));
        List<MemberView> members = members(state, run);
        Optional<Bill> bill = bill(state, run, members);
        List<Line> lines = members.stream().map(MemberView::organization).map(name -> new Line(name,
                use(state, run, name).acceptedMillis(),
                bytes(needs.count(run.run(), name), planned.map(EstimateDocument::modelBytes)),
                bytes(use(state, run, name).updates(), planned.map(EstimateDocument::updateBytes)),
                amount(bill, name, Bill.Line::creditMinor), amount(bill, name, Bill.Line::shareMinor))).toList();
        return new RunAccount(run.run(), run.job().name(), run.ended().isPresent(), state.charter().currency(), end - start,
                lines.stream().mapToLong(Line::acceptedMillis).sum(),
                bill.map(Bill::poolMinor).map(OptionalLong::of).orElse(OptionalLong.empty()), planned, lines);
    }

    /** Members now, and those who did something for the run before they were revoked. */
    private static List<MemberView> members(State state, RunView run) {
        return state.members().values().stream().filter(MemberView::active)
                .filter(member -> member.revoked().isEmpty() || state.uses(run.run()).containsKey(member.organization()))
                .toList();
    }

    private static Optional<Bill> bill(State state, RunView run, List<MemberView> members) {
        try {
            return Optional.of(Billing.partialBill(state.charter(), members.stream().map(member -> new Party(member.organization(),
                    use(state, run, member.organization()).normalized().millis(), 0, member.benefit(), member.tier())).toList()));
        } catch (AmountOverflowException beyond) {
            return Optional.empty();
        }
    }

    private static UseView use(State state, RunView run, String organization) {
        return state.uses(run.run()).getOrDefault(organization, UseView.NONE);
    }

    private static OptionalLong bytes(long count, Optional<Figure> each) {
        boolean fits = each.isPresent() && (count == 0 || each.get().value() <= JsonValue.MAX_INTEGER / count);
        return fits ? OptionalLong.of(count * each.get().value()) : OptionalLong.empty();
    }

    private interface Amount {
        long of(Bill.Line line);
    }

    private static OptionalLong amount(Optional<Bill> bill, String organization, Amount amount) {
        return bill.stream().flatMap(one -> one.lines().stream()).filter(line -> line.party().name().equals(organization))
                .mapToLong(amount::of).findFirst();
    }

    /** For machines: {@code planned} (the estimate's document) and {@code actual}. */
    public JsonObject json() {
        JsonObject actual = JsonObject.builder()
                .put("wallMillis", wallMillis)
                .put("acceptedMillis", acceptedMillis)
                .putIfPresent("poolMinor", integer(poolMinor))
                .put("members", members.stream().map(RunAccount::json).toList())
                .build();
        return JsonObject.builder()
                .put("run", run)
                .put("job", job)
                .put("ended", ended)
                .put("currency", currency)
                .putIfPresent("planned", planned.map(EstimateDocument::json))
                .put("actual", actual)
                .build();
    }

    /**
     * Reads what {@link #json} wrote.
     *
     * @throws consort.ledger.json.JsonException naming the field, what was expected and what was found
     */
    public static RunAccount read(JsonObject object) {
        JsonFields json = object.fields();
        JsonFields actual = json.object("actual");
        return new RunAccount(
                number(json, "run"),
                json.text("job", MAX_TEXT),
                json.flag("ended"),
                json.text("currency", MAX_TEXT),
                number(actual, "wallMillis"),
                number(actual, "acceptedMillis"),
                optional(actual, "poolMinor"),
                json.has("planned") ? Optional.of(EstimateDocument.parse(json.rawObject("planned").canonicalBytes()))
                        : Optional.empty(),
                actual.objects("members", Limits.MAX_MEMBERS, RunAccount::line));
    }

    private static Line line(JsonFields json) {
        return new Line(json.text("organization", MAX_TEXT), number(json, "acceptedMillis"), optional(json, "downBytes"),
                optional(json, "upBytes"), optional(json, "creditMinor"), optional(json, "shareMinor"));
    }

    private static long number(JsonFields json, String field) {
        return json.integer(field, 0, JsonValue.MAX_INTEGER);
    }

    private static OptionalLong optional(JsonFields json, String field) {
        return json.has(field) ? OptionalLong.of(number(json, field)) : OptionalLong.empty();
    }

    private static JsonObject json(Line line) {
        return JsonObject.builder()
                .put("organization", line.organization())
                .put("acceptedMillis", line.acceptedMillis())
                .putIfPresent("downBytes", integer(line.downBytes()))
                .putIfPresent("upBytes", integer(line.upBytes()))
                .putIfPresent("creditMinor", integer(line.creditMinor()))
                .putIfPresent("shareMinor", integer(line.shareMinor()))
                .build();
    }

    private static Optional<JsonInteger> integer(OptionalLong value) {
        return value.isPresent() ? Optional.of(new JsonInteger(value.getAsLong())) : Optional.empty();
    }
}
