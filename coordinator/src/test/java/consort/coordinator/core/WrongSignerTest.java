package consort.coordinator.core;

import static org.assertj.core.api.Assertions.assertThat;

import consort.ledger.entry.Access;
import consort.ledger.entry.Acceptance;
import consort.ledger.entry.Ack;
import consort.ledger.entry.Approval;
import consort.ledger.entry.Benchmark;
import consort.ledger.entry.CoordinatorBody;
import consort.ledger.entry.Departure;
import consort.ledger.entry.Dispute;
import consort.ledger.entry.Entries;
import consort.ledger.entry.Entry;
import consort.ledger.entry.EntryType;
import consort.ledger.entry.ErasedFields;
import consort.ledger.entry.Erasure;
import consort.ledger.entry.Key;
import consort.ledger.entry.KeyNames;
import consort.ledger.entry.Opening;
import consort.ledger.entry.PartyBody;
import consort.ledger.entry.PrivateField;
import consort.ledger.entry.SettlementConfirm;
import consort.ledger.entry.SettlementInstruct;
import consort.ledger.entry.Subject;
import consort.ledger.entry.UsageClaim;
import consort.ledger.entry.Withdrawal;
import consort.ledger.entry.WorkerId;
import consort.ledger.json.JsonString;
import consort.ledger.note.CosignerKey;
import consort.ledger.note.Note;
import consort.ledger.note.NoteSignature;
import consort.ledger.note.SignerKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What arrives from outside is entered when its one signer signed it, and refused by the coordinator when anybody else did. */
class WrongSignerTest {

    private static final Path PAGE = Path.of("../docs/tampering.md");
    private static final String DOMAIN = "example.org";
    private static final long MILLIS = 1_700_000_000_000L;
    private static final WorkerId W1 = new WorkerId("acme", "w1");
    private static final WorkerId W2 = new WorkerId("acme", "w2");

    /** The door by which an entry comes in. */
    private enum Door { ENROLLS_ORGANIZATION, ENROLLS_WORKER, OF_ORGANIZATION, OF_WORKER, CLAIM }

    /** Every kind of entry that arrives: who signs it, and where it comes in. */
    private enum Arrival {
        ACCEPTANCE(Door.ENROLLS_ORGANIZATION, Pool.orgKey("dora")),
        WORKER_INVITE(Door.OF_ORGANIZATION, Pool.orgKey("acme")),
        WORKER_KEY(Door.ENROLLS_WORKER, Pool.inviteKey(W2)),
        NEXT_KEY(Door.OF_ORGANIZATION, Pool.orgKey("acme")),
        WITNESS_OF_ORGANIZATION(Door.OF_ORGANIZATION, Pool.orgKey("acme")),
        WITNESS_OF_WORKER(Door.OF_WORKER, Pool.workerKey(W1)),
        USAGE_CLAIM(Door.CLAIM, Pool.workerKey(W1)),
        BENCHMARK(Door.OF_WORKER, Pool.workerKey(W1)),
        ACCESS(Door.OF_ORGANIZATION, Pool.orgKey("acme")),
        WITHDRAWAL(Door.OF_ORGANIZATION, Pool.orgKey("acme")),
        DEPARTURE(Door.OF_WORKER, Pool.workerKey(W1)),
        APPROVAL(Door.OF_ORGANIZATION, Pool.orgKey("acme")),
        DISPUTE(Door.OF_ORGANIZATION, Pool.orgKey("acme")),
        ACK(Door.OF_ORGANIZATION, Pool.orgKey("acme")),
        SETTLEMENT_CONFIRM(Door.OF_ORGANIZATION, Pool.orgKey("acme")),
        ERASURE_BY_ORGANIZATION(Door.OF_ORGANIZATION, Pool.orgKey("acme")),
        ERASURE_BY_WORKER(Door.OF_WORKER, Pool.workerKey(W1));

        private final Door door;
        private final SignerKey signer;

        Arrival(Door door, SignerKey signer) {
            this.door = door;
            this.signer = signer;
        }
    }

    private Pool pool;

    @ParameterizedTest
    @EnumSource(Arrival.class)
    void isRefusedFromAnotherSignerAndEnteredWithItsOwn(Arrival arrival) throws IOException {
        byte[] honest = honest(arrival);
        long size = pool.state().size();
        for (byte[] forged : forged(arrival, Entries.parse(honest))) {
            assertThat(offer(arrival.door, forged)).as(new String(forged)).contains(switch (arrival.door) {
                case ENROLLS_ORGANIZATION -> "the acceptance is not signed by";
                case ENROLLS_WORKER -> "signed with the key of its invite";
                case OF_ORGANIZATION, OF_WORKER -> "signed with its key";
                case CLAIM -> "the claim is not signed by the key of worker";
            });
            assertThat(pool.state().size()).as("nothing is entered, no finding either").isEqualTo(size);
        }
        assertThat(offer(arrival.door, honest)).isEmpty();
        assertThat(pool.state().size()).isGreaterThan(size);
    }

    @Test
    void aTypeThatArrivesIsAmongThem() throws IOException {
        Set<Class<?>> types = new LinkedHashSet<>();
        Set<Key.Purpose> purposes = new LinkedHashSet<>();
        for (Arrival arrival : Arrival.values()) {
            PartyBody body = (PartyBody) Entries.parse(honest(arrival)).body();
            types.add(body.getClass());
            if (body instanceof Key key) {
                purposes.add(key.purpose());
            }
        }
        assertThat(types).containsExactlyInAnyOrder(PartyBody.class.getPermittedSubclasses());
        assertThat(purposes).containsExactlyInAnyOrder(Key.Purpose.values());
    }

    /** By its own key, a party's or a worker's: each is let in by no door. */
    @Test
    void whatTheCoordinatorWritesArrivesFromNobody() throws IOException {
        List<Entry> own = new ArrayList<>();
        for (Arrival arrival : List.of(Arrival.SETTLEMENT_CONFIRM, Arrival.USAGE_CLAIM)) {
            offer(arrival.door, honest(arrival));
            for (long index = 0; index < pool.state().size(); index++) {
                own.add(Entries.parse(pool.engine.log().entry(index)));
            }
        }
        own.removeIf(entry -> !(entry.body() instanceof CoordinatorBody));
        assertThat(own.stream().map(Entry::type)).contains(EntryType.CHARTER, EntryType.MEMBER, EntryType.LEASE, EntryType.OBSERVATION,
                EntryType.PERIOD_CLOSE, EntryType.SETTLEMENT_INSTRUCT, EntryType.EXTERNAL_COST);
        long size = pool.state().size();
        for (Entry entry : own) {
            for (SignerKey key : List.of(pool.logKey, Pool.orgKey("acme"), Pool.workerKey(W1))) {
                for (Door door : List.of(Door.OF_ORGANIZATION, Door.OF_WORKER, Door.CLAIM)) {
                    assertThat(offer(door, Note.sign(entry.note().text(), key).bytes())).as(entry.type().text()).isNotEmpty();
                }
            }
        }
        assertThat(pool.state().size()).isEqualTo(size);
    }

    @Test
    void thePageSaysOfEveryTypeWhetherItArrives() throws IOException {
        String page = Files.readString(PAGE);
        String section = page.substring(page.indexOf("## Arrivals"), page.indexOf("\n## ", page.indexOf("## Arrivals") + 1));
        String written = section.lines().filter(line -> line.startsWith("| the coordinator only")).findFirst().orElseThrow();
        for (EntryType type : EntryType.values()) {
            assertThat(section).contains("`" + type.text() + "`");
        }
        Set<EntryType> arrives = Stream.of(Arrival.values()).map(WrongSignerTest::type).collect(Collectors.toSet());
        for (EntryType type : EntryType.values()) {
            assertThat(written.contains("`" + type.text() + "`")).as(type.text()).isNotEqualTo(arrives.contains(type));
        }
    }

    private static EntryType type(Arrival arrival) {
        return switch (arrival) {
            case ACCEPTANCE -> EntryType.ACCEPTANCE;
            case WORKER_INVITE, WORKER_KEY, NEXT_KEY, WITNESS_OF_ORGANIZATION, WITNESS_OF_WORKER -> EntryType.KEY;
            case USAGE_CLAIM -> EntryType.USAGE_CLAIM;
            case BENCHMARK -> EntryType.BENCHMARK;
            case ACCESS -> EntryType.ACCESS;
            case WITHDRAWAL -> EntryType.WITHDRAWAL;
            case DEPARTURE -> EntryType.DEPARTURE;
            case APPROVAL -> EntryType.APPROVAL;
            case DISPUTE -> EntryType.DISPUTE;
            case ACK -> EntryType.ACK;
            case SETTLEMENT_CONFIRM -> EntryType.SETTLEMENT_CONFIRM;
            case ERASURE_BY_ORGANIZATION, ERASURE_BY_WORKER -> EntryType.ERASURE;
        };
    }

    // ---- what is offered

    /** By everybody else, by another key of the signer's name, and with its signature of another text. */
    private List<byte[]> forged(Arrival arrival, Entry honest) {
        String text = honest.note().text();
        byte[] seed = new byte[SignerKey.SEED_BYTES];
        Arrays.fill(seed, (byte) 99);
        List<byte[]> forged = new ArrayList<>();
        Stream.of(pool.logKey, Pool.orgKey("acme"), Pool.orgKey("beta"), Pool.workerKey(W1), Pool.workerKey(new WorkerId("beta", "w1")),
                SignerKey.fromSeed(arrival.signer.name(), seed))
                .filter(key -> !key.verifierKey().equals(arrival.signer.verifierKey()))
                .forEach(key -> forged.add(Note.sign(text, key).bytes()));
        NoteSignature other = Note.sign("something else\n", arrival.signer).signatures().getFirst();
        forged.add(new Note(text, List.of(other)).bytes());
        return forged;
    }

    /** What is refused, and why; "" when it was entered. */
    private String offer(Door door, byte[] entry) throws IOException {
        return switch (door) {
            case ENROLLS_ORGANIZATION -> said(new Event.EnrollOrganization(pool.ticket(), Pool.inviteHash("dora"),
                    Pool.orgKey("dora").verifierKey().toString(), entry));
            case ENROLLS_WORKER -> said(new Event.EnrollWorker(pool.ticket(), Pool.inviteHash(W2.toString()), entry));
            case OF_ORGANIZATION -> said(new Event.AppendEntry(pool.ticket(), "acme", entry));
            case OF_WORKER -> said(new Event.AppendEntry(pool.ticket(), Subject.of(W1), entry));
            case CLAIM -> {
                pool.offer(W1, entry);
                yield pool.last(W1).hasClaimRefused() ? pool.last(W1).getClaimRefused().getReason() : "";
            }
        };
    }

    private String said(Event.Request request) throws IOException {
        return pool.ask(request) instanceof Reply.Refused refused ? refused.message() : "";
    }

    /** In a pool where it is due. */
    private byte[] honest(Arrival arrival) throws IOException {
        pool = switch (arrival) {
            case DISPUTE, ACK -> new BilledPool().pool;
            case SETTLEMENT_CONFIRM -> settled();
            case APPROVAL -> working(new Pool(1));
            default -> working(Pool.withReference());
        };
        switch (arrival) {
            case ACCEPTANCE -> pool.invite("dora");
            case WORKER_KEY -> said(new Event.AppendEntry(pool.ticket(), "acme", pool.workerInvite(W2, seq("acme"))));
            case APPROVAL -> pool.ask(pool.submission(Pool.job(1, 1, 1, 1)));
            case ERASURE_BY_ORGANIZATION, ERASURE_BY_WORKER -> assertThat(offer(Door.OF_WORKER, signed(Pool.workerKey(W1), benchmark()))).isEmpty();
            default -> { }
        }
        return arrival == Arrival.USAGE_CLAIM ? claim() : signed(arrival.signer, body(arrival));
    }

    private PartyBody body(Arrival arrival) {
        return switch (arrival) {
            case ACCEPTANCE -> new Acceptance(MILLIS, "dora", 1, pool.state().charterDigest(), 1, 1);
            case WORKER_INVITE -> Key.workerInvite(MILLIS, W2, seq("acme"), Pool.inviteKey(W2).verifierKey().toString(),
                    Pool.inviteHash(W2.toString()), pool.now().wallMillis() + 1_000_000);
            case WORKER_KEY -> Key.worker(MILLIS, W2, Pool.workerKey(W2).verifierKey().toString());
            case NEXT_KEY -> Key.organization(MILLIS, "acme", seq("acme"), SignerKey.fromSeed(Pool.orgKey("acme").name(),
                    new byte[SignerKey.SEED_BYTES]).verifierKey().toString());
            case WITNESS_OF_ORGANIZATION -> Key.witness(MILLIS, "acme", seq("acme"), witness());
            case WITNESS_OF_WORKER -> Key.witness(MILLIS, W1, pool.nextSeq(W1), witness());
            case USAGE_CLAIM -> throw new IllegalStateException("made by the pool");
            case BENCHMARK -> benchmark();
            case ACCESS -> new Access(MILLIS, "acme", seq("acme"), "ann", Access.Role.AUDITOR, Pool.inviteHash("ann"),
                    pool.now().wallMillis() + 1_000_000);
            case WITHDRAWAL -> new Withdrawal(MILLIS, seq("acme"), Subject.of(W1), "sold");
            case DEPARTURE -> new Departure(MILLIS, "acme", "w1", pool.nextSeq(W1), "done");
            case APPROVAL -> new Approval(MILLIS, "acme", seq("acme"), pool.state().jobs().keySet().iterator().next());
            case DISPUTE -> new Dispute(MILLIS, "acme", seq("acme"), 1, OptionalLong.empty(), Optional.of(Dispute.Figure.SHARE), "too much");
            case ACK -> new Ack(MILLIS, "acme", seq("acme"), 1, pool.state().settlements().bill(1).hex());
            case SETTLEMENT_CONFIRM -> confirmation();
            case ERASURE_BY_ORGANIZATION -> new Erasure(MILLIS, "acme", Optional.empty(), seq("acme"), host());
            case ERASURE_BY_WORKER -> new Erasure(MILLIS, "acme", Optional.of("w1"), pool.nextSeq(W1), host());
        };
    }

    /** The lease of acme's worker is answered. */
    private byte[] claim() throws IOException {
        offer(Door.OF_WORKER, signed(Pool.workerKey(W1), benchmark()));
        pool.submit(Pool.job(1, 1, 1, 1));
        pool.pass(6_000);
        byte[] claim = pool.claim(W1, pool.nextSeq(W1), pool.lease(W1));
        assertThat(Entries.parse(claim).body()).isInstanceOf(UsageClaim.class);
        return claim;
    }

    private Benchmark benchmark() {
        return new Benchmark(MILLIS, "acme", "w1", pool.nextSeq(W1), "cnn", 10, 4_000, 1, Pool.MODEL).withPriv(Opening.commitments(
                List.of(Opening.of(PrivateField.HOST, new byte[32], new JsonString("a host")))));
    }

    private List<ErasedFields> host() {
        return List.of(new ErasedFields(pool.state().size() - 1, Set.of(PrivateField.HOST)));
    }

    private SettlementConfirm confirmation() {
        SettlementInstruct instruct = pool.state().settlements().instruction(1).orElseThrow().instruct();
        return new SettlementConfirm(MILLIS, "acme", seq("acme"), 1, instruct.from(), instruct.amountMinor());
    }

    private static CosignerKey witness() {
        return CosignerKey.of(KeyNames.witness(Pool.ORIGIN, "acme"), Pool.key("witness").verifierKey().publicKey());
    }

    private long seq(String organization) {
        return pool.state().lastSeq(Pool.orgKey(organization).verifierKey()) + 1;
    }

    private static byte[] signed(SignerKey key, PartyBody body) {
        return Entries.sign(DOMAIN, body, key);
    }

    private static Pool working(Pool pool) throws IOException {
        pool.member("acme");
        pool.member("beta");
        pool.connect(W1);
        return pool;
    }

    private static Pool settled() throws IOException {
        BilledPool billed = new BilledPool();
        billed.pool.pass(BilledPool.WINDOW_MILLIS + BilledPool.DAY_MILLIS);
        billed.settle(1);
        return billed.pool;
    }
}
