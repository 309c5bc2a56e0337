package consort.worker.trust;

import com.google.protobuf.ByteString;
import consort.ledger.entry.Authority;
import consort.ledger.entry.Entries;
import consort.ledger.entry.Entry;
import consort.ledger.entry.KeyNames;
import consort.ledger.entry.Limits;
import consort.ledger.entry.LogKey;
import consort.ledger.entry.LogKeys;
import consort.ledger.entry.MalformedEntryException;
import consort.ledger.entry.UnknownEntryTypeException;
import consort.ledger.note.UnverifiedNoteException;
import consort.ledger.note.VerifierKey;
import java.util.ArrayList;
import java.util.List;

/**
 * What signed entries of the types {@code authority} and {@code log-key}, which a coordinator passes on in the ledger's order,
 * say beyond what is known.
 *
 * <p>All up to the entry that named the newest known key was heard before, and is skipped: the key before that one signs no more, and
 * may have been stolen since. Each entry after it must be signed by the key that is the log's at that point.
 *
 * @param logKeys the log's keys, the new ones among them
 * @param authorities what the new entries say of certificate authorities, in order
 */
public record PassedOn(LogKeys logKeys, List<Authority> authorities) {

    private static final int MAX_ENTRIES = 2 * Limits.MAX_AUTHORITIES_EVER + Limits.MAX_LOG_KEYS_EVER;

    public PassedOn {
        authorities = List.copyOf(authorities);
    }

    /**
     * Reads them.
     *
     * @throws UnverifiedNoteException when they do not continue what is known, or one is not what the log's key signed
     */
    public static PassedOn beyond(LogKeys known, List<ByteString> signed) throws UnverifiedNoteException {
        if (signed.size() > MAX_ENTRIES) {
            throw new UnverifiedNoteException(signed.size() + " entries about log keys and certificate authorities; a ledger holds at"
                    + " most " + MAX_ENTRIES);
        }
        List<Entry> entries = read(signed, KeyNames.domain(known.origin()));
        LogKeys keys = known;
        List<Authority> authorities = new ArrayList<>();
        for (Entry entry : entries.subList(heard(known, entries), entries.size())) {
            if (entry.body() instanceof Authority authority) {
                requireSigned(entry, keys.newest());
                authorities.add(authority);
            } else {
                keys = keys.after(entry);
            }
        }
        return new PassedOn(keys, authorities);
    }

    private static void requireSigned(Entry entry, VerifierKey key) throws UnverifiedNoteException {
        if (!entry.isSignedBy(key)) {
            throw new UnverifiedNoteException("an entry about a certificate authority is not signed by " + key);
        }
    }

    /** How many of them were heard before. */
    private static int heard(LogKeys known, List<Entry> entries) throws UnverifiedNoteException {
        for (int i = entries.size(); i > 0; i--) {
            if (entries.get(i - 1).body() instanceof LogKey named && named.key().equals(known.newest().toString())) {
                return i;
            }
        }
        if (known.all().size() > 1) {
            throw new UnverifiedNoteException("no entry names the log key that is known here, " + known.newest());
        }
        return 0;
    }

    private static List<Entry> read(List<ByteString> signed, String domain) throws UnverifiedNoteException {
        List<Entry> entries = new ArrayList<>();
        for (ByteString bytes : signed) {
            try {
                Entry entry = Entries.parse(bytes.toByteArray());
                boolean fits = entry.body() instanceof Authority || entry.body() instanceof LogKey;
                if (!fits || !entry.domain().equals(domain)) {
                    throw new UnverifiedNoteException("an entry of type " + entry.type().text() + " of " + entry.domain()
                            + " is none about log keys and certificate authorities of " + domain);
                }
                entries.add(entry);
            } catch (MalformedEntryException | UnknownEntryTypeException unfit) {
                throw new UnverifiedNoteException("what is passed on is no entry: " + unfit.getMessage());
            }
        }
        return entries;
    }
}
