package consort.worker.run;

import static org.assertj.core.api.Assertions.assertThat;

import consort.ledger.disk.simulated.Faults.Outcome;
import consort.ledger.disk.simulated.SimulatedDisk;
import consort.ledger.entry.LogKeys;
import consort.ledger.log.Checkpoint;
import consort.ledger.log.SignedCheckpoint;
import consort.ledger.merkle.TreeHash;
import consort.ledger.note.SignerKey;
import consort.ledger.witness.AddCheckpoint;
import consort.ledger.witness.Witness;
import consort.worker.enroll.TaughtKeys;
import consort.worker.session.Notice;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a witness says of what it caught: no more than it knows. */
class WitnessDutyTest {

    private static final SignerKey LOG = SignerKey.fromSeed("example.org/log", new byte[SignerKey.SEED_BYTES]);

    private final SimulatedDisk disk = new SimulatedDisk(new SplittableRandom(1));
    private final List<Notice> notices = new ArrayList<>();
    private WitnessDuty duty;

    @BeforeEach
    void cosignOne() throws Exception {
        byte[] seed = new byte[SignerKey.SEED_BYTES];
        seed[0] = 1;
        Witness witness = Witness.open(disk, SignerKey.fromSeed("example.org/log/acme/witness", seed), LogKeys.of(LOG.verifierKey()));
        duty = new WitnessDuty(witness, Path.of("witness"), TaughtKeys.only(LOG), InstantSource.system(), notices::add);
        assertThat(duty.answer(request(0, 5, 1)).status()).isEqualTo(200);
    }

    private static byte[] request(long oldSize, long size, int tree) {
        Checkpoint checkpoint = new Checkpoint(LOG.name(), size, TreeHash.leaf(new byte[] {(byte) tree}));
        return new AddCheckpoint(oldSize, List.of(), SignedCheckpoint.sign(checkpoint, LOG)).bytes();
    }

    @Test
    void anotherTreeOfTheSameSizeIsAFork() throws Exception {
        duty.answer(request(5, 5, 2));
        assertThat(duty.fork().orElseThrow()).startsWith("the log's key signed a checkpoint that does not continue the one of 5 entries")
                .contains("another tree of as many entries; both checkpoints are kept: witness/evidence/");
    }

    @Test
    void aProofThatDoesNotHoldIsNoMoreThanThat() throws Exception {
        duty.answer(request(5, 7, 2));
        assertThat(duty.fork()).isEmpty();
        assertThat(duty.unproven(2)).isEmpty();
        assertThat(duty.unproven(1).orElseThrow()).startsWith("the coordinator did not prove that its checkpoint of 7 entries continues the one of 5")
                .contains("it signed another history, withholds the proof, or its files are damaged", "consort audit compare").doesNotContain("log's key");
    }

    @Test
    void saysWhenTheEvidenceCouldNotBeKept() throws Exception {
        disk.inject((number, operation, path) -> path.startsWith("evidence") ? Outcome.FAIL : Outcome.SUCCEED);
        duty.answer(request(5, 5, 2));
        assertThat(notices.getLast().text()).contains("could not be kept (", "make room");
    }
}
