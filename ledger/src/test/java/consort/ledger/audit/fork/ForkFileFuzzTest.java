package consort.ledger.audit.fork;

import static org.assertj.core.api.Assertions.assertThat;

import consort.fuzz.DecoderFuzzTest;
import consort.ledger.audit.fork.Fork.NotPrefix;
import consort.ledger.audit.fork.Fork.OtherEntry;
import consort.ledger.audit.fork.Fork.TwoReceipts;
import consort.ledger.audit.fork.Fork.TwoSuccessors;
import consort.ledger.audit.fork.Fork.TwoTrees;
import consort.ledger.entry.Entries;
import consort.ledger.entry.LogKey;
import consort.ledger.entry.LogKeys;
import consort.ledger.entry.Receipt.Receipted;
import consort.ledger.entry.Receipts;
import consort.ledger.log.Checkpoint;
import consort.ledger.log.SignedCheckpoint;
import consort.ledger.log.TlogProof;
import consort.ledger.merkle.Hash;
import consort.ledger.merkle.TreeHash;
import consort.ledger.note.Note;
import consort.ledger.note.SignerKey;
import consort.ledger.note.UnverifiedNoteException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What somebody shows as the proof of a fork: read exactly or refused, and it proves nothing but what the log's key signed. */
class ForkFileFuzzTest extends DecoderFuzzTest {

    private static final String ORIGIN = "example.org/log";
    private static final SignerKey LOG = SignerKey.fromSeed(ORIGIN, new byte[SignerKey.SEED_BYTES]);
    private static final LogKeys KEYS = LogKeys.of(LOG.verifierKey());
    private static final Hash ONE = TreeHash.leaf(new byte[1]);
    private static final Hash TWO = TreeHash.leaf(new byte[2]);
    private static final List<Fork> FORKS = List.of(
            new TwoTrees(tree(9, ONE), SignedCheckpoint.parseSaid(Note.sign(tree(9, TWO).note().text() + "more\n", LOG).bytes())),
            new NotPrefix(tree(1, ONE), tree(2, TreeHash.node(TWO, ONE)), TWO, List.of(ONE)),
            new OtherEntry(receipt(0, ONE), TWO, new TlogProof(0, List.of(ONE), tree(2, TreeHash.node(TWO, ONE)))),
            new TwoReceipts(receipt(7, ONE), receipt(7, TWO), 7),
            new TwoSuccessors(successor(1), successor(2)));
    private static final List<String> PROVEN = FORKS.stream().map(Fork::text).toList();

    private static SignedCheckpoint tree(long size, Hash root) {
        return SignedCheckpoint.sign(new Checkpoint(ORIGIN, size, root), LOG);
    }

    private static Note receipt(long index, Hash leaf) {
        return Note.parse(Receipts.sign(LOG, List.of(new Receipted(index, leaf))), Receipts.MAX_BYTES);
    }

    private static Note successor(int number) {
        byte[] seed = new byte[SignerKey.SEED_BYTES];
        seed[0] = (byte) number;
        String key = SignerKey.fromSeed(ORIGIN, seed).verifierKey().toString();
        return Entries.parse(Entries.sign("example.org", new LogKey(1_800_000_000_000L, key, 9, ONE.hex()), LOG)).note();
    }

    @Override
    protected List<byte[]> seeds() {
        return FORKS.stream().map(fork -> new ForkFile(KEYS, fork).bytes()).toList();
    }

    @Override
    protected List<String> words() {
        return List.of("two-trees", "not-prefix", "other-entry", "two-receipts", "two-successors", "\",\"second\":\"", "\\n");
    }

    @Override
    protected boolean accepts(byte[] input) {
        ForkFile file;
        try {
            file = ForkFile.parse(input);
        } catch (IllegalArgumentException refused) {
            assertThat(refused.getMessage()).isNotBlank();
            return false;
        }
        assertThat(new String(file.bytes(), StandardCharsets.UTF_8).strip()).isEqualTo(new String(input, StandardCharsets.UTF_8).strip());
        try {
            file.verify(KEYS);
            assertThat(PROVEN).contains(file.fork().text());
        } catch (UnverifiedNoteException proofOfNothing) {
            assertThat(proofOfNothing.getMessage()).isNotBlank();
        }
        return true;
    }
}
