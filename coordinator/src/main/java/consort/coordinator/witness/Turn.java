package consort.coordinator.witness;

import consort.coordinator.witness.Witnessed.Newest;
import consort.ledger.log.SignedCheckpoint;
import consort.ledger.note.UnverifiedNoteException;
import java.util.HashSet;
import java.util.Set;

/** One checkpoint that witnesses are asked about, and what came of it. */
final class Turn {

    private final Roster roster;
    private final long sinceMillis;
    private final Set<WitnessName> settled = new HashSet<>();
    private SignedCheckpoint checkpoint;
    private boolean byQuorum;
    private boolean unkept;

    Turn(Newest newest, long sinceMillis) {
        this.checkpoint = newest.checkpoint();
        this.roster = newest.roster();
        this.sinceMillis = sinceMillis;
    }

    long size() {
        return checkpoint.checkpoint().size();
    }

    long sinceMillis() {
        return sinceMillis;
    }

    /** With the cosignatures so far. */
    SignedCheckpoint checkpoint() {
        return checkpoint;
    }

    /** Whose cosignatures count under it. */
    Roster roster() {
        return roster;
    }

    /** There is nothing more to ask a witness about it. */
    void settle(WitnessName witness) {
        settled.add(witness);
    }

    boolean isSettled(WitnessName witness) {
        return settled.contains(witness);
    }

    /**
     * Takes in the cosignatures of an answer.
     *
     * @throws UnverifiedNoteException when one of them is wrong, or that of the witness's own key is missing
     */
    void cosigned(WitnessName witness, byte[] answer) throws UnverifiedNoteException {
        SignedCheckpoint merged = roster.cosigners().merge(checkpoint, answer);
        if (roster.keys().get(witness).cosigned(merged.note()).isEmpty()) {
            throw new UnverifiedNoteException("the answer holds the cosignature of another witness only");
        }
        settle(witness);
        checkpoint = merged;
        byQuorum = roster.cosigners().isWitnessed(merged);
        unkept = true;
    }

    /** Whether a quorum is asked for, and cosigned it. */
    boolean isByQuorum() {
        return byQuorum;
    }

    /** Whether cosignatures came since the last time this was asked. */
    boolean takeUnkept() {
        boolean taken = unkept;
        unkept = false;
        return taken;
    }
}
