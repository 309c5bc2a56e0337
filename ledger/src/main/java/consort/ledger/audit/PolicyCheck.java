package consort.ledger.audit;

import consort.ledger.entry.KeyNames;
import consort.ledger.entry.LogKeys;
import consort.ledger.fold.State;
import consort.ledger.fold.WitnessView;
import consort.ledger.log.TrustPolicy;
import consort.ledger.note.CosignerKey;
import consort.ledger.note.MalformedNoteException;
import consort.ledger.note.VerifierKey;
import consort.ledger.witness.Cosigners;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which policies and witness keys a ledger can have put beside itself. They may be those of an earlier time, or of entries after the
 * checkpoint.
 */
final class PolicyCheck {

    private static final String LOG = "log ";
    private static final String WITNESS = "witness ";

    private final LogKeys logKeys;
    private final State state;

    PolicyCheck(LogKeys logKeys, State state) {
        this.logKeys = logKeys;
        this.state = state;
    }

    /** The newest policy. */
    String expected() {
        return Cosigners.at(state, state.size()).policy(logKeys.newest()).text();
    }

    /**
     * Whether a policy names the log and witnesses of it, each once, and asks for as many as the charter does, or as there are. One without
     * witnesses is a copy's: see {@link #asksForNone}.
     */
    boolean accepts(String text) {
        Optional<VerifierKey> logKey = logKey(text);
        Optional<List<CosignerKey>> witnesses = witnesses(text);
        int quorum = state.charter().witnesses().quorum();
        return asksForNone(text) || logKey.isPresent() && witnesses.isPresent()
                && Math.min(quorum, witnesses.get().size()) >= needed()
                && text.equals(new TrustPolicy(logKey.get(), witnesses.get(), quorum).text());
    }

    /** Whether a policy is the one of a log that has no witnesses: a copy may hold it, and it asks for less than the charter where that asks for some. */
    boolean asksForNone(String text) {
        return logKey(text).filter(key -> text.equals(new TrustPolicy(key).text())).isPresent();
    }

    /** As many as a policy must ask for: those that the charter does, or all there are where there are fewer. */
    int needed() {
        return Math.min(state.charter().witnesses().quorum(), Cosigners.at(state, state.size()).counting());
    }

    private Optional<VerifierKey> logKey(String text) {
        return logKeys.all().stream().filter(key -> text.startsWith(LOG + key + "\n")).findFirst();
    }

    /** Whether a file {@code keys/<organization>.witness} holds a key of that witness. */
    boolean accepts(String organization, String text) {
        return text.endsWith("\n") && key(text.substring(0, text.length() - 1)).filter(key -> canBe(organization, key)).isPresent();
    }

    private Optional<List<CosignerKey>> witnesses(String text) {
        List<CosignerKey> keys = new ArrayList<>();
        for (String line : text.split("\n")) {
            if (line.startsWith(WITNESS)) {
                Optional<CosignerKey> key = key(line.substring(line.lastIndexOf(' ') + 1)).filter(this::canCount);
                // Of one name twice: a witness would count for two.
                if (key.isEmpty() || keys.stream().map(CosignerKey::name).anyMatch(key.get().name()::equals)) {
                    return Optional.empty();
                }
                keys.add(key.get());
            }
        }
        return Optional.of(keys);
    }

    private boolean canCount(CosignerKey key) {
        return state.members().keySet().stream()
                .anyMatch(organization -> canBe(organization, key) && state.charter().witnesses().counts(organization));
    }

    /** The ledger's own keys are known; those of entries after the checkpoint are not, and bind their own name, key ID and key. */
    private boolean canBe(String organization, CosignerKey key) {
        return key.name().equals(KeyNames.witness(state.origin(), organization))
                && (state.witnesses().of(organization).isEmpty()
                        || state.witnesses().all().stream().map(WitnessView::key).anyMatch(key::equals));
    }

    private static Optional<CosignerKey> key(String text) {
        try {
            return Optional.of(CosignerKey.parse(text));
        } catch (MalformedNoteException malformed) {
            return Optional.empty();
        }
    }
}
