package consort.ledger.entry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import consort.ledger.entry.PeriodClose.Line;
import consort.ledger.entry.PeriodClose.Transfer;
import consort.ledger.fold.LedgerBuilder;
import consort.ledger.json.JsonException;
import consort.ledger.json.JsonString;
import consort.ledger.merkle.TreeHash;
import consort.ledger.note.Note;
import consort.ledger.note.SignerKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EntriesTest {

    private static final SignerKey KEY = LedgerBuilder.key(LedgerBuilder.ORIGIN);
    private static final String STARTED = "{\"epoch\":1,\"software\":\"x\",\"timeMillis\":5}";

    /** One of each type, taken from a ledger that has most of them. */
    private static List<Body> bodies() {
        List<Body> bodies = new ArrayList<>();
        LedgerBuilder.consortium().entries.forEach(bytes -> bodies.add(Entries.parse(bytes).body()));
        bodies.add(new RoundAbandoned(1, 1, 1, "a \"reason\" with ü"));
        bodies.add(new CoordinatorStarted(1, 2, "consort/1", OptionalLong.of(40)));
        bodies.add(new RunPaused(1, 1, "the cluster moves"));
        bodies.add(new RunResumed(1, 1, "it has moved"));
        bodies.add(new Standing(1, "acme", Optional.of("w1"), Standing.Level.DRAINING, "a new disk"));
        bodies.add(new ExternalCost(1, "acme", -5000, "hosting"));
        bodies.add(new Reversal(1, 7, 3, 5000, 0, "it was idle", OptionalLong.of(9)));
        bodies.add(new Journal(1, List.of(new Journal.Posting("acme", 5), new Journal.Posting("beta", -5)), "agreed",
                OptionalLong.empty()));
        bodies.add(new ExternalCost(1, "acme", 5000, "hosting", Opening.commitments(List.of(
                Opening.of(PrivateField.INVOICE, CommitmentsTest.salt(3), new JsonString("4711 of May"))))));
        bodies.add(new Finding(1, Finding.Kind.CONFLICTING_SEQ, "acme", Optional.of("w1"), 1, 2, LedgerBuilder.digest("x")));
        bodies.add(new Access(1, "acme", 2, "ann", Access.Role.AUDITOR, LedgerBuilder.digest("x"), 3));
        bodies.add(new AccessUsed(1, "acme", "ann", LedgerBuilder.digest("x")));
        bodies.add(new Revocation(1, Subject.ofOrganization("acme"), "unpaid"));
        bodies.add(new Revocation(1, Subject.ofPerson("acme", "ann"), "x"));
        bodies.add(new Withdrawal(1, 2, Subject.of(WorkerId.parse("acme/w1")), "x"));
        bodies.add(new Departure(1, "acme", "w1", 2, "x"));
        bodies.add(new Benchmark(1, "acme", "w1", 2, "fashion-cnn", 50, 4000, 2, "ab".repeat(32)));
        bodies.add(new Approval(1, "acme", 2, LedgerBuilder.digest("job")));
        bodies.add(new Job(1, LedgerBuilder.digest("job"), "operator", Optional.of(LedgerBuilder.digest("estimate"))));
        bodies.add(new JobWithdrawn(1, LedgerBuilder.digest("job"), "another seed"));
        bodies.add(Key.organization(1, "acme", 3, "a key"));
        bodies.add(new Authority(1, LedgerBuilder.digest("x"), Authority.Action.ADDED));
        bodies.add(new LogKey(1, "a key", 7, LedgerBuilder.digest("root")));
        bodies.add(new Dispute(1, "acme", 2, 3, OptionalLong.of(9), Optional.of(Dispute.Figure.DEVICE_TIME), "twice as long"));
        bodies.add(new Dispute(1, "acme", 2, 3, OptionalLong.empty(), Optional.empty(), "x"));
        bodies.add(new Ack(1, "acme", 2, 3, LedgerBuilder.digest("bill")));
        bodies.add(new Resolution(1, 9, Resolution.Outcome.UPHELD, "it was"));
        bodies.add(new SettlementInstruct(1, 1, 3, "acme", "beta", 14_581));
        bodies.add(new SettlementConfirm(1, "beta", 2, 1, "acme", 14_581));
        bodies.add(new Erasure(1, "acme", Optional.of("w1"), 3,
                List.of(new ErasedFields(4, Set.of(PrivateField.HOST)), new ErasedFields(9, PrivateField.OF_SITES))));
        bodies.add(new CoordinatorErasure(1, List.of(new ErasedFields(4, Set.of(PrivateField.INVOICE)))));
        bodies.add(new ModelRelease(1, 1, 2, LedgerBuilder.digest("model"), "fashion", "1.0.2-rc+7", "Apache-2.0", Optional.of("first")));
        return bodies;
    }

    @Test
    void everyTypeReadsAsItWasWritten() {
        Set<EntryType> seen = EnumSet.noneOf(EntryType.class);
        for (Body body : bodies()) {
            byte[] bytes = Entries.sign("example.org", body, KEY);
            Entry entry = Entries.parse(9, bytes);
            assertThat(entry.body()).isEqualTo(body);
            assertThat(entry.bytes()).isEqualTo(bytes);
            assertThat(entry.leafHash()).isEqualTo(TreeHash.leaf(bytes));
            assertThat(entry.isSignedBy(KEY.verifierKey())).isTrue();
            assertThat(entry.isSignedBy(LedgerBuilder.organizationKey("acme").verifierKey())).isFalse();
            seen.add(entry.type());
        }
        assertThat(seen).containsExactlyInAnyOrder(EntryType.values());
    }

    /** As coordinators wrote them before there were estimates. */
    @Test
    void aJobWithoutAnEstimateReadsAsItWasWritten() {
        String line = "{\"job\":\"" + LedgerBuilder.digest("job") + "\",\"submitter\":\"operator\",\"timeMillis\":5}";
        Job job = new Job(5, LedgerBuilder.digest("job"), "operator", Optional.empty());
        assertThat(job.json().canonicalText()).isEqualTo(line);
        assertThat(Entries.parse(Entries.sign("example.org", job, KEY)).body()).isEqualTo(job);
    }

    @Test
    void whosePartEndsIsNamedOnce() {
        assertThatThrownBy(() -> new Revocation(1, "acme", Optional.of("w1"), Optional.of("ann"), "x"))
                .isInstanceOf(JsonException.class);
        assertThatThrownBy(() -> new Withdrawal(1, 2, Subject.ofOrganization("acme"), "x")).isInstanceOf(JsonException.class);
        for (String reason : List.of("", " x", "two\nlines", "\u202e", "x".repeat(Limits.MAX_DETAIL_CHARACTERS + 1))) {
            assertThatThrownBy(() -> Entries.requireReadable(new Departure(1, "acme", "w1", 2, reason)))
                    .as(reason).isInstanceOf(MalformedEntryException.class).hasMessageContaining("reason");
        }
    }

    @Test
    void aBillSaysNothingOfWhatItDoesNotHave() {
        Line plain = new Line("acme", 1, 2, 0, 1, 1);
        PeriodClose close = new PeriodClose(5, 1, 0, "EUR", 184, 2, List.of(plain), List.of());
        assertThat(close.json().canonicalText()).isEqualTo("{\"currency\":\"EUR\",\"fromIndex\":0,\"members\":[{\"creditMinor\":2,"
                + "\"externalMinor\":0,\"netMinor\":1,\"ngpuMillis\":1,\"organization\":\"acme\",\"shareMinor\":1}],\"period\":1,"
                + "\"poolMinor\":2,\"rateMinorPerHour\":184,\"timeMillis\":5,\"transfers\":[]}");
        PeriodClose full = new PeriodClose(5, 2, 9, "EUR", 184, 2, 1, List.of(new Line("acme", 1, 2, 0, 1, 0, 30, 1, 5, -7, -2)),
                List.of(new PeriodClose.Correction(1, "acme", 5, 0, 5)), List.of());
        assertThat(Entries.parse(Entries.sign("example.org", close, KEY)).body()).isEqualTo(close);
        assertThat(Entries.parse(Entries.sign("example.org", full, KEY)).body()).isEqualTo(full);
    }

    @Test
    void aJournalsPostingsAreSortedAndSumToZero() {
        for (List<Journal.Posting> postings : List.of(List.<Journal.Posting>of(),
                List.of(new Journal.Posting("beta", 5), new Journal.Posting("acme", -5)),
                List.of(new Journal.Posting("acme", 5), new Journal.Posting("acme", -5)),
                List.of(new Journal.Posting("acme", 5), new Journal.Posting("beta", -4)))) {
            assertThatThrownBy(() -> new Journal(1, postings, "agreed", OptionalLong.empty())).isInstanceOf(JsonException.class)
                    .hasMessageContaining("postings");
        }
        assertThatThrownBy(() -> new Journal.Posting("acme", 0)).isInstanceOf(JsonException.class).hasMessageContaining("acme");
    }

    @Test
    void anEntryIsTwoReadableLines() {
        byte[] bytes = Entries.sign("example.org", new CoordinatorStarted(5, 1, "x"), KEY);
        assertThat(new String(bytes, StandardCharsets.UTF_8))
                .startsWith("example.org/coordinator-started/v1\n" + STARTED + "\n\n— example.org/demo ");
    }

    @Test
    void refusesToSignWhatCouldNotBeReadAgain() {
        assertThatThrownBy(() -> Entries.sign("example.org", new CoordinatorStarted(5, 0, "x"), KEY))
                .isInstanceOf(MalformedEntryException.class).hasMessageContaining("field 'epoch': expected an integer within 1");
        assertThatThrownBy(() -> Entries.sign("example.org", new RoundAbandoned(1, 1, 1, "x".repeat(301)), KEY))
                .isInstanceOf(MalformedEntryException.class).hasMessageContaining("'reason'");
        assertThatThrownBy(() -> Entries.requireReadable(new Acceptance(1, "Acme", 1, LedgerBuilder.digest("x"), 1, 1)))
                .isInstanceOf(MalformedEntryException.class).hasMessageContaining("\"Acme\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "{\"epoch\":1,\"software\":\"x\"}",
        "{\"epoch\":1,\"more\":1,\"software\":\"x\",\"timeMillis\":5}",
        "{\"software\":\"x\",\"epoch\":1,\"timeMillis\":5}",
        "{\"epoch\":1.0,\"software\":\"x\",\"timeMillis\":5}",
        "{\"epoch\":1,\"epoch\":1,\"software\":\"x\",\"timeMillis\":5}",
        "{\"epoch\":\"1\",\"software\":\"x\",\"timeMillis\":5}",
        "{\"epoch\":9007199254740992,\"software\":\"x\",\"timeMillis\":5}",
        "[]", ""})
    void refusesAnotherBody(String json) {
        assertMalformed("example.org/coordinator-started/v1\n" + json + "\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"coordinator-started/v1", "example.org/coordinator-started", "example.org/coordinator-started/1",
        "example.org//v1", "/coordinator-started/v1", "example.org/coordinator-started/v1 "})
    void refusesAnotherFirstLine(String line1) {
        assertMalformed(line1 + "\n" + STARTED + "\n");
    }

    @Test
    void tellsAnUnknownTypeOrVersionFromNonsense() {
        for (String type : List.of("forecast/v1", "coordinator-started/v3", "coordinator-started/v0", "coordinator-started/v01",
                "job/v2")) {
            byte[] bytes = Note.sign("example.org/" + type + "\n" + STARTED + "\n", KEY).bytes();
            assertThatThrownBy(() -> Entries.parse(bytes)).isInstanceOfSatisfying(UnknownEntryTypeException.class,
                    unknown -> assertThat(unknown.type()).isEqualTo(type));
        }
    }

    @Test
    void readsAnOldVersionAsWhatItMeansTodayAndKeepsItsBytes() {
        byte[] old = Note.sign("example.org/coordinator-started/v1\n" + STARTED + "\n", KEY).bytes();
        Entry entry = Entries.parse(7, old);
        assertThat(entry.body()).isEqualTo(new CoordinatorStarted(5, 1, "x", OptionalLong.empty()));
        assertThat(entry.bytes()).isEqualTo(old);
        assertThat(entry.leafHash()).isEqualTo(TreeHash.leaf(old));
    }

    @Test
    void writesTheLowestVersionThatCanSayItAndReadsItAsNoOther() {
        byte[] restored = Entries.sign("example.org", new CoordinatorStarted(5, 1, "x", OptionalLong.of(9)), KEY);
        String json = "{\"epoch\":1,\"restored\":9,\"software\":\"x\",\"timeMillis\":5}\n";
        assertThat(new String(restored, StandardCharsets.UTF_8)).startsWith("example.org/coordinator-started/v2\n" + json);
        assertMalformed("example.org/coordinator-started/v1\n" + json);
        assertMalformed("example.org/coordinator-started/v2\n" + STARTED + "\n");
    }

    @Test
    void refusesTwoSignaturesAndMoreThanTwoLines() {
        String text = "example.org/coordinator-started/v1\n" + STARTED + "\n";
        assertThatThrownBy(() -> Entries.parse(Note.sign(text, KEY, LedgerBuilder.organizationKey("acme")).bytes()))
                .isInstanceOf(MalformedEntryException.class).hasMessageContaining("one signature");
        assertMalformed(text + "more\n");
        assertMalformed("example.org/coordinator-started/v1\n");
    }

    @Test
    void arbitraryBytesAreRefusedAndNothingElseHappens() {
        long seed = 4;
        Random random = new Random(seed);
        byte[] honest = Entries.sign("example.org", new CoordinatorStarted(5, 1, "x"), KEY);
        for (int i = 0; i < 2000; i++) {
            byte[] bytes = honest.clone();
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            try {
                assertThat(Entries.parse(bytes).bytes()).as("seed %d, case %d", seed, i).isEqualTo(bytes);
            } catch (MalformedEntryException | UnknownEntryTypeException refused) {
                assertThat(refused.getMessage()).isNotBlank();
            }
        }
    }

    @Test
    void optionalFieldsMustFitTheRest() {
        assertThatThrownBy(() -> new Observation(1, 1, 1, Observation.Verdict.REFUSED, Optional.empty(), Optional.empty(), 0,
                OptionalLong.empty(), OptionalLong.empty(), Optional.empty())).hasMessageContaining("reason");
        assertThatThrownBy(() -> new UsageClaim(1, "acme", "w1", 1, 1, "", UsageClaim.Outcome.DONE, Optional.of("crashed"),
                Optional.empty(), 1, 1, 1, Optional.empty(), OptionalLong.empty(), OptionalLong.empty()))
                        .hasMessageContaining("reason");
        assertThatThrownBy(() -> new Key(1, "acme", Optional.of("w1"), 1, Key.Purpose.WORKER, "k", Optional.of("x"), OptionalLong.empty()))
                .hasMessageContaining("worker-invite");
        assertThatThrownBy(() -> new Key(1, "acme", Optional.of("w1"), 1, Key.Purpose.ORGANIZATION, "k", Optional.empty(),
                OptionalLong.empty())).hasMessageContaining("names a worker");
    }

    @Test
    void theLargestBillAndTheLargestCohortFitIntoAnEntry() {
        List<Line> lines = new ArrayList<>();
        List<Transfer> transfers = new ArrayList<>();
        List<PeriodClose.Correction> corrections = new ArrayList<>();
        long most = (1L << 53) - 1;
        for (int i = 0; i < Limits.MAX_MEMBERS; i++) {
            String name = ("m" + i).concat("x".repeat(40)).substring(0, 40);
            lines.add(new Line(name, most, -most, -most, -most, -most, most, most, -most, -most, most));
            corrections.add(new PeriodClose.Correction(most, name, -most, -most, -most));
            transfers.add(new Transfer(name, name, most));
        }
        PeriodClose close = new PeriodClose(most, most, most, "EUR", most, -most, most, lines,
                corrections.subList(0, PeriodClose.MAX_CORRECTIONS), transfers);
        assertThat(Entries.sign("example.org", close, KEY).length).isLessThan(Limits.MAX_ENTRY_BYTES);
        List<WorkerId> cohort = new ArrayList<>();
        for (int i = 0; i < Limits.MAX_COHORT; i++) {
            cohort.add(new WorkerId("x".repeat(40), ("m" + i).concat("x".repeat(40)).substring(0, 40)));
        }
        RoundOpened opened = new RoundOpened(most, most, most, LedgerBuilder.digest("x"), cohort, 1, 1);
        assertThat(Entries.sign("example.org", opened, KEY).length).isLessThan(Limits.MAX_ENTRY_BYTES);
    }

    private static void assertMalformed(String text) {
        byte[] bytes = Note.sign(text, KEY).bytes();
        assertThatThrownBy(() -> Entries.parse(bytes)).as(text).isInstanceOf(MalformedEntryException.class);
    }
}
