package consort.coordinator.loop;

import consort.ledger.fold.AuthorityView;
import consort.ledger.fold.Documents;
import consort.ledger.fold.State;
import consort.ledger.log.Checkpoint;
import consort.ledger.log.LogReader;
import consort.ledger.log.LogStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What the ledger says about certificate authorities, as of the last step, with how the log's key was replaced, by which it says
 * so: for any thread.
 *
 * @param authorities all there ever were, oldest first
 * @param entries the signed entries that say so, and those that name log keys, in order; none for the charter's authority and key
 * @param certificates DER of each authority that an entry added, oldest first
 */
public record LedgerAuthorities(List<AuthorityView> authorities, List<byte[]> entries, List<byte[]> certificates) {

    static final LedgerAuthorities NONE = new LedgerAuthorities(List.of(), List.of(), List.of());

    public LedgerAuthorities {
        authorities = List.copyOf(authorities);
        entries = List.copyOf(entries);
        certificates = List.copyOf(certificates);
    }

    /** Where entries are read. */
    private interface Source {
        byte[] entry(long index) throws IOException;
    }

    static LedgerAuthorities of(State state, LogStore log, Documents documents) throws IOException {
        return of(state, log::entry, documents);
    }

    /** As the part of a ledger under a checkpoint says, whether or not its coordinator runs. */
    public static LedgerAuthorities of(State state, LogReader log, Checkpoint checkpoint, Documents documents) throws IOException {
        return of(state, index -> log.entry(checkpoint, index), documents);
    }

    private static LedgerAuthorities of(State state, Source log, Documents documents) throws IOException {
        List<AuthorityView> authorities = state.authorities();
        List<Long> indices = new ArrayList<>();
        List<byte[]> certificates = new ArrayList<>();
        for (AuthorityView authority : authorities.subList(1, authorities.size())) {
            indices.add(authority.index());
            certificates.add(documents.get(authority.fingerprint()).orElseThrow(() ->
                    new IOException("the document docs/" + authority.fingerprint() + ", an authority's certificate, is gone")));
        }
        authorities.forEach(authority -> authority.retired().ifPresent(indices::add));
        state.logKeys().rotations().forEach(rotation -> indices.add(rotation.index()));
        List<byte[]> entries = new ArrayList<>();
        for (long index : indices.stream().sorted().toList()) {
            entries.add(log.entry(index));
        }
        return new LedgerAuthorities(authorities, entries, certificates);
    }

    /** Fingerprints of those that count, oldest first: the first is shown by the coordinator, the last one issues. */
    public List<String> standing() {
        return authorities.stream().filter(AuthorityView::stands).map(AuthorityView::fingerprint).toList();
    }
}
