package consort.worker.session;

import consort.ledger.log.SignedCheckpoint;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What is owed to this worker in proofs.
 *
 * @param known the newest checkpoint it saw; every later one must continue it
 * @param backlog receipts without proofs, as far as they were looked up
 * @param wish what it asked for last; empty when that is answered
 * @param lookedMillis monotonic, when they were looked up last
 * @param told whether the person at the site was told that proofs do not come
 */
public record Proving(Optional<SignedCheckpoint> known, Backlog backlog, Optional<Wish> wish, long lookedMillis, boolean told) {

    /**
     * An answer is awaited, or came without a proof of what was asked for.
     *
     * @param sinceMillis monotonic
     * @param seqs how many receipts it is about
     */
    record Wish(long sinceMillis, int seqs) {
    }

    static Proving of(Recovered recovered) {
        return new Proving(recovered.checkpoint(), Backlog.NOTHING, Optional.empty(), 0, false);
    }

    /** Entries under the remembered checkpoint; 0 without any. */
    long knownSize() {
        return known.map(signed -> signed.checkpoint().size()).orElse(0L);
    }

    Optional<Unproven> lacks(long seq) {
        return backlog.first().stream().filter(unproven -> unproven.seq() == seq).findFirst();
    }

    Proving with(Backlog changed) {
        return new Proving(known, changed, wish, lookedMillis, told);
    }

    /** What is looked up at this time replaces what was. */
    Proving looking(long nowMillis) {
        return new Proving(known, backlog, wish, nowMillis, told);
    }

    Proving lacking(Unproven newer) {
        if (lacks(newer.seq()).isPresent()) {
            return this;
        }
        boolean room = backlog.further() == 0 && backlog.first().size() < Backlog.MAX_FIRST;
        return with(room ? backlog.with(Stream.concat(backlog.first().stream(), Stream.of(newer)).toList(), 0)
                : backlog.with(backlog.first(), backlog.further() + 1));
    }

    Proving with(Optional<Wish> changed) {
        return new Proving(known, backlog, changed, lookedMillis, told);
    }

    Proving complained() {
        return new Proving(known, backlog, wish, lookedMillis, true);
    }

    /** With a checkpoint that continues the one it remembered, and proofs of some receipts. */
    Proving proven(SignedCheckpoint newest, Set<Long> proven) {
        List<Unproven> left = backlog.first().stream().filter(unproven -> !proven.contains(unproven.seq())).toList();
        return new Proving(Optional.of(newest), backlog.with(left, backlog.further()), wish, lookedMillis, told && proven.isEmpty());
    }
}
