package consort.coordinator.core;

import consort.coordinator.core.Decision.Proposed;
import consort.ledger.entry.CoordinatorBody;
import consort.ledger.entry.VerifiedEntry;
import consort.ledger.fold.State;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** One decision in the making: what it may look at, and what it has decided so far. */
final class Turn {

    private final State state;
    private final Ephemeral ephemeral;
    private final Now now;
    private final RandomGenerator random;
    private final List<Proposed> entries = new ArrayList<>();
    private final List<byte[]> documents = new ArrayList<>();
    private final List<Effect> effects = new ArrayList<>();

    Turn(State state, Ephemeral ephemeral, Now now, RandomGenerator random) {
        this.state = state;
        this.ephemeral = ephemeral;
        this.now = now;
        this.random = random;
    }

    State state() {
        return state;
    }

    Ephemeral ephemeral() {
        return ephemeral;
    }

    RandomGenerator random() {
        return random;
    }

    /** Milliseconds on the clock that deadlines are compared with. */
    long monotonicMillis() {
        return now.monotonicMillis();
    }

    /** What the machine's clock says, which may be wrong. */
    long wallMillis() {
        return now.wallMillis();
    }

    /** The time of a new entry, see {@link LedgerClock}. */
    long timeMillis() {
        return ephemeral.ledgerClock.timeMillis(now, state.ledgerTimeMillis());
    }

    /** The index of the entry that is appended next. */
    long nextIndex() {
        return state.size() + entries.size();
    }

    void append(CoordinatorBody body) {
        entries.add(new Proposed.Draft(body));
    }

    void append(VerifiedEntry signed) {
        entries.add(new Proposed.Signed(signed));
    }

    void document(byte[] bytes) {
        documents.add(bytes);
    }

    void release(Effect effect) {
        effects.add(effect);
    }

    void answer(long ticket, Reply reply) {
        release(new Effect.Answer(ticket, reply));
    }

    void refuse(long ticket, Reply.Code code, String message) {
        answer(ticket, new Reply.Refused(code, message));
    }

    boolean decided() {
        return !entries.isEmpty() || !effects.isEmpty();
    }

    Decision decision() {
        return new Decision(entries, documents, effects);
    }
}
