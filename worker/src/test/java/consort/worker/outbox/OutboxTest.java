package consort.worker.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import consort.ledger.disk.Disk;
import consort.ledger.disk.simulated.SimulatedDisk;
import consort.ledger.entry.Benchmark;
import consort.ledger.entry.Entries;
import consort.ledger.note.SignerKey;
import consort.worker.policy.Use;
import consort.worker.session.PendingClaim;
import consort.worker.session.UpdateRef;
import consort.worker.session.Verdict;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OutboxTest {

    private final Disk disk = new SimulatedDisk(new Random(1));

    @Test
    void refusesAnUpdateBeyondItsLimitAndLeavesNothing() throws IOException {
        Outbox outbox = Outbox.open(disk);

        assertThatThrownBy(() -> {
            try (UpdateWriter writer = outbox.beginUpdate(10)) {
                writer.write(ByteBuffer.allocate(6));
                writer.write(ByteBuffer.allocate(5));
            }
        }).isInstanceOf(UpdateTooLargeException.class).hasMessageContaining("10 bytes");

        assertThat(disk.list("updates")).isEmpty();
    }

    @Test
    void refusesAClaimWhoseUpdateIsNotHere() throws IOException {
        Outbox outbox = Outbox.open(disk);
        PendingClaim claim = new PendingClaim(1, 1, ByteString.copyFromUtf8("x"), Optional.of(new UpdateRef("a".repeat(64), 3)), 0, 0);

        assertThatThrownBy(() -> outbox.keepClaim(claim)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void keepsTheVerdictBesideTheReceipt() throws IOException {
        Outbox outbox = Outbox.open(disk);
        PendingClaim claim = new PendingClaim(3, 8, ByteString.copyFromUtf8("x"), Optional.empty(), 5, 6);
        outbox.keepClaim(claim);

        outbox.keepReceipt(claim, ByteString.copyFromUtf8("receipt"), new Verdict(false, Optional.of("late"), 12,
                OptionalLong.of(620), Optional.of("beyond-work")));

        assertThat(new String(disk.readAll("verdicts/3", 1000), StandardCharsets.UTF_8)).isEqualTo(
                "{\"acceptedMillis\":12,\"deviceMillis\":6,\"lease\":8,\"reason\":\"late\",\"reduction\":\"beyond-work\",\"scoreMilli\":620,\"seq\":3,\"timeMillis\":5,\"verdict\":\"refused\"}");
        assertThat(Outbox.open(disk).recovered().lastKeptSeq()).isEqualTo(3);
        assertThat(Outbox.open(disk).recovered().uses()).containsExactly(new Use(5, 6, 12));
    }

    @Test
    void remembersWhatWasLentWithoutAReceipt() throws IOException {
        long day = 86_400_000;
        Outbox outbox = Outbox.open(disk);
        outbox.keepUse(new Use(10 * day, 500, 0));
        outbox.keepUse(new Use(100 * day, 1000, 0));
        outbox.keepUse(new Use(100 * day + 60_000, 234, 0));
        outbox.keepUse(new Use(101 * day, 7, 0));

        assertThat(Outbox.open(disk).recovered().uses())
                .containsExactlyInAnyOrder(new Use(10 * day, 500, 0), new Use(100 * day, 1234, 0), new Use(101 * day, 7, 0));
        for (long quarter = 0; quarter < 62 * 24 * 4; quarter++) {
            disk.replace("unclaimed/" + (20_000 + quarter), "{\"deviceMillis\":1}".getBytes(StandardCharsets.UTF_8));
        }
        assertThat(Outbox.open(disk).recovered().uses()).as("two months, and no more").hasSize(62 * 24 * 4)
                .doesNotContain(new Use(10 * day, 500, 0));
    }

    @Test
    void knowsTheReceiptThatWasKeptLastAlsoAfterARestart() throws IOException {
        Outbox outbox = Outbox.open(disk);
        assertThat(outbox.newestReceipt()).isEqualTo(ByteString.EMPTY);
        for (long seq = 1; seq <= 10; seq++) {
            PendingClaim claim = new PendingClaim(seq, 8, ByteString.copyFromUtf8("x"), Optional.empty(), 5, 6);
            outbox.keepClaim(claim);
            outbox.keepReceipt(claim, ByteString.copyFromUtf8("receipt " + seq), new Verdict(true, Optional.empty(), 12,
                    OptionalLong.empty(), Optional.empty()));
            assertThat(outbox.newestReceipt().toStringUtf8()).isEqualTo("receipt " + seq);
        }
        assertThat(Outbox.open(disk).newestReceipt().toStringUtf8()).isEqualTo("receipt 10");
    }

    @Test
    void leavesAnEntryThatIsNoClaimToWhoeverMadeIt() throws IOException {
        SignerKey key = SignerKey.fromSeed("pool.example/pool/acme/w1", new byte[32]);
        disk.create("outbox/1", Entries.sign("pool.example", new Benchmark(1, "acme", "w1", 1, "cnn", 5, 7, 1, "a".repeat(64)), key));

        assertThat(Outbox.open(disk).recovered().pending()).isEmpty();
        assertThat(disk.exists("outbox/1")).isTrue();
    }

    @Test
    void refusesToStartOnADamagedClaim() throws IOException {
        disk.create("outbox/1", "nonsense".getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(() -> Outbox.open(disk)).isInstanceOf(IOException.class).hasMessageContaining("outbox/1 is damaged");
    }
}
