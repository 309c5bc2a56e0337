package consort.coordinator.core;

import consort.proto.ProofWanted;
import java.util.List;
import java.util.Optional;

/** What workers want proven. The newest wish of a worker counts, and nothing of it is kept here. */
final class ProofWishes {

    /** What one message asks for and one answer has. */
    static final int MAX_SEQS = 16;

    private ProofWishes() {
    }

    static void wanted(Turn turn, Event.Received event, ProofWanted wanted) {
        Optional<String> fault = fault(wanted);
        if (fault.isPresent()) {
            Sessions.close(turn, event, "a wish for proofs refused: " + fault.get());
        } else {
            turn.release(new Effect.SendProof(event.worker(), event.session(), wanted.getKnownSize(), wanted.getSeqsList()));
        }
    }

    private static Optional<String> fault(ProofWanted wanted) {
        List<Long> seqs = wanted.getSeqsList();
        if (seqs.size() > MAX_SEQS) {
            return Optional.of(seqs.size() + " entries; at most " + MAX_SEQS + " at once");
        }
        boolean ascending = true;
        for (int i = 1; i < seqs.size(); i++) {
            ascending &= seqs.get(i) > seqs.get(i - 1);
        }
        return ascending && wanted.getKnownSize() >= 0 ? Optional.empty()
                : Optional.of("a size is not negative, and the seqs ascend: " + wanted.getKnownSize() + ", " + seqs);
    }
}
