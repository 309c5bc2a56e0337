package consort.ledger.fold;

import static consort.ledger.fold.LedgerBuilder.digest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import consort.ledger.entry.Body;
import consort.ledger.entry.Charter;
import consort.ledger.entry.CoordinatorBody;
import consort.ledger.entry.CoordinatorStarted;
import consort.ledger.entry.Entries;
import consort.ledger.entry.Entry;
import consort.ledger.entry.Invitation;
import consort.ledger.entry.Job;
import consort.ledger.entry.Lease;
import consort.ledger.entry.LeaseEnded;
import consort.ledger.entry.LeaseKind;
import consort.ledger.entry.Member;
import consort.ledger.entry.Observation;
import consort.ledger.entry.PeriodClose;
import consort.ledger.entry.PeriodClose.Line;
import consort.ledger.entry.RoundClosed;
import consort.ledger.entry.RoundOpened;
import consort.ledger.entry.RunEnded;
import consort.ledger.entry.RunStarted;
import consort.ledger.entry.WorkerId;
import consort.ledger.json.JsonInteger;
import consort.ledger.json.JsonObject;
import consort.ledger.json.JsonString;
import consort.ledger.json.JsonValue;
import consort.ledger.note.Note;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A dishonest operator alters one field of one entry and signs it anew: the fold names entry, field and rule, and is left as
 * it was.
 */
class AlteredEntryTest {

    private static final LedgerBuilder HONEST = LedgerBuilder.consortium();

    static Stream<Arguments> alterations() {
        return Stream.of(
                field(Charter.class, 1, "charter", text(digest("other")), Rule.DOCUMENT),
                field(Charter.class, 1, "logKey", text(LedgerBuilder.key("example.org/other").verifierKey().toString()),
                        Rule.SIGNER),
                field(CoordinatorStarted.class, 1, "timeMillis", plus(-1), Rule.LEDGER_TIME),
                field(Invitation.class, 1, "expiresMillis", number(1), Rule.INVITATION),
                field(Invitation.class, 2, "organization", text("acme"), Rule.INVITATION),
                field(Invitation.class, 2, "inviteHash", text(digest("acme")), Rule.INVITATION),
                field(Member.class, 1, "organization", text("dora"), Rule.INVITATION),
                field(Member.class, 1, "inviteHash", text(digest("nobody")), Rule.INVITATION),
                field(Member.class, 1, "timeMillis", plus(LedgerBuilder.HOUR_MILLIS + 1), Rule.INVITATION),
                field(Member.class, 1, "key", text(LedgerBuilder.organizationKey("beta").verifierKey().toString()), Rule.KEY),
                field(Member.class, 1, "key", text("no key"), Rule.KEY),
                field(Job.class, 1, "job", text(digest("other")), Rule.DOCUMENT),
                field(RunStarted.class, 1, "run", plus(1), Rule.RUN),
                field(RunStarted.class, 1, "job", text(digest("other")), Rule.JOB),
                field(RunStarted.class, 1, "model", text(digest("other")), Rule.MODEL),
                field(RoundOpened.class, 1, "run", plus(1), Rule.RUN),
                field(RoundOpened.class, 2, "round", plus(1), Rule.ROUND),
                field(RoundOpened.class, 2, "model", text(digest("initial")), Rule.MODEL),
                field(RoundOpened.class, 1, "quorum", plus(-1), Rule.QUORUM),
                field(RoundOpened.class, 1, "durationMillis", plus(1), Rule.ROUND),
                body(RoundOpened.class, 1, "cohort", opened -> cohort(opened, "acme/w1"), Rule.COHORT),
                body(RoundOpened.class, 1, "cohort", opened -> cohort(opened, "acme/w1", "acme/w9"), Rule.COHORT),
                body(RoundOpened.class, 1, "cohort", opened -> cohort(opened, "acme/w1", "acme/w1", "beta/w1"), Rule.COHORT),
                field(Lease.class, 1, "lease", plus(1), Rule.LEASE),
                field(Lease.class, 1, "round", plus(1), Rule.ROUND),
                field(Lease.class, 1, "worker", text("w9"), Rule.LEASE),
                body(Lease.class, 2, "worker", lease -> (Lease) withField(lease, "organization", text("acme")), Rule.LEASE),
                field(Lease.class, 1, "model", text(digest("other")), Rule.MODEL),
                field(Lease.class, 1, "trainer", text("other"), Rule.LEASE),
                field(Lease.class, 1, "data", text("other"), Rule.LEASE),
                field(Lease.class, 1, "steps", plus(1), Rule.LEASE),
                field(Lease.class, 1, "seed", plus(1), Rule.SEED),
                field(Lease.class, 1, "weight", plus(1), Rule.WEIGHT),
                field(Lease.class, 1, "durationMillis", plus(1), Rule.LEASE),
                body(Lease.class, 1, "kind", AlteredEntryTest::evaluation, Rule.PHASE),
                field(Lease.class, 4, "weight", plus(1), Rule.WEIGHT),
                field(Observation.class, 1, "claim", plus(-1), Rule.CLAIM),
                field(Observation.class, 1, "lease", plus(1), Rule.CLAIM),
                field(Observation.class, 1, "acceptedMillis", plus(1), Rule.ACCEPTANCE_RULE),
                field(Observation.class, 1, "normMillionths", plus(1_000_000_000), Rule.VERDICT),
                body(Observation.class, 1, "reason", observation -> refused(observation, "late"), Rule.VERDICT),
                body(Observation.class, 1, "acceptedMillis", observation -> refused(observation, "malformed"),
                        Rule.ACCEPTANCE_RULE),
                body(Observation.class, 3, "verdict", AlteredEntryTest::accepted, Rule.VERDICT),
                body(Observation.class, 3, "reason", observation -> refused(observation, "malformed"), Rule.VERDICT),
                field(Observation.class, 7, "normMillionths", number(1), Rule.VERDICT),
                field(LeaseEnded.class, 1, "lease", plus(-1), Rule.LEASE),
                field(RoundClosed.class, 1, "round", plus(1), Rule.ROUND),
                field(RoundClosed.class, 1, "rule", text("median/1"), Rule.AGGREGATION),
                field(RoundClosed.class, 1, "previous", text(digest("other")), Rule.MODEL),
                field(RoundClosed.class, 1, "manifest", text(digest("other")), Rule.DOCUMENT),
                field(RoundClosed.class, 1, "manifest", text(HONEST.state.charterDigest()), Rule.DOCUMENT),
                field(RoundClosed.class, 2, "manifest", text(manifestOfRoundOne()), Rule.MANIFEST),
                field(RoundClosed.class, 1, "updates", plus(1), Rule.MANIFEST),
                field(RoundClosed.class, 1, "weight", plus(1), Rule.WEIGHT),
                field(RoundClosed.class, 1, "stateBefore", text(digest("other")), Rule.AGGREGATION),
                field(RoundClosed.class, 1, "stateAfter", text(digest("other")), Rule.AGGREGATION),
                field(RunEnded.class, 1, "model", text(digest("other")), Rule.MODEL),
                field(RunEnded.class, 1, "run", plus(1), Rule.RUN),
                field(PeriodClose.class, 1, "period", plus(1), Rule.BILL),
                field(PeriodClose.class, 1, "fromIndex", plus(1), Rule.BILL),
                field(PeriodClose.class, 1, "currency", text("USD"), Rule.BILL),
                field(PeriodClose.class, 1, "rateMinorPerHour", plus(1), Rule.BILL),
                field(PeriodClose.class, 1, "poolMinor", plus(1), Rule.BILL),
                line("ngpuMillis"),
                line("creditMinor"),
                line("externalMinor"),
                line("shareMinor"),
                line("netMinor"),
                line("days"),
                line("cutMinor"),
                line("correctionMinor"),
                line("journalMinor"),
                line("payableMinor"),
                body(PeriodClose.class, 1, "deficitMinor", close -> new PeriodClose(close.timeMillis(), close.period(), close.fromIndex(),
                        close.currency(), close.rateMinorPerHour(), close.poolMinor(), 1, close.members(), List.of(), close.transfers()),
                        Rule.BILL),
                body(PeriodClose.class, 1, "corrections", close -> new PeriodClose(close.timeMillis(), close.period(), close.fromIndex(),
                        close.currency(), close.rateMinorPerHour(), close.poolMinor(), 0, close.members(),
                        List.of(new PeriodClose.Correction(1, "acme", 1, 0, 1)), close.transfers()), Rule.BILL),
                body(PeriodClose.class, 1, "members",
                        close -> close(close, close.members().subList(1, 3), close.transfers()), Rule.BILL),
                body(PeriodClose.class, 1, "transfers", close -> close(close, close.members(), List.of()), Rule.BILL));
    }

    @ParameterizedTest(name = "{0} #{1} {2} -> {4}")
    @MethodSource("alterations")
    void anAlteredFieldIsNamed(Class<? extends Body> type, int which, String field,
            UnaryOperator<CoordinatorBody> alteration, Rule rule) {
        State state = new State();
        int seen = 0;
        for (byte[] bytes : HONEST.entries) {
            Entry entry = Entries.parse(state.size(), bytes);
            seen += type.isInstance(entry.body()) ? 1 : 0;
            if (type.isInstance(entry.body()) && seen == which) {
                expectViolation(state, alteration.apply((CoordinatorBody) entry.body()), field, rule);
                return;
            }
            applyHonest(state, entry);
        }
        fail("the ledger has only " + seen + " entries of " + type);
    }

    private static void expectViolation(State state, CoordinatorBody altered, String field, Rule rule) {
        Entry entry = Entries.parse(state.size(), Entries.sign("example.org", altered, HONEST.logKey));
        String before = state.stateDigest();
        ThrowingCallable taking = () -> Rulings.take(state, entry, HONEST.documents());
        assertThatThrownBy(taking).isInstanceOfSatisfying(RuleViolation.class, violation -> {
            assertThat(violation.index()).isEqualTo(entry.index());
            assertThat(violation.rule()).as(violation.getMessage()).isEqualTo(rule);
            String named = rule == Rule.SIGNER ? "signature" : field;
            assertThat(violation.field()).as(violation.getMessage()).startsWith(named);
        });
        try {
            state.apply(entry, HONEST.documents());
            fail("applied");
        } catch (RuleViolation violation) {
            assertThat(state.stateDigest()).isEqualTo(before);
        }
    }

    private static void applyHonest(State state, Entry entry) {
        try {
            Rulings.take(state, entry, HONEST.documents());
        } catch (RuleViolation violation) {
            throw new AssertionError(violation);
        }
    }

    private static <B extends CoordinatorBody> Arguments body(
            Class<B> type, int which, String field, UnaryOperator<B> alteration, Rule rule) {
        UnaryOperator<CoordinatorBody> any = body -> alteration.apply(type.cast(body));
        return Arguments.of(type, which, field, any, rule);
    }

    private static <B extends CoordinatorBody> Arguments field(
            Class<B> type, int which, String field, UnaryOperator<JsonValue> alteration, Rule rule) {
        return body(type, which, field, body -> type.cast(withField(body, field, alteration)), rule);
    }

    /** One more in a field of acme's line of the bill. */
    private static Arguments line(String field) {
        return body(PeriodClose.class, 1, "members[acme]." + field, close -> {
            List<Line> lines = new ArrayList<>(close.members());
            lines.set(0, withOneMore(lines.getFirst(), field));
            return close(close, lines, close.transfers());
        }, Rule.BILL);
    }

    private static Line withOneMore(Line line, String field) {
        return new Line(line.organization(),
                line.ngpuMillis() + (field.equals("ngpuMillis") ? 1 : 0),
                line.creditMinor() + (field.equals("creditMinor") ? 1 : 0),
                line.externalMinor() + (field.equals("externalMinor") ? 1 : 0),
                line.shareMinor() + (field.equals("shareMinor") ? 1 : 0),
                line.netMinor() + (field.equals("netMinor") ? 1 : 0),
                field.equals("days") ? 1 : 0,
                field.equals("cutMinor") ? 1 : 0,
                field.equals("correctionMinor") ? 1 : 0,
                field.equals("journalMinor") ? 1 : 0,
                line.payableMinor() + (field.equals("payableMinor") ? 1 : 0));
    }

    /** The body whose JSON has another value in one field. */
    private static Body withField(Body body, String field, UnaryOperator<JsonValue> alteration) {
        TreeMap<String, JsonValue> members = new TreeMap<>(body.json().members());
        members.compute(field, (name, value) -> alteration.apply(value));
        String text = "example.org/" + body.type().text() + "/v1\n" + new JsonObject(members).canonicalText() + "\n";
        return Entries.parse(Note.sign(text, HONEST.logKey).bytes()).body();
    }

    private static UnaryOperator<JsonValue> text(String value) {
        return before -> new JsonString(value);
    }

    private static UnaryOperator<JsonValue> number(long value) {
        return before -> new JsonInteger(value);
    }

    private static UnaryOperator<JsonValue> plus(long more) {
        return before -> new JsonInteger(((JsonInteger) before).value() + more);
    }

    private static RoundOpened cohort(RoundOpened opened, String... workers) {
        return new RoundOpened(opened.timeMillis(), opened.run(), opened.round(), opened.model(),
                Stream.of(workers).map(WorkerId::parse).toList(), opened.quorum(), opened.durationMillis());
    }

    private static Lease evaluation(Lease lease) {
        return new Lease(lease.timeMillis(), lease.lease(), lease.run(), lease.round(), LeaseKind.EVALUATE, lease.organization(),
                lease.worker(), lease.model(), lease.trainer(), lease.data(), 0, lease.seed(), 0, 1, lease.durationMillis());
    }

    private static Observation refused(Observation observation, String reason) {
        return new Observation(observation.timeMillis(), observation.claim(), observation.lease(), Observation.Verdict.REFUSED,
                Optional.of(reason), Optional.empty(), observation.acceptedMillis(), OptionalLong.empty(),
                OptionalLong.empty(), Optional.empty());
    }

    private static Observation accepted(Observation observation) {
        return new Observation(observation.timeMillis(), observation.claim(), observation.lease(), Observation.Verdict.ACCEPTED,
                Optional.empty(), Optional.empty(), observation.acceptedMillis(), OptionalLong.of(1),
                OptionalLong.empty(), Optional.empty());
    }

    private static PeriodClose close(PeriodClose close, List<Line> lines, List<PeriodClose.Transfer> transfers) {
        return new PeriodClose(close.timeMillis(), close.period(), close.fromIndex(), close.currency(), close.rateMinorPerHour(),
                close.poolMinor(), lines, transfers);
    }

    private static String manifestOfRoundOne() {
        return HONEST.entries.stream().map(Entries::parse).map(Entry::body)
                .filter(RoundClosed.class::isInstance).map(RoundClosed.class::cast).findFirst().orElseThrow().manifest();
    }
}
