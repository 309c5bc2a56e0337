package consort.bench.ledger;

import consort.ledger.merkle.CompactTree;
import consort.ledger.merkle.Hash;
import consort.ledger.merkle.TreeHash;
import consort.ledger.note.Note;
import consort.ledger.note.SignerKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The least that claims cost on this machine, without a ledger: for each, one signature verified, two made (observation and
 * receipt) and two leaves hashed, on all cores; then both leaves into the tree, and the same bytes written with as many syncs.
 */
final class BareWork implements AutoCloseable {

    private final FileChannel file;
    private final SignerKey logKey = SignerKey.fromSeed("bench.example/bench", new byte[SignerKey.SEED_BYTES]);
    private final CompactTree tree = new CompactTree();

    BareWork(Path path) throws IOException {
        file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
    }

    /**
     * @param bytes to be written in all
     * @param syncs to write them with
     * @return seconds
     */
    double seconds(List<SignedClaim> claims, long bytes, long syncs) throws IOException {
        List<Note> notes = claims.stream().map(claim -> Note.parse(claim.entry(), claim.entry().length)).toList();
        long start = System.nanoTime();
        List<Hash> leaves = IntStream.range(0, claims.size()).parallel().boxed()
                .flatMap(i -> leaves(claims.get(i), notes.get(i)).stream()).toList();
        leaves.forEach(tree::append);
        for (long sync = 0; sync < syncs; sync++) {
            file.write(ByteBuffer.allocate((int) (bytes / syncs)));
            file.force(false);
        }
        return (System.nanoTime() - start) / 1e9;
    }

    /** Seconds to make one piece of so many bytes durable. */
    double syncSeconds(int bytes) throws IOException {
        long start = System.nanoTime();
        file.write(ByteBuffer.allocate(bytes));
        file.force(false);
        return (System.nanoTime() - start) / 1e9;
    }

    /** What one claim costs before it is written. */
    List<Hash> leaves(SignedClaim claim) {
        return leaves(claim, Note.parse(claim.entry(), claim.entry().length));
    }

    private List<Hash> leaves(SignedClaim claim, Note note) {
        byte[] message = note.text().getBytes(StandardCharsets.UTF_8);
        if (!claim.key().verify(message, note.signatures().getFirst().signature())) {
            throw new IllegalStateException("a claim that does not verify");
        }
        logKey.sign(message);
        logKey.sign(claim.entry());
        return List.of(TreeHash.leaf(claim.entry()), TreeHash.leaf(message));
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
