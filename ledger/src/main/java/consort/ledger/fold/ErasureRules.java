package consort.ledger.fold;

import consort.ledger.entry.CoordinatorErasure;
import consort.ledger.entry.Entry;
import consort.ledger.entry.ErasedFields;
import consort.ledger.entry.Erasure;
import consort.ledger.entry.PrivateField;
import consort.ledger.entry.WorkerId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Whoever signed a commitment says, once, that its opening was destroyed; an organization says it of its workers', whose keys may be
 * gone. Nothing else of the state changes: nothing that is folded or billed ever read a private value.
 */
final class ErasureRules {

    private ErasureRules() {
    }

    static Change erasure(State state, Entry entry, Erasure body, Check check) throws RuleViolation {
        Predicate<WorkerId> own = body.workerId().<Predicate<WorkerId>>map(worker -> worker::equals)
                .orElse(worker -> worker.organization().equals(body.organization()));
        require(state, body.erased(), signer -> signer.filter(own).isPresent(),
                body.workerId().map(WorkerId::toString).orElse("a worker of " + body.organization()), check);
        return () -> {
            state.privacy.erase(entry.index(), body.erased());
            if (body.worker().isEmpty()) {
                state.privacy.countErasure(body.organization());
            }
        };
    }

    static Change byCoordinator(State state, Entry entry, CoordinatorErasure body, Check check) throws RuleViolation {
        require(state, body.erased(), Optional::isEmpty, "the coordinator", check);
        return () -> state.privacy.erase(entry.index(), body.erased());
    }

    private static void require(State state, List<ErasedFields> erased, Predicate<Optional<WorkerId>> own, String who, Check check)
            throws RuleViolation {
        for (ErasedFields one : erased) {
            CommittedView committed = check.present(state.privacy.committed(one.entry()).filter(found -> own.test(found.worker())),
                    Rule.ERASURE, "erased", "an entry of " + who + " that commits to something", one.entry());
            check.that(committed.fields().containsAll(one.fields()), Rule.ERASURE, "erased",
                    "fields that entry " + one.entry() + " commits to: " + texts(committed.fields()), texts(one.fields()));
            Set<PrivateField> before = new TreeSet<>(one.fields());
            before.retainAll(committed.erased().keySet());
            check.that(before.isEmpty(), Rule.ERASURE, "erased", "fields of entry " + one.entry() + " that were not erased before",
                    texts(before));
        }
    }

    private static List<String> texts(Set<PrivateField> fields) {
        return fields.stream().map(PrivateField::text).toList();
    }
}
