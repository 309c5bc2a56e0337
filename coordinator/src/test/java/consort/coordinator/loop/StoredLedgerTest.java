package consort.coordinator.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import consort.coordinator.core.Effect;
import consort.coordinator.core.Ephemeral;
import consort.coordinator.core.Event;
import consort.coordinator.core.Now;
import consort.coordinator.core.Pool;
import consort.coordinator.core.Reply;
import consort.coordinator.logkey.LogKeyring;
import consort.ledger.disk.Disk;
import consort.ledger.disk.FileDisk;
import consort.ledger.entry.Document;
import consort.ledger.entry.Entries;
import consort.ledger.entry.KeyNames;
import consort.ledger.entry.Lease;
import consort.ledger.entry.UsageClaim;
import consort.ledger.entry.WorkerId;
import consort.ledger.fold.RunView;
import consort.ledger.log.LogDamagedException;
import consort.ledger.log.LogReader;
import consort.ledger.log.LogStore;
import consort.ledger.log.TileSource;
import consort.ledger.note.Note;
import consort.ledger.note.SignerKey;
import consort.proto.Claim;
import consort.proto.Hello;
import consort.proto.WorkerMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A coordinator over a ledger that an earlier program left, in the middle of run 2: beta's worker still trains. The ledgers,
 * and what makes them, stand in the module of the ledger.
 */
class StoredLedgerTest {

    private static final String ORIGIN = "example.org/demo";
    private static final WorkerId BETA = new WorkerId("beta", "w1");
    private static final Now NOW = new Now(1_900_000_000_000L, 1_000);

    @TempDir
    private Path temporary;

    static List<Path> ledgers() throws IOException {
        try (Stream<Path> folders = Files.list(Path.of("..", "ledger", "src", "test", "resources", "ledgers"))) {
            return folders.filter(Files::isDirectory).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("ledgers")
    void startsGoesOnWithTheOpenRoundAndBillsIt(Path stored) throws IOException {
        Disk disk = copy(stored);
        try (Engine engine = open(disk)) {
            long epoch = engine.state().epoch();
            long closed = engine.state().periods().size();
            engine.step(List.of(new Event.Received(BETA, 1, WorkerMessage.newBuilder().setHello(Hello.newBuilder()
                    .addTrainers("fashion-cnn").addData("fashion-train").setDevices(1)).build())), NOW, () -> true);
            engine.step(List.of(new Event.Received(BETA, 1, WorkerMessage.newBuilder()
                    .setClaim(Claim.newBuilder().setEntry(ByteString.copyFrom(claim(engine)))).build())), NOW, () -> true);
            engine.step(List.of(new Event.ModelLookedFor(2, engine.state().runs().get(2L).model(), true)), NOW, () -> true);
            List<Effect> effects = engine.step(List.of(new Event.UpdateChecked(BETA, seq(engine), new Event.UpdateVerdict.Fit(1))),
                    NOW, () -> true);
            Effect.Aggregate sum = (Effect.Aggregate) effects.stream().filter(Effect.Aggregate.class::isInstance)
                    .findFirst().orElseThrow();
            engine.step(List.of(Pool.summed(sum)), NOW, () -> true);
            RunView run = engine.state().runs().get(2L);
            assertThat(run.roundsClosed()).isEqualTo(1);
            effects = engine.step(List.of(new Event.ClosePeriod(1, false)), NOW, () -> true);
            assertThat(effects).anyMatch(effect -> effect instanceof Effect.Answer answer
                    && answer.reply() instanceof Reply.PeriodClosed reply && reply.period() == closed + 1);
            assertThat(engine.state().epoch()).isEqualTo(epoch);
        }
        open(disk).close();
    }

    @Test
    void stopsBeforeALedgerThatANewerProgramWroteAndLeavesItAsItIs() throws IOException {
        Disk disk = copy(ledgers().getLast());
        SignerKey logKey = logKey(disk);
        long size;
        try (LogStore log = LogStore.open(disk, logKey.verifierKey())) {
            log.append(List.of(Note.sign("example.org/coordinator-started/v9\n{\"timeMillis\":1}\n", logKey).bytes()));
            size = log.size();
        }
        assertThatThrownBy(() -> open(disk)).isInstanceOfSatisfying(LogDamagedException.class, newer -> {
            assertThat(newer.kind()).isEqualTo(LogDamagedException.Kind.OTHER_VERSION);
            assertThat(newer).hasMessageContaining("unknown entry type coordinator-started/v9");
        });
        try (LogStore log = LogStore.open(disk, logKey.verifierKey())) {
            assertThat(log.size()).isEqualTo(size);
        }
    }

    private static long seq(Engine engine) {
        return engine.state().lastSeq(engine.state().workers().get(BETA).key()) + 1;
    }

    private static byte[] claim(Engine engine) {
        Lease lease = engine.state().openLeaseOf(BETA).orElseThrow().lease();
        return Entries.sign("example.org", new UsageClaim(NOW.wallMillis(), BETA.organization(), BETA.worker(), seq(engine),
                lease.lease(), lease.model(), UsageClaim.Outcome.DONE, Optional.empty(), Optional.empty(), 1000, 1, lease.steps(),
                Optional.of(Document.digest("update".getBytes(StandardCharsets.UTF_8))), OptionalLong.of(1), OptionalLong.empty()),
                key(KeyNames.worker(ORIGIN, BETA)));
    }

    private static Engine open(Disk disk) throws IOException {
        return Engine.open(new Engine.Parts(disk, LogKeyring.of(logKey(disk)), new Random(1), "test", digest -> 1,
                () -> Ephemeral.Surroundings.NONE), NOW);
    }

    /** The key that signed the checkpoint: the log's first, or the one it went over to. */
    private static SignerKey logKey(Disk disk) throws IOException {
        SignerKey first = key(ORIGIN);
        Note checkpoint = new LogReader(TileSource.of(disk)).checkpoint().note();
        return checkpoint.signatures().stream().anyMatch(signature -> signature.isBy(first.verifierKey()))
                ? first : SignerKey.fromSeed(ORIGIN, seed(ORIGIN + "/2"));
    }

    /** As the ledgers were made: a key's seed is the digest of its name. */
    private static SignerKey key(String name) {
        return SignerKey.fromSeed(name, seed(name));
    }

    private static byte[] seed(String text) {
        return HexFormat.of().parseHex(Document.digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    private Disk copy(Path stored) throws IOException {
        List<Path> files = new ArrayList<>();
        try (Stream<Path> all = Files.walk(stored)) {
            all.filter(Files::isRegularFile).forEach(files::add);
        }
        for (Path file : files) {
            Path target = temporary.resolve(stored.relativize(file).toString());
            Files.createDirectories(target.getParent());
            Files.copy(file, target);
        }
        return new FileDisk(temporary);
    }
}
