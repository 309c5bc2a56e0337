package consort.ledger.entry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import consort.ledger.entry.Receipt.Receipted;
import consort.ledger.log.Checkpoint;
import consort.ledger.log.SignedCheckpoint;
import consort.ledger.merkle.TreeHash;
import consort.ledger.note.SignerKey;
import consort.ledger.note.UnverifiedNoteException;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LogKeysTest {

    private static final String ORIGIN = "example.org/demo";
    private static final String ROOT = "0".repeat(64);
    private static final SignerKey FIRST = key(1);
    private static final SignerKey SECOND = key(2);
    private static final SignerKey THIRD = key(3);

    private final LogKeys one = LogKeys.of(FIRST.verifierKey());
    /** SECOND is named at entry 10, THIRD at entry 20. */
    private final LogKeys all = after(after(one, SECOND, 10, FIRST), THIRD, 20, SECOND);

    private static SignerKey key(int number) {
        byte[] seed = new byte[SignerKey.SEED_BYTES];
        seed[0] = (byte) number;
        return SignerKey.fromSeed(ORIGIN, seed);
    }

    private static Entry entry(SignerKey next, long size, SignerKey by) {
        return entry(next.verifierKey().toString(), size, ROOT, by);
    }

    private static Entry entry(String next, long size, String root, SignerKey by) {
        return Entries.parse(Entries.sign("example.org", new LogKey(7, next, size, root), by));
    }

    private static LogKeys after(LogKeys keys, SignerKey next, long size, SignerKey by) {
        try {
            return keys.after(entry(next, size, by));
        } catch (UnverifiedNoteException unexpected) {
            throw new AssertionError(unexpected);
        }
    }

    private static void assertRefused(LogKeys keys, Entry entry) {
        assertThatThrownBy(() -> keys.after(entry)).isInstanceOf(UnverifiedNoteException.class);
    }

    @Test
    void leadFromTheFirstToTheNewest() throws UnverifiedNoteException {
        assertThat(all.all()).containsExactly(FIRST.verifierKey(), SECOND.verifierKey(), THIRD.verifierKey());
        assertThat(all.newest()).isEqualTo(THIRD.verifierKey());
        LogKeys again = one;
        for (byte[] entry : all.entries()) {
            again = again.after(Entries.parse(entry));
        }
        assertThat(again).isEqualTo(all).hasSameHashCodeAs(all);
    }

    @Test
    void aKeySignsEntriesWhileItReignsAndReceiptsOfWhatStoodBeforeForEver() {
        assertThat(List.of(all.reigning(0), all.reigning(10), all.reigning(11), all.reigning(20), all.reigning(21)))
                .containsExactly(FIRST.verifierKey(), FIRST.verifierKey(), SECOND.verifierKey(), SECOND.verifierKey(),
                        THIRD.verifierKey());
        assertThat(all.signing(10)).isEqualTo(all.all());
        assertThat(all.signing(11)).containsExactly(SECOND.verifierKey(), THIRD.verifierKey());
        assertThat(all.signing(1_000)).containsExactly(THIRD.verifierKey());
        assertThat(all.signingTree(10)).isEqualTo(all.all());
        assertThat(all.signingTree(11)).as("the tree that names the second").doesNotContain(FIRST.verifierKey());
    }

    @Test
    void refuseWhatTheNewestDidNotSignOrDoesNotContinue() {
        assertRefused(one, entry(THIRD, 10, SECOND));
        assertRefused(all, entry(key(4), 30, FIRST));
        assertRefused(all, entry(key(4), 30, SECOND));
        assertRefused(all, entry(key(4), 20, THIRD));
        assertRefused(all, entry(SECOND, 30, THIRD));
        assertRefused(one, entry(SignerKey.fromSeed("example.org/other", new byte[32]), 10, FIRST));
        assertRefused(one, entry("no key", 10, ROOT, FIRST));
        assertRefused(one, Entries.parse(Entries.sign("example.com", new LogKey(7, SECOND.verifierKey().toString(), 10, ROOT), FIRST)));
        assertRefused(one, Entries.parse(Entries.sign("example.org", new CoordinatorStarted(7, 1, "x"), FIRST)));
    }

    @Test
    void aReceiptNeedsAKeyThatReignedAtItsLastEntryOrLater() throws UnverifiedNoteException {
        List<Receipted> before = receipted(9, 10);
        List<Receipted> across = receipted(10, 11);
        assertThat(Receipts.verify(Receipts.sign(FIRST, before), all).entries()).isEqualTo(before);
        assertThat(Receipts.verify(Receipts.sign(THIRD, before), all).entries()).isEqualTo(before);
        assertThat(Receipts.verify(Receipts.sign(List.of(SECOND, FIRST), across), all).entries()).isEqualTo(across);
        assertThat(Receipts.verify(Receipts.sign(List.of(SECOND, FIRST), across), one).entries())
                .as("who knows only the first").isEqualTo(across);
        byte[] stolen = Receipts.sign(FIRST, across);
        assertThatThrownBy(() -> Receipts.verify(stolen, all)).isInstanceOf(UnverifiedNoteException.class)
                .hasMessageContaining("the receipt for entry 11").hasMessageContaining("(key " + FIRST.verifierKey().idHex() + ") only");
    }

    @Test
    void aCheckpointNeedsAKeyToWhichItsTreeLeadsOrLater() throws UnverifiedNoteException {
        checkpoint(10, FIRST).verify(all);
        checkpoint(11, SECOND, FIRST).verify(all);
        checkpoint(11, SECOND, FIRST).verify(one);
        checkpoint(5, THIRD).verify(all);
        for (long size : List.of(11L, 12L, 100L)) {
            assertThatThrownBy(() -> checkpoint(size, FIRST).verify(all)).isInstanceOf(UnverifiedNoteException.class);
        }
        assertThatThrownBy(() -> checkpoint(21, SECOND, FIRST).verify(all)).isInstanceOf(UnverifiedNoteException.class);
    }

    @Test
    void twoChainsAreOneWhenOneContinuesTheOther() {
        LogKeys two = after(one, SECOND, 10, FIRST);
        LogKeys later = after(LogKeys.of(SECOND.verifierKey()), THIRD, 20, SECOND);
        assertThat(all.with(two)).contains(all);
        assertThat(two.with(all)).contains(all);
        assertThat(all.with(later)).contains(all);
        assertThat(two.with(later)).as("who joined later knows the end").contains(all);
        assertThat(later.with(all)).isEmpty();
        assertThat(all.with(after(one, SECOND, 11, FIRST))).as("another entry names the same key").isEmpty();
        assertThat(all.with(LogKeys.of(key(9).verifierKey()))).isEmpty();
    }

    private static List<Receipted> receipted(long... indices) {
        return LongStream.of(indices)
                .mapToObj(index -> new Receipted(index, TreeHash.leaf(new byte[] {(byte) index}))).toList();
    }

    private static SignedCheckpoint checkpoint(long size, SignerKey... keys) {
        return SignedCheckpoint.sign(new Checkpoint(ORIGIN, size, TreeHash.leaf(new byte[] {1})), keys);
    }
}
