package consort.ledger.witness;

import static consort.ledger.fold.LedgerBuilder.witnessSecret;
import static org.assertj.core.api.Assertions.assertThat;

import consort.fuzz.DecoderFuzzTest;
import consort.ledger.fold.EveryEntry;
import consort.ledger.fold.LedgerBuilder;
import consort.ledger.log.Checkpoint;
import consort.ledger.log.SignedCheckpoint;
import consort.ledger.merkle.TreeHash;
import consort.ledger.note.Cosigner;
import consort.ledger.note.MalformedNoteException;
import consort.ledger.note.SignerKey;
import consort.ledger.note.UnverifiedNoteException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a witness answers: whatever it is, nothing comes under the checkpoint but cosignatures that were made. */
class WitnessAnswerFuzzTest extends DecoderFuzzTest {

    private static final long NOW = 1_800_000_000L;

    private final LedgerBuilder ledger = EveryEntry.write();
    private final SignedCheckpoint checkpoint = SignedCheckpoint.sign(
            new Checkpoint(LedgerBuilder.ORIGIN, ledger.state.size(), TreeHash.leaf(new byte[1])), ledger.logKey);
    private final Cosigners cosigners = Cosigners.at(ledger.state, ledger.state.size());
    private final String acme = line(witnessSecret("acme"), checkpoint);
    private final String beta = line(witnessSecret("beta"), checkpoint);
    private final String stranger = line(SignerKey.fromSeed("example.org/other", new byte[SignerKey.SEED_BYTES]), checkpoint);
    private final Set<String> made = Stream.of(acme, beta).collect(Collectors.toSet());

    private static String line(SignerKey key, SignedCheckpoint checkpoint) {
        return new Cosigner(key).cosign(checkpoint.note().text(), NOW).line();
    }

    @Override
    protected List<byte[]> seeds() {
        return Stream.of(acme, beta + acme, stranger + beta, acme + acme).map(text -> text.getBytes(StandardCharsets.UTF_8)).toList();
    }

    @Override
    protected List<String> words() {
        return List.of("\u2014 ", "\n");
    }

    @Override
    protected boolean accepts(byte[] input) throws UnverifiedNoteException {
        SignedCheckpoint merged;
        try {
            merged = cosigners.merge(checkpoint, input);
        } catch (MalformedNoteException | UnverifiedNoteException refused) {
            assertThat(refused.getMessage()).isNotBlank();
            return false;
        }
        merged.verify(ledger.state.logKeys());
        assertThat(merged.checkpoint()).isEqualTo(checkpoint.checkpoint());
        assertThat(merged.note().signatures().subList(1, merged.note().signatures().size()))
                .allMatch(line -> made.contains(line.line())).doesNotHaveDuplicates();
        assertThat(cosigners.of(merged)).isNotEmpty();
        return true;
    }
}
