package consort.worker.session;

import consort.ledger.note.UnverifiedNoteException;
import consort.proto.Welcome;
import consort.worker.trust.PassedOn;

/** Whether the keys that a coordinator signs with follow from those that are known. */
final class LogKeyRules {

    private static final String EVIDENCE = "welcome";

    private LogKeyRules() {
    }

    /** Takes up what a welcome says of them, and has new ones kept; ends the worker, and says false, when they do not follow. */
    static boolean learned(Welcome welcome, Turn turn) {
        try {
            PassedOn news = PassedOn.beyond(turn.logKeys(), welcome.getTrustEntriesList());
            if (!news.logKeys().equals(turn.logKeys())) {
                turn.emit(new Effect.KeepLogKeys(welcome.getTrustEntriesList(), welcome.getAuthoritiesList()));
                turn.knows(news.logKeys());
                turn.tell(Notice.Kind.LINK, "the ledger's log key was replaced by " + news.logKeys().newest());
            }
            return true;
        } catch (UnverifiedNoteException lie) {
            turn.emit(new Effect.KeepEvidence(EVIDENCE, welcome.toByteString()));
            turn.fail(Fatal.TAMPERING, "the coordinator's log keys do not follow from those known here: " + PeerText.shown(lie.getMessage())
                    + ". What it said is kept as evidence/" + EVIDENCE + "; perhaps you should show it to the other members");
            return false;
        }
    }
}
