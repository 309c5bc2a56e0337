package consort.coordinator.core;

import consort.coordinator.core.Reply.Code;
import consort.ledger.entry.CoordinatorErasure;
import consort.ledger.entry.ErasedFields;
import consort.ledger.entry.Erasure;
import consort.ledger.entry.PrivateField;
import consort.ledger.entry.WorkerId;
import consort.ledger.fold.CommittedView;
import consort.ledger.fold.State;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;

/** What parties and the operator say they erased. The rules are the fold's; here they are put in words. */
final class Erasures {

    private Erasures() {
    }

    /**
     * Why something is not entered.
     *
     * @param said it was erased before
     */
    record Unfit(String why, boolean said) {
    }

    static void refuse(Turn turn, long ticket, Unfit unfit) {
        turn.refuse(ticket, unfit.said() ? Code.ALREADY : Code.CONFLICT, unfit.why());
    }

    static Optional<Unfit> unfit(State state, Erasure erasure) {
        Predicate<WorkerId> own = worker -> erasure.workerId().map(worker::equals)
                .orElse(worker.organization().equals(erasure.organization()));
        String who = erasure.workerId().map(WorkerId::toString).orElse("a worker of " + erasure.organization());
        List<Unfit> unfit = erasure.erased().stream()
                .flatMap(one -> unfit(state, one, signer -> signer.filter(own).isPresent(), who).stream()).toList();
        // That something cannot be erased at all is the better answer to one who thinks that it was.
        return unfit.stream().filter(one -> !one.said()).findFirst().or(() -> unfit.stream().findFirst());
    }

    /** The operator says it of an entry of the coordinator's. */
    static void erase(Turn turn, Event.Erase event) {
        Optional<PrivateField> field = PrivateField.ofText(event.field());
        if (field.isEmpty()) {
            turn.refuse(event.ticket(), Code.INVALID, "\"" + Troubles.printable(event.field()) + "\" is no private field");
            return;
        }
        ErasedFields erased = new ErasedFields(event.entry(), Set.of(field.get()));
        Optional<Unfit> unfit = unfit(turn.state(), erased, Optional::isEmpty, "the coordinator");
        if (unfit.filter(Unfit::said).isPresent()) {
            long said = turn.state().privacy().committed(event.entry()).orElseThrow().erased().get(field.get());
            turn.answer(event.ticket(), new Reply.Changed(OptionalLong.of(said), true));
        } else if (unfit.isPresent()) {
            refuse(turn, event.ticket(), unfit.get());
        } else {
            turn.answer(event.ticket(), new Reply.Changed(OptionalLong.of(turn.nextIndex()), false));
            turn.append(new CoordinatorErasure(turn.timeMillis(), List.of(erased)));
        }
    }

    /** @param own whether a worker, or nobody for the coordinator, is who erases */
    private static Optional<Unfit> unfit(State state, ErasedFields erased, Predicate<Optional<WorkerId>> own, String who) {
        Optional<CommittedView> committed = state.privacy().committed(erased.entry()).filter(one -> own.test(one.worker()));
        if (committed.isEmpty()) {
            return Optional.of(new Unfit("entry " + erased.entry() + " is none of " + who + " that commits to private fields", false));
        }
        List<PrivateField> others = erased.fields().stream().filter(field -> !committed.get().fields().contains(field)).toList();
        if (!others.isEmpty()) {
            return Optional.of(new Unfit("entry " + erased.entry() + " does not commit to " + others.getFirst().text()
                    + "; it commits to " + Named.list(committed.get().fields().stream().map(PrivateField::text).toList()), false));
        }
        return erased.fields().stream().filter(committed.get().erased()::containsKey).findFirst()
                .map(field -> new Unfit(field.text() + " of entry " + erased.entry() + " was erased already, with entry "
                        + committed.get().erased().get(field), true));
    }
}
