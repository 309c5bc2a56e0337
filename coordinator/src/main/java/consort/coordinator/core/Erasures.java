package consort.coordinator.core;

import consort.ledger.entry.ErasedFields;
import consort.ledger.entry.Erasure;
import consort.ledger.entry.PrivateField;
import consort.ledger.entry.WorkerId;
import consort.ledger.fold.CommittedView;
import consort.ledger.fold.State;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Why an erasure cannot be entered, in words. */
final class Erasures {

    private Erasures() {
    }

    static Optional<String> unfit(State state, Erasure erasure) {
        Predicate<WorkerId> own = worker -> erasure.workerId().map(worker::equals)
                .orElse(worker.organization().equals(erasure.organization()));
        return unfit(state, erasure.erased(), signer -> signer.filter(own).isPresent(),
                erasure.workerId().map(WorkerId::toString).orElse("a worker of " + erasure.organization()));
    }

    /** @param own whether somebody, or without a worker the coordinator, is who erases */
    static Optional<String> unfit(State state, List<ErasedFields> erased, Predicate<Optional<WorkerId>> own, String who) {
        return erased.stream().flatMap(one -> unfit(state, one, own, who).stream()).findFirst();
    }

    private static Optional<String> unfit(State state, ErasedFields erased, Predicate<Optional<WorkerId>> own, String who) {
        Optional<CommittedView> committed = state.privacy().committed(erased.entry()).filter(one -> own.test(one.worker()));
        if (committed.isEmpty()) {
            return Optional.of("entry " + erased.entry() + " is none of " + who + " that commits to private fields");
        }
        return erased.fields().stream().flatMap(field -> unfit(committed.get(), field).stream()).findFirst();
    }

    private static Optional<String> unfit(CommittedView committed, PrivateField field) {
        if (!committed.fields().contains(field)) {
            return Optional.of("entry " + committed.index() + " does not commit to " + field.text() + "; it commits to "
                    + Named.list(committed.fields().stream().map(PrivateField::text).toList()));
        }
        return Optional.ofNullable(committed.erased().get(field)).map(entry -> field.text() + " of entry " + committed.index()
                + " was erased already, with entry " + entry);
    }
}
