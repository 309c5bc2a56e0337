package consort.worker.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import consort.ledger.disk.simulated.Faults;
import consort.ledger.disk.simulated.SimulatedDisk;
import consort.ledger.entry.Entries;
import consort.ledger.entry.UsageClaim;
import consort.ledger.note.SignerKey;
import consort.model.tensor.ByteSource;
import consort.worker.session.PendingClaim;
import consort.worker.session.Recovered;
import consort.worker.session.UpdateRef;
import consort.worker.session.Verdict;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** A worker's outbox dies at every call to its disk, in every way, and goes on; the ledger it reports to never sees a lie. */
class OutboxCrashTest {

    private static final SignerKey KEY = SignerKey.fromSeed("pool.example/pool/acme/w1", new byte[32]);
    private static final int CLAIMS = 4;
    private static final int MAX_CALLS = 500;
    private static final int SEEDS = 3;

    /** The process dies before the call does anything. */
    private static final class Died extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    @TestFactory
    Stream<DynamicTest> losesNothingItPromised() {
        return Stream.concat(
                Stream.of(DynamicTest.dynamicTest("dying before a call", () -> everywhere(Optional.empty()))),
                Stream.of(Faults.Outcome.FAIL, Faults.Outcome.FAIL_BUT_PERSIST, Faults.Outcome.FAIL_PARTLY)
                        .map(outcome -> DynamicTest.dynamicTest("dying of " + outcome, () -> everywhere(Optional.of(outcome)))));
    }

    private static void everywhere(Optional<Faults.Outcome> outcome) throws Exception {
        for (int seed = 0; seed < SEEDS; seed++) {
            boolean reached = true;
            for (int call = 0; reached && call < MAX_CALLS; call++) {
                reached = new Life(seed, call, outcome).run();
            }
            assertThat(reached).as("every call was tried").isFalse();
        }
    }

    /** One worker on one disk, with one death in between, and the ledger as it stands outside. */
    private static final class Life {

        private final SimulatedDisk disk;
        private final String name;
        private final Map<Long, ByteString> ledger = new TreeMap<>();
        private long receipts;
        private boolean died;

        private Life(int seed, int call, Optional<Faults.Outcome> outcome) {
            name = "seed " + seed + ", call " + call;
            disk = new SimulatedDisk(new Random(seed * 1000L + call));
            disk.inject((number, operation, path) -> {
                if (number != call || died) {
                    return Faults.Outcome.SUCCEED;
                }
                died = true;
                return outcome.orElseThrow(Died::new);
            });
        }

        /** Whether there was such a call. */
        private boolean run() throws Exception {
            try {
                work();
            } catch (Died | IOException expected) {
                assertThat(died).as(name).isTrue();
                disk.loseMachine();
                work();
            }
            // A machine may also die in peace.
            disk.inject(Faults.NONE);
            disk.loseMachine();
            Recovered last = Outbox.open(disk).recovered();
            assertThat(last.lastKeptSeq()).as(name).isEqualTo(CLAIMS);
            assertThat(last.pending()).as(name).isEmpty();
            assertThat(disk.list("updates")).as(name).isEmpty();
            return died;
        }

        private void work() throws Exception {
            Outbox outbox = Outbox.open(disk);
            Recovered recovered = outbox.recovered();
            assertThat(recovered.lastKeptSeq()).as(name + ": receipts kept").isGreaterThanOrEqualTo(receipts);
            long kept = recovered.lastKeptSeq();
            if (recovered.pending().isPresent()) {
                settle(outbox, recovered.pending().get());
                kept = recovered.pending().get().seq();
            } else {
                assertThat((long) ledger.size()).as(name + ": claims sent and not kept").isLessThanOrEqualTo(kept);
            }
            while (kept < CLAIMS) {
                kept++;
                settle(outbox, claim(outbox, kept));
            }
        }

        private PendingClaim claim(Outbox outbox, long seq) throws Exception {
            byte[] bytes = new byte[3000];
            new Random(seq).nextBytes(bytes);
            UpdateRef update;
            try (UpdateWriter writer = outbox.beginUpdate(bytes.length)) {
                writer.write(ByteBuffer.wrap(bytes, 0, 1000));
                writer.write(ByteBuffer.wrap(bytes, 1000, 2000));
                update = writer.finish();
            }
            // A claim made again after a crash differs: another time, another signature.
            UsageClaim body = new UsageClaim(disk.operations(), "acme", "w1", seq, seq, update.digest(),
                    UsageClaim.Outcome.DONE, Optional.empty(), Optional.empty(), 10, 1, 5, Optional.of(update.digest()), OptionalLong.empty(), OptionalLong.empty());
            PendingClaim claim = new PendingClaim(
                    seq, seq, ByteString.copyFrom(Entries.sign("pool.example", body, KEY)), Optional.of(update), 1_700_000_000_000L + seq, seq);
            outbox.keepClaim(claim);
            return claim;
        }

        private void settle(Outbox outbox, PendingClaim claim) throws Exception {
            assertWhole(outbox, claim.update().orElseThrow());
            ByteString before = ledger.putIfAbsent(claim.seq(), claim.entry());
            assertThat(before == null || before.equals(claim.entry())).as(name + ": one claim a seq").isTrue();
            outbox.keepReceipt(claim, ByteString.copyFromUtf8("receipt " + claim.seq()), new Verdict(true, Optional.empty(), 7,
                    OptionalLong.empty(), Optional.empty()));
            receipts = claim.seq();
            assertThat(disk.list("updates").size()).as(name).isZero();
        }

        private void assertWhole(Outbox outbox, UpdateRef update) throws Exception {
            ByteSource source = outbox.update(update);
            ByteBuffer bytes = ByteBuffer.allocate((int) source.size());
            source.read(0, bytes);
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes.array());
            assertThat(HexFormat.of().formatHex(digest)).as(name).isEqualTo(update.digest());
        }
    }

    @Test
    void aClaimThatWasSetAsideDoesNotComeBack() throws Exception {
        for (int seed = 0; seed < 50; seed++) {
            SimulatedDisk disk = new SimulatedDisk(new Random(seed));
            Life life = new Life(seed, MAX_CALLS, Optional.empty());
            Outbox outbox = Outbox.open(disk);
            PendingClaim claim = life.claim(outbox, 1);
            outbox.setAside(claim, "no lease 1");
            disk.loseMachine();

            Recovered recovered = Outbox.open(disk).recovered();

            assertThat(recovered).as("seed " + seed).isEqualTo(new Recovered(0, Optional.empty(), List.of()));
            life.claim(Outbox.open(disk), 1);
        }
    }
}
