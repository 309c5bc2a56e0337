package consort.worker.copy;

import consort.ledger.entry.Body;
import consort.ledger.entry.Charter;
import consort.ledger.entry.Entries;
import consort.ledger.entry.Finding;
import consort.ledger.entry.Job;
import consort.ledger.entry.MalformedEntryException;
import consort.ledger.entry.RoundClosed;
import consort.ledger.entry.UnknownEntryTypeException;
import consort.ledger.log.EntryVisitor;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** Collects the digests of documents that entries name. Entries it cannot read are the auditor's to report. */
final class NamedDocuments implements EntryVisitor {

    private final Set<String> digests = new LinkedHashSet<>();

    @Override
    public void entry(long index, byte[] entry) {
        try {
            document(Entries.parse(index, entry).body()).ifPresent(digests::add);
        } catch (MalformedEntryException | UnknownEntryTypeException unread) {
            return;
        }
    }

    Set<String> digests() {
        return digests;
    }

    private static Optional<String> document(Body body) {
        return switch (body) {
            case Charter charter -> Optional.of(charter.charter());
            case Job job -> Optional.of(job.job());
            case RoundClosed closed -> Optional.of(closed.manifest());
            case Finding finding -> Optional.of(finding.offered());
            default -> Optional.empty();
        };
    }
}
