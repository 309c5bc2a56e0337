package consort.ledger.fold;

import consort.ledger.entry.Entries;
import consort.ledger.entry.LogKey;
import consort.ledger.merkle.CompactTree;
import consort.ledger.note.SignerKey;
import java.util.HexFormat;

/** Lets a test's ledger go over to its next log key. Keys follow from their number. */
public final class NextLogKeys {

    private NextLogKeys() {
    }

    /** @param number from 1, the charter's */
    public static SignerKey key(int number) {
        return number == 1 ? LedgerBuilder.key(LedgerBuilder.ORIGIN) : SignerKey.fromSeed(LedgerBuilder.ORIGIN,
                HexFormat.of().parseHex(LedgerBuilder.digest(LedgerBuilder.ORIGIN + "/" + number)));
    }

    /** The key that comes after the present one. */
    public static SignerKey next(LedgerBuilder ledger) {
        return key(ledger.state.logKeys().all().size() + 1);
    }

    /** What names {@link #next}. */
    public static LogKey entry(LedgerBuilder ledger) {
        CompactTree tree = new CompactTree();
        ledger.entries.forEach(bytes -> tree.append(Entries.parse(bytes).leafHash()));
        return new LogKey(ledger.nowMillis(), next(ledger).verifierKey().toString(), ledger.state.size(), tree.root().hex());
    }

    /** Appends it; from then on the next key signs. */
    public static void rotate(LedgerBuilder ledger) {
        SignerKey next = next(ledger);
        ledger.append(entry(ledger), ledger.logKey);
        ledger.logKey = next;
    }
}
