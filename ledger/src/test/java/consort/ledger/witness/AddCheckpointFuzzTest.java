package consort.ledger.witness;

import static org.assertj.core.api.Assertions.assertThat;

import consort.fuzz.DecoderFuzzTest;
import consort.ledger.disk.simulated.SimulatedDisk;
import consort.ledger.entry.LogKeys;
import consort.ledger.note.MalformedNoteException;
import consort.ledger.note.SignerKey;
import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;

/** Requests to a witness: read exactly or refused, and no altered one is cosigned as what the log did not sign. */
class AddCheckpointFuzzTest extends DecoderFuzzTest {

    private static final Chain CHAIN = Chain.of(20);
    private static final SignerKey KEY = SignerKey.fromSeed("example.org/log/acme/witness", new byte[SignerKey.SEED_BYTES]);

    @Override
    protected List<byte[]> seeds() {
        return List.of(CHAIN.request(0, 7), CHAIN.request(7, 20), CHAIN.request(0, 0));
    }

    @Override
    protected int quickRuns() {
        return 3000;
    }

    @Override
    protected boolean accepts(byte[] input) throws IOException {
        try (Witness witness = Witness.open(new SimulatedDisk(new SplittableRandom(1)), KEY, LogKeys.of(Chain.LOG.verifierKey()))) {
            Answer answer = witness.answer(input, 1_800_000_000L);
            AddCheckpoint request = AddCheckpoint.parse(input);
            assertThat(answer.status()).isIn(200, 400, 403, 404, 409, 422);
            assertThat(request.bytes()).isEqualTo(input);
            if (answer.status() == Answer.COSIGNED) {
                assertThat(request.head().root()).isEqualTo(CHAIN.root(request.head().size()));
            }
            return true;
        } catch (MalformedNoteException refused) {
            return false;
        }
    }
}
